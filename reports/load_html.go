package reports

import (
	"fmt"
	"html/template"
	"io"
	"strconv"
	"sync"
)

// LoadHTML writes a load as one page that needs nothing from anywhere, under the same rules as [HTML]: no script, and
// whatever the target sent is text.
func LoadHTML(w io.Writer, load Load) error {
	t, err := loadTemplate()
	if err != nil {
		return fmt.Errorf("parse the page of the load report: %w", err)
	}
	l := shown(load)
	p := loadPage{Load: l, Sentence: l.sentence(), Missed: l.missed(), Environment: l.environment()}
	p.Word, p.Style = l.verdict()
	if p.Charts, err = charts(l); err != nil {
		return err
	}
	if p.Latencies, err = l.latencies(); err != nil {
		return err
	}
	return t.ExecuteTemplate(w, "load.html.tmpl", p)
}

// loadPage is what the template is filled with.
type loadPage struct {
	Load
	Word, Style, Sentence string
	Missed                []string
	Charts                []chart
	Latencies             []row
	Environment           []fact
}

var loadTemplate = sync.OnceValues(func() (*template.Template, error) {
	style, err := htmlFiles.ReadFile("html/run.css")
	if err != nil {
		return nil, err
	}
	more, err := htmlFiles.ReadFile("html/load.css")
	if err != nil {
		return nil, err
	}
	css := template.CSS(string(style) + string(more)) // our own: nothing of a target is in it
	return template.New("").Funcs(template.FuncMap{
		"css": func() template.CSS { return css }, "num": num, "ms": msWords, "rate": rateWords, "percent": percent, "class": className,
		"at": func(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }, "cut": func(s string) string { return short(s, 2000) },
		"add": func(a, b int) int { return a + b }, "share": Outcomes.ErrorShare, "words": Interval.words, "why": Load.why,
	}).ParseFS(htmlFiles, "html/load.html.tmpl")
})
