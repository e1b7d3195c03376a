package reports

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A proven is a requirement with every fault that was planted to violate it.
type proven struct {
	id, title string
	faults    []Proof
}

func (q proven) ok() bool {
	return !slices.ContainsFunc(q.faults, func(p Proof) bool { return !p.OK })
}

// ProofText writes what prove found for people: for each requirement the faults that were planted, at which seam, and
// what the check saw; what was not proven comes last, before the summary.
func ProofText(w io.Writer, proofs []Proof, o TextOptions) error {
	p := newPage(o)
	all := byRequirement(shown(proofs))
	p.para(0, "", 0, bold, proofSummary(all))
	for _, q := range all {
		if q.ok() {
			p.proven(q)
		}
	}
	for _, q := range all {
		if !q.ok() {
			p.proven(q)
		}
	}
	p.blank()
	p.line(p.in(dim, strings.Repeat("─", p.width)))
	word, style := "PROVEN", green
	if slices.ContainsFunc(all, func(q proven) bool { return !q.ok() }) {
		word, style = "NOT PROVEN", red
	}
	if len(all) == 0 {
		word, style = "NOTHING PROVEN", red
	}
	p.para(0, p.in(bold+";"+style, word)+"  ", len(word)+2, "", proofSummary(all))
	return p.writeTo(w)
}

// byRequirement groups proofs by what they violate, in the order of their first.
func byRequirement(proofs []Proof) []proven {
	var all []proven
	for _, f := range proofs {
		i := slices.IndexFunc(all, func(q proven) bool { return q.id == f.Violates })
		if i < 0 {
			all = append(all, proven{id: f.Violates, title: f.Title})
			i = len(all) - 1
		}
		all[i].faults = append(all[i].faults, f)
	}
	return all
}

func proofSummary(all []proven) string {
	good, planted, seen, ran, beside, untried := 0, 0, 0, 0, 0, 0
	for _, q := range all {
		if q.ok() && slices.ContainsFunc(q.faults, func(p Proof) bool { return p.Fault != "" }) {
			good++
		}
		for _, f := range q.faults {
			ran, beside = ran+f.Ran, beside+f.Beside
			if f.Untried != "" {
				untried += len(f.Scenarios)
			}
			if f.Fault != "" {
				planted++
			}
			if f.Fault != "" && f.OK {
				seen++
			}
		}
	}
	s := fmt.Sprintf("%d of %s have checks that are proven able to fail: of %s planted in a clean server, %d seen, each by exactly the checks that should; %s run",
		good, plural(len(all), "requirement"), plural(planted, "fault"), seen, plural(ran, "scenario"))
	if beside > 0 {
		s += fmt.Sprintf(", %d of them with other faults beside", beside)
	}
	if untried > 0 {
		s += fmt.Sprintf("; unproven for want of a real browser: %s", plural(untried, "scenario"))
	}
	return s
}

func (p *page) proven(q proven) {
	mark, style := "✓", green
	if !q.ok() {
		mark, style = "✗", red
	}
	p.blank()
	p.para(0, p.in(style, mark)+" ", 2, bold, cmp.Or(q.title, q.id))
	if q.title != "" {
		p.para(2, "", 0, dim, q.id)
	}
	for _, f := range q.faults {
		p.fault(f)
	}
}

func (p *page) fault(f Proof) {
	if f.Untried != "" {
		for _, s := range f.Scenarios {
			_, name, _ := strings.Cut(s, "/")
			p.field(2, "untried", dim, name+": "+f.Untried)
		}
		return
	}
	if f.Fault == "" {
		p.field(2, "missing", red, f.Problem)
		return
	}
	where := f.Seam
	if f.Variant != "" {
		where += " of " + f.Variant
	}
	p.field(2, "planted", "", f.Fault+", at "+where)
	if f.Saw != "" {
		p.field(2, "seen", "", short(f.Saw, 240))
	}
	if len(f.AlsoRed) > 0 {
		p.field(2, "with it", dim, strings.Join(f.AlsoRed, ", "))
	}
	if !f.OK {
		p.field(2, "but", red, short(cmp.Or(f.Problem, "it proves nothing"), maxGot))
	}
}
