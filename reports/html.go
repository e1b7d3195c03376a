package reports

import (
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

//go:embed run.html.tmpl
var runTemplate string

// webPage is what the template of a run's report is filled with.
type webPage struct {
	Run
	Loud  []Requirement // red ones, the loudest first
	Quiet []document    // all others, by document
}

// A document is the requirements that one specification makes.
type document struct {
	Name         string
	Counts       Counts
	Requirements []Requirement
}

var runPage = template.Must(template.New("run").Funcs(template.FuncMap{
	"join": strings.Join,
	"png": func(b []byte) template.URL {
		return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(b))
	},
	"red": func(v verdict.Verdict) bool { return v >= verdict.Warn },
	"mark": func(q Requirement) string {
		if q.Unobserved != "" {
			return "unobservable"
		}
		return q.Verdict.String()
	},
}).Parse(runTemplate))

// HTML writes a run as one page that needs nothing from anywhere: readable offline, on a phone and on paper. Whatever a
// target sent is text in it. The run has to be redacted already.
func HTML(w io.Writer, run Run) error {
	p := webPage{Run: run}
	for _, q := range run.Requirements {
		if q.Verdict >= verdict.Warn {
			p.Loud = append(p.Loud, q)
			continue
		}
		i := slices.IndexFunc(p.Quiet, func(d document) bool { return d.Name == q.Document })
		if i < 0 {
			i = len(p.Quiet)
			p.Quiet = append(p.Quiet, document{Name: q.Document, Counts: Counts{}})
		}
		d := &p.Quiet[i]
		d.Requirements = append(d.Requirements, q)
		d.Counts[q.Verdict.String()]++
	}
	slices.SortStableFunc(p.Loud, func(a, b Requirement) int { return int(b.Verdict) - int(a.Verdict) })
	return runPage.Execute(w, p)
}
