package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/internal/wrap"
)

// What of one scenario's evidence is shown in text, in characters, lines and exchanges: the rest is in the other reports.
const (
	maxGot       = 600
	maxBodyText  = 1200
	maxPageLines = 15
	maxListed    = 12
	maxBugs      = 3
)

// requirement writes a red requirement with the evidence of each of its red scenarios.
func (p *page) requirement(q Requirement) {
	p.title(q)
	if q.Harm != "" {
		p.blank()
		p.para(margin, "", 0, "", q.Harm)
	}
	p.caught(q.Bugs)
	var red []Scenario
	for _, s := range q.Scenarios {
		if s.Verdict >= verdict.Fail {
			red = append(red, s)
		}
	}
	if q.Reason != "" && !slices.ContainsFunc(red, func(s Scenario) bool { return said(s, q.Reason) }) {
		p.field(margin, "why", "", short(q.Reason, maxGot))
	}
	for _, s := range red {
		p.blank()
		p.scenario(s)
	}
}

// caught names real bugs of this kind, to show that it matters.
func (p *page) caught(bugs []Bug) {
	for i, b := range bugs {
		if i == maxBugs {
			p.para(margin, "", 0, dim, fmt.Sprintf("… and %d more, which \"oauthspec explain\" lists", len(bugs)-i))
			return
		}
		if i == 0 {
			p.blank()
			p.para(margin, "", 0, dim, "would have caught:")
		}
		p.para(margin+2, "", 0, dim, b.Product+": "+b.Bug)
		p.para(margin+4, "", 0, dim, b.Reference)
	}
}

// said tells whether a scenario's own lines will say a reason.
func said(s Scenario, why string) bool {
	return s.Reason == why || s.Want != "" && why == "want "+s.Want+", got "+s.Got
}

func (p *page) scenario(s Scenario) {
	where := s.Feature
	for _, x := range []string{s.On, s.Driver} {
		if x != "" {
			where += ", " + x
		}
	}
	p.para(margin, "", 0, bold, s.Name)
	p.para(margin, "", 0, dim, where)
	for _, st := range s.Steps {
		mark, style := " ", ""
		switch st.Status {
		case "failed":
			mark, style = marks[verdict.Fail], styles[s.Verdict]
		case "skipped":
			style = dim
		}
		p.para(margin, p.in(style, fmt.Sprintf("%s %5s ", mark, st.Keyword)), 8, style, st.Text)
	}
	if len(s.Steps) > 0 {
		p.blank()
	}
	p.outcome(s)
	p.exchanges(s.Exchanges)
	p.page(s)
	p.curl(s.Curl)
}

// outcome is what was wanted and got, or why nothing could be judged.
func (p *page) outcome(s Scenario) {
	if s.Want == "" && s.Got == "" {
		if s.Reason != "" {
			p.field(margin, "why", styles[s.Verdict], short(s.Reason, maxGot))
		}
	} else {
		p.field(margin, "wanted", green, short(s.Want, maxGot))
		p.field(margin, "got", styles[s.Verdict], short(s.Got, maxGot))
	}
	for _, n := range s.Notes {
		p.field(margin, "note", "", short(n, maxGot))
	}
}

// exchanges lists all of them by their first line, and the last, which mostly decided, whole.
func (p *page) exchanges(all []Exchange) {
	if len(all) == 0 {
		return
	}
	p.blank()
	runs := alike(all)
	for i, x := range runs {
		if len(runs) > maxListed && i == maxListed/2 {
			p.para(margin, "", 0, dim, fmt.Sprintf("… %d more …", len(runs)-maxListed))
		}
		if len(runs) <= maxListed || i < maxListed/2 || i >= len(runs)-maxListed/2 {
			p.exchange(x)
		}
	}
	last := all[len(all)-1]
	p.message("> ", []string{last.Method + " " + last.URL}, last.Request)
	p.message("< ", []string{answer(last)}, last.Response)
}

func (p *page) exchange(x stretch) {
	label := fmt.Sprintf("%2d  ", x.from)
	line := fmt.Sprintf("%s → %s: %s, %s", x.From, rest(x.Exchange), x.Method, answer(x.Exchange))
	if x.to > x.from {
		line += fmt.Sprintf(" (and the same again, to %d)", x.to)
	}
	p.para(margin, p.in(dim, label), len(label), "", line)
}

func answer(e Exchange) string {
	if e.Status == 0 {
		return "no answer: " + cmp.Or(e.Error, "the connection closed")
	}
	s := fmt.Sprint(e.Status)
	if e.Cut {
		s += " (cut)"
	}
	return s
}

// message writes one side of an exchange, each line after a sign of its direction.
func (p *page) message(sign string, first, rest []string) {
	text := short(strings.Join(slices.Concat(first, rest), "\n"), maxBodyText)
	for l := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		for _, part := range wrap.Chop(strings.ReplaceAll(l, "\t", "    "), p.width-margin-len(sign)) {
			p.line(strings.Repeat(" ", margin) + p.in(dim, sign) + part)
		}
	}
}

// page shows what the user agent stuck on.
func (p *page) page(s Scenario) {
	if len(s.Log) > 0 {
		p.blank()
		log := slices.Compact(slices.Clone(s.Log))
		for i, l := range log {
			if i < maxListed {
				p.field(margin, "browser", "", short(l, maxGot))
			}
		}
		if len(log) > maxListed {
			p.field(margin, "", dim, fmt.Sprintf("… %d more …", len(log)-maxListed))
		}
	}
	if s.Page != "" {
		p.blank()
		lines := strings.Split(strings.TrimSpace(s.Page), "\n")
		if len(lines) > maxPageLines {
			lines = append(lines[:maxPageLines:maxPageLines], fmt.Sprintf("… (%d more lines)", len(lines)-maxPageLines))
		}
		p.field(margin, "page", "", "on the screen was")
		p.verbatim(margin+8, dim, short(strings.Join(lines, "\n"), maxBodyText))
	}
	if len(s.Screenshot) > 0 && p.shots != "" {
		p.field(margin, "picture", "", "in "+p.shots)
	} else if len(s.Screenshot) > 0 {
		p.field(margin, "picture", "", "of the screen: in the HTML report (--report html=FILE)")
	}
}

// curl writes the commands from the first column of their own, so that they can be copied: none is wrapped.
func (p *page) curl(lines []string) {
	if len(lines) == 0 {
		return
	}
	p.blank()
	p.para(margin, "", 0, dim, "to repeat it:")
	for _, l := range lines {
		if comment, ok := strings.CutPrefix(l, "# "); ok {
			for _, part := range wrap.Lines(comment, p.width-margin-2) {
				p.line(strings.Repeat(" ", margin) + p.in(dim, "# "+part))
			}
			continue
		}
		for part := range strings.SplitSeq(l, "\n") {
			p.line(strings.Repeat(" ", margin) + part)
		}
	}
}
