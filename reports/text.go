package reports

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

// marks and colours of verdicts in text.
var marks = map[verdict.Verdict]string{verdict.Pass: "✓", verdict.Skip: "–", verdict.Warn: "!", verdict.Known: "~", verdict.Fail: "✗", verdict.Broken: "‼"}
var styles = map[verdict.Verdict]string{verdict.Pass: green, verdict.Skip: dim, verdict.Warn: yellow, verdict.Known: cyan, verdict.Fail: red, verdict.Broken: purple}

// margin is where the text under a requirement's mark and verdict begins.
const margin = 9

// Text writes a run for people: what was judged, then whatever is red with its evidence, what was skipped and why, and
// the verdict last.
func Text(w io.Writer, run Run, o TextOptions) error {
	r := shown(run)
	p := newPage(o)
	p.para(0, "", 0, bold, r.judged())
	p.blank()
	p.head(r)
	for _, v := range []verdict.Verdict{verdict.Broken, verdict.Fail} {
		for _, q := range r.of(v) {
			p.blank()
			p.requirement(q)
		}
	}
	p.brief(r.of(verdict.Warn))
	p.brief(r.of(verdict.Known))
	p.skipped(r)
	p.verdict(r)
	return p.writeTo(w)
}

func (p *page) head(r Run) {
	name := r.Target.Name
	if r.Target.Issuer != name && r.Target.Issuer != "" {
		name += ", " + r.Target.Issuer
	}
	p.field(2, "target", bold, name)
	p.field(2, "against", "", r.JudgedBy())
	p.field(2, "driver", "", r.Driver)
	for _, n := range r.Notes {
		p.field(2, "note", "", n)
	}
	if r.Partial != "" {
		p.field(2, "partial", red, r.Partial)
	}
}

// title is the mark, the verdict and the requirement in words, and below where it stands.
func (p *page) title(q Requirement) {
	label := fmt.Sprintf("%s %-*s", marks[q.Verdict], margin-2, strings.ToUpper(q.Verdict.String()))
	p.para(0, p.in(styles[q.Verdict], label), margin, bold, q.Title)
	p.para(margin, "", 0, "", fmt.Sprintf("%s, %s section %s", strings.ToUpper(q.Level.String()), q.Document, q.Section))
	p.para(margin, "", 0, dim, q.ID)
	if q.Link != "" {
		p.para(max(0, min(margin, p.width-len(q.Link))), "", 0, dim, q.Link) // a link that is broken leads nowhere
	}
}

// brief writes requirements with what was wanted and got, and nothing else.
func (p *page) brief(qs []Requirement) {
	for _, q := range qs {
		p.blank()
		p.title(q)
		if q.Verdict == verdict.Known || q.SameAs != "" {
			p.field(margin, "why", "", q.Reason)
		}
		for _, s := range q.Scenarios {
			if s.Verdict > verdict.Skip {
				p.outcome(s)
			}
		}
	}
}

func (p *page) skipped(r Run) {
	for _, x := range r.reasons() {
		p.blank()
		p.para(0, p.in(dim, fmt.Sprintf("%s %-*s", marks[verdict.Skip], margin-2, "SKIP")), margin, "", fmt.Sprintf("%d: %s", len(x.IDs), cmp.Or(x.Text, "no reason given")))
		if x.Change != "" {
			p.field(margin, "change", "", x.Change)
		}
		p.para(margin, "", 0, dim, strings.Join(x.IDs, ", "))
	}
	if unseen := r.unobservable(); len(unseen) > 0 {
		var ids []string
		for _, q := range unseen {
			ids = append(ids, q.ID)
		}
		p.blank()
		p.para(0, p.in(dim, "  UNSEEN "), margin, "", fmt.Sprintf("%d: no observation from outside decides them", len(ids)))
		p.para(margin, "", 0, dim, strings.Join(ids, ", "))
	}
}

func (p *page) verdict(r Run) {
	style := red
	var v verdict.Verdict
	if v.UnmarshalText([]byte(r.Verdict)) == nil {
		style = styles[v]
	}
	p.blank()
	p.line(p.in(dim, strings.Repeat("─", p.width)))
	word := strings.ToUpper(r.Verdict)
	p.para(0, p.in(bold+";"+style, word)+"  ", len(word)+2, "", r.tally())
	p.para(0, "", 0, "", r.meaning())
	if r.Partial != "" {
		p.para(0, "", 0, red, "This report is partial: "+r.Partial)
	}
}
