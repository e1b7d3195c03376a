package reports

import (
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
	"unicode"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

//go:embed html
var htmlFiles embed.FS

// HTML writes a run as one page that needs nothing from anywhere: readable offline, on a phone and on paper, without
// scripts. Whatever a target sent is text in it, and its content policy forbids everything but its own styles.
func HTML(w io.Writer, run Run) error {
	t, err := htmlTemplate()
	if err != nil {
		return fmt.Errorf("parse the page of the HTML report: %w", err)
	}
	return t.ExecuteTemplate(w, "run.html.tmpl", webPageOf(shown(run)))
}

// webPage is what the template is filled with.
type webPage struct {
	Run
	Judged, Meaning string
	Tally           tally
	Columns         []string
	Groups          []group
	Red             []Requirement
	Skipped         []reason
}

// A group is the requirements of one document on one role.
type group struct {
	Name, Role, Anchor string
	Tally              tally
	Row                []part // in the order of the page's columns
	Requirements       []Requirement
}

// A tally is how many requirements came to what, the loudest first, without zeroes.
type tally struct {
	Parts []part
	Words string
}

type part struct {
	Name, Mark string
	N          int
}

// unseen is the word for a requirement that no run can judge, where a verdict would stand.
const unseen = "unobservable"

func webPageOf(r Run) webPage {
	p := webPage{Run: r, Judged: upperFirst(r.judged()), Meaning: r.meaning(), Tally: tallyOf(r), Skipped: r.reasons()}
	for _, x := range p.Tally.Parts {
		p.Columns = append(p.Columns, x.Name)
	}
	for _, v := range []verdict.Verdict{verdict.Broken, verdict.Fail, verdict.Warn, verdict.Known} {
		p.Red = append(p.Red, r.of(v)...)
	}
	at := map[string]int{}
	for _, q := range r.Requirements {
		key := q.Role + " " + q.Document
		i, ok := at[key]
		if !ok {
			i = len(p.Groups)
			at[key] = i
			p.Groups = append(p.Groups, group{Name: q.Document, Role: roleNames[q.Role], Anchor: fmt.Sprintf("document-%d", i+1)})
		}
		p.Groups[i].Requirements = append(p.Groups[i].Requirements, q)
	}
	for i := range p.Groups {
		g := &p.Groups[i]
		g.Tally = tallyOf(Run{Requirements: g.Requirements})
		for _, c := range p.Columns {
			g.Row = append(g.Row, g.Tally.of(c))
		}
	}
	return p
}

var roleNames = map[string]string{"as": "authorization server", "client": "client", "rs": "resource server"}

func tallyOf(r Run) tally {
	t := tally{Words: r.tally()}
	for _, v := range louder {
		if n := len(r.of(v)); n > 0 {
			t.Parts = append(t.Parts, part{v.String(), marks[v], n})
		}
	}
	if n := len(r.unobservable()); n > 0 {
		t.Parts = append(t.Parts, part{unseen, "?", n})
	}
	return t
}

func (t tally) of(name string) part {
	for _, p := range t.Parts {
		if p.Name == name {
			return p
		}
	}
	return part{Name: name}
}

// htmlTemplate is parsed once, by the first report.
var htmlTemplate = sync.OnceValues(func() (*template.Template, error) {
	style, err := htmlFiles.ReadFile("html/run.css")
	if err != nil {
		return nil, err
	}
	css := template.CSS(string(style) + filters()) // our own: nothing of a target is in it
	return template.New("").Funcs(template.FuncMap{
		"css": func() template.CSS { return css }, "join": strings.Join, "upper": strings.ToUpper, "plural": plural, "ms": msWords,
		"cut": func(s string) string { return short(s, 4000) }, "png": pngURL, "markOf": markOf, "stepMark": stepMark,
		"isRed": func(q Requirement) bool { return !q.unobservable() && q.Verdict > verdict.Skip },
		"redOf": redOf, "tells": tells, "sequence": sequenceOf,
	}).ParseFS(htmlFiles, "html/run.html.tmpl")
})

// filters are the rules by which the page shows one verdict alone.
func filters() string {
	var b strings.Builder
	names := []string{unseen}
	for _, v := range louder {
		names = append(names, v.String())
	}
	for _, n := range names {
		fmt.Fprintf(&b, "body:has(#only-%[1]s:checked) main :is([data-v]:not([data-v=%[1]s]), .group:not([data-v]):not(:has([data-v=%[1]s]))) { display: none; }\n", n)
	}
	return b.String()
}

func pngURL(b []byte) template.URL {
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(b))
}

// markOf is the verdict of a requirement or scenario as the page shows it.
func markOf(of any) part {
	var v verdict.Verdict
	switch x := of.(type) {
	case Requirement:
		if x.unobservable() {
			return part{unseen, "?", 1}
		}
		v = x.Verdict
	case Scenario:
		v = x.Verdict
	}
	return part{v.String(), marks[v], 1}
}

func stepMark(status string) string {
	switch status {
	case "passed":
		return marks[verdict.Pass]
	case "failed":
		return marks[verdict.Fail]
	}
	return marks[verdict.Skip]
}

func redOf(q Requirement) []Scenario {
	var red []Scenario
	for _, s := range q.Scenarios {
		if s.Verdict > verdict.Skip {
			red = append(red, s)
		}
	}
	return red
}

// tells says whether a requirement's reason adds to what its red scenarios say.
func tells(q Requirement) bool {
	for _, s := range redOf(q) {
		if said(s, q.Reason) {
			return false
		}
	}
	return q.Reason != ""
}

// msWords is a duration of ms milliseconds.
func msWords(ms float64) string {
	switch {
	case ms >= 60e3:
		return fmt.Sprintf("%.1f min", ms/60e3)
	case ms >= 1e3:
		return fmt.Sprintf("%.1f s", ms/1e3)
	}
	return fmt.Sprintf("%.3g ms", ms)
}

func upperFirst(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}
