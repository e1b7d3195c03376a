package features

import (
	"bytes"
	"io/fs"
	"strings"
	"sync"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

// Content is a feature file with all but the chosen scenarios left blank, so that lines keep their numbers.
type Content struct {
	Name string
	Text []byte
}

// Only is the feature files that hold any of the scenarios, with nothing else to run in them.
func Only(keep func(Scenario) bool) ([]Content, error) {
	rs, err := Catalogue()
	if err != nil {
		return nil, err
	}
	kept := map[string]map[int]bool{} // file: lines of scenarios and rows to run
	for _, r := range rs {
		for _, s := range r.Scenarios {
			if keep(s) {
				if kept[s.File] == nil {
					kept[s.File] = map[int]bool{}
				}
				kept[s.File][s.Line] = true
			}
		}
	}
	var out []Content
	for _, f := range outlines() {
		if lines := kept[f.name]; lines != nil {
			out = append(out, Content{f.name, f.blank(lines)})
		}
	}
	return out, nil
}

// outline is where a feature file's scenarios stand, in lines from 1.
type outline struct {
	name  string
	lines [][]byte
	parts []part
}

type part struct {
	from, to int   // the lines of a scenario or a rule, tags and examples included
	at       int   // a scenario's own line, where it is not an outline
	rows     []int // the lines of its examples; of a rule, of all that can be run
}

var outlines = sync.OnceValue(func() []outline {
	names, _ := fs.Glob(files, "*/*.feature") // the catalogue was read from the same files
	var out []outline
	for _, n := range names {
		b, _ := fs.ReadFile(files, n)
		out = append(out, layout(n, b))
	}
	return out
})

func layout(name string, b []byte) outline {
	o := outline{name: name, lines: bytes.SplitAfter(b, []byte("\n"))}
	doc, err := gherkin.ParseGherkinDocument(bytes.NewReader(b), func() string { return "" })
	if err != nil {
		return o // the catalogue has reported it
	}
	var rules []part // each ends where the next one begins
	for _, c := range doc.Feature.Children {
		if c.Rule == nil {
			continue
		}
		rule := part{from: first(c.Rule.Location, c.Rule.Tags), to: len(o.lines)}
		if n := len(rules); n > 0 {
			rules[n-1].to = rule.from - 1
		}
		for _, rc := range c.Rule.Children {
			if rc.Scenario != nil {
				p := extent(rc.Scenario)
				o.parts = append(o.parts, p)
				rule.rows = append(rule.rows, p.rows...)
				if p.at > 0 {
					rule.rows = append(rule.rows, p.at)
				}
			}
		}
		rules = append(rules, rule)
	}
	o.parts = append(o.parts, rules...)
	return o
}

// first is the line where something with tags begins.
func first(at *messages.Location, tags []*messages.Tag) int {
	line := int(at.Line)
	for _, t := range tags {
		line = min(line, int(t.Location.Line))
	}
	return line
}

func extent(s *messages.Scenario) part {
	p := part{from: first(s.Location, s.Tags), to: int(s.Location.Line), at: int(s.Location.Line)}
	for _, st := range s.Steps {
		p.to = max(p.to, int(st.Location.Line))
		if st.DataTable != nil {
			p.to = max(p.to, int(st.DataTable.Rows[len(st.DataTable.Rows)-1].Location.Line))
		}
		if st.DocString != nil {
			p.to = max(p.to, int(st.DocString.Location.Line)+strings.Count(st.DocString.Content, "\n")+2)
		}
	}
	for _, e := range s.Examples {
		p.at = 0
		for _, row := range e.TableBody {
			p.rows = append(p.rows, int(row.Location.Line))
			p.to = max(p.to, int(row.Location.Line))
		}
	}
	return p
}

// blank empties every scenario, and every row of one, whose line is not kept, and every rule that nothing is kept of.
func (o outline) blank(kept map[int]bool) []byte {
	gone := make([]bool, len(o.lines)+1)
	for _, p := range o.parts {
		any := kept[p.at]
		for _, r := range p.rows {
			any = any || kept[r]
			gone[r] = !kept[r]
		}
		if !any {
			for l := p.from; l <= p.to; l++ {
				gone[l] = true
			}
		}
	}
	var b bytes.Buffer
	for i, l := range o.lines {
		if gone[i+1] {
			l = []byte("\n")
		}
		b.Write(l)
	}
	return b.Bytes()
}
