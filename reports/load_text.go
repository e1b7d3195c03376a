package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

// LoadText writes a load for people: what it came to first, then latencies, outcomes, the search if there was one, and
// where it was measured.
func LoadText(w io.Writer, load Load, o TextOptions) error {
	l := shown(load)
	p := newPage(o)
	rows, err := l.latencies()
	if err != nil {
		return err
	}
	p.loadHead(l)
	if l.Capacity != nil {
		p.search(*l.Capacity)
	}
	p.blank()
	p.line(p.in(dim, fmt.Sprintf("%-18s%10s%10s%10s%10s%10s%10s", "milliseconds", "p50", "p90", "p99", "p99.9", "max", "count")))
	for _, r := range rows {
		p.line(fmt.Sprintf("%-18s%10s%10s%10s%10s%10s%10d", short1(r.Name, 17), num(r.P50), num(r.P90), num(r.P99), num(r.P999), num(r.Max), r.Count))
	}
	p.outcomes(l)
	p.repeats(l)
	p.blank()
	for _, f := range l.environment() {
		p.para(0, p.in(dim, fmt.Sprintf("%-16s", short1(f.Name, 15))), 16, "", f.Value)
	}
	for _, n := range l.Notes {
		p.para(0, p.in(dim, fmt.Sprintf("%-16s", "note")), 16, "", n)
	}
	return p.writeTo(w)
}

func (p *page) loadHead(l Load) {
	word, style := l.verdict()
	var v verdict.Verdict
	_ = v.UnmarshalText([]byte(style)) // one of ours
	word = strings.ToUpper(word)
	p.para(0, p.in(bold+";"+styles[v], word)+"  ", len(word)+2, bold, l.sentence())
	for _, m := range l.why() {
		p.para(2, "", 0, styles[v], "because "+m)
	}
	for _, m := range l.missed() {
		p.para(2, p.in(red, "✗ "), 2, "", m)
	}
	if l.Drift.P99Ratio > 0 {
		p.para(2, "", 0, dim, fmt.Sprintf("p99 of the last third is %.2f times that of the first", l.Drift.P99Ratio))
	}
}

func (p *page) search(c Capacity) {
	p.para(2, "", 0, "", strings.Join(filled("limited by the "+strings.ReplaceAll(c.LimitedBy, "_", " "), c.LimitedBecause), ": "))
	p.blank()
	p.line(p.in(dim, fmt.Sprintf("%-3s%-9s%10s%8s%10s%10s  %s", "", "trial", "rate/s", "hold", "p99 ms", "errors", "")))
	for _, t := range c.Trials {
		mark, style := "✓", green
		if !t.Held {
			mark, style = "✗", red
		}
		p.para(0, fmt.Sprintf("%s  %-9s%10s%8s%10s%10s  ", p.in(style, mark), t.Phase, rateWords(t.Rate), secondLabel(t.HoldMS/1000), num(t.Response.P99), percent(t.ErrorShare)), 52, "", t.Because)
		if t.Because == "" {
			p.line(fmt.Sprintf("%s  %-9s%10s%8s%10s%10s", p.in(style, mark), t.Phase, rateWords(t.Rate), secondLabel(t.HoldMS/1000), num(t.Response.P99), percent(t.ErrorShare)))
		}
	}
	p.para(2, "", 0, dim, fmt.Sprintf("%s in all, of %s allowed; the generator alone reaches %s/s", msWords(c.SearchMS), msWords(c.SearchAllowedMS), rateWords(c.GeneratorRate)))
}

func (p *page) outcomes(l Load) {
	p.blank()
	for _, c := range l.Outcomes.Classes() {
		if c.Count > 0 || c.Name == "ok" {
			p.line(fmt.Sprintf("%-24s%12d", className(c.Name), c.Count))
		}
	}
	for _, w := range l.Wrong {
		p.para(2, p.in(dim, fmt.Sprintf("%-8s", msWords(w.AtMS)))+" ", 9, "", className(w.Class)+": "+short(w.What, 300))
	}
	for _, c := range l.Checks {
		mark, style := "✓", green
		if c.Failed > 0 {
			mark, style = "✗", red
		}
		text := fmt.Sprintf("%s: %d checked, %d failed", c.Name, c.Checked, c.Failed)
		if c.First != "" {
			text += ", the first: " + short(c.First, 300)
		}
		p.para(0, p.in(style, mark)+" ", 2, "", text)
	}
}

func (p *page) repeats(l Load) {
	if len(l.Repeats) < 2 {
		return
	}
	p.blank()
	p.line(p.in(dim, fmt.Sprintf("%-18s%10s%10s%10s%10s", "repeat", "rate/s", "p50", "p99", "errors")))
	for i, r := range l.Repeats {
		why := ""
		if !r.Valid {
			why = "  invalid"
		}
		p.line(fmt.Sprintf("%-18d%10s%10s%10s%10s%s", i+1, rateWords(r.AchievedRate), num(r.Response.P50), num(r.Response.P99), percent(r.Outcomes.ErrorShare()), why))
	}
	if len(l.Intervals) == 0 {
		return
	}
	p.blank()
	p.line(p.in(dim, fmt.Sprintf("%-18s%10s%10s%10s", "95 % interval", "mean", "from", "to")))
	for _, i := range l.Intervals {
		p.line(fmt.Sprintf("%-18s%10s%10s%10s", i.words(), num(i.Mean), num(i.Low), num(i.High)))
	}
}

// num is a figure of at most eight characters.
func num(v float64) string {
	switch {
	case v >= 1000:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

// short1 is at most n runes of s, the last an ellipsis where it was longer.
func short1(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
