package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// louder lists verdicts from the loudest, as reports show them.
var louder = []Verdict{Broken, Fail, Warn, Known, Skip, Pass}

// unobservable says that no run can judge the requirement.
func (r Requirement) unobservable() bool { return r.Unobserved != "" }

// of lists the requirements with a verdict, unobservable ones apart.
func (r Run) of(v Verdict) []Requirement {
	var out []Requirement
	for _, q := range r.Requirements {
		if q.Verdict == v && !q.unobservable() {
			out = append(out, q)
		}
	}
	return out
}

func (r Run) unobservable() []Requirement {
	var out []Requirement
	for _, q := range r.Requirements {
		if q.unobservable() {
			out = append(out, q)
		}
	}
	return out
}

// A reason is why some requirements were skipped.
type reason struct {
	Text   string
	Change string // what would have them judged
	IDs    []string
}

// reasons groups the skipped requirements by why, the commonest first.
func (r Run) reasons() []reason {
	var out []reason
	for _, q := range r.of(Skip) {
		i := slices.IndexFunc(out, func(x reason) bool { return x.whole() == q.Reason })
		if i < 0 {
			text, change, _ := strings.Cut(q.Reason, changeIt)
			out = append(out, reason{Text: text, Change: change})
			i = len(out) - 1
		}
		out[i].IDs = append(out[i].IDs, q.ID)
	}
	slices.SortStableFunc(out, func(a, b reason) int { return cmp.Compare(len(b.IDs), len(a.IDs)) })
	return out
}

// changeIt is what verdict.NotApplicable puts before the profile line that would change it.
const changeIt = "; to change it: "

func (x reason) whole() string {
	if x.Change == "" {
		return x.Text
	}
	return x.Text + changeIt + x.Change
}

// judged is the first line of every report: judged a of b, skipped c (why), cannot be observed d.
func (r Run) judged() string {
	skipped, unseen := len(r.of(Skip)), len(r.unobservable())
	line := fmt.Sprintf("judged %d of %d", len(r.Requirements)-skipped-unseen, len(r.Requirements))
	line += fmt.Sprintf(", skipped %d", skipped)
	if why := inShort(r.reasons()); why != "" {
		line += " (" + why + ")"
	}
	return line + fmt.Sprintf(", cannot be observed %d", unseen)
}

// inShort is the commonest reasons, and how many there are besides.
func inShort(rs []reason) string {
	var why []string
	for i, x := range rs {
		if i == 2 && len(rs) > 3 {
			n := 0
			for _, y := range rs[i:] {
				n += len(y.IDs)
			}
			why = append(why, fmt.Sprintf("%d: %d other reasons", n, len(rs)-i))
			break
		}
		why = append(why, fmt.Sprintf("%d: %s", len(x.IDs), cmp.Or(x.Text, "no reason given")))
	}
	return strings.Join(why, "; ")
}

// tally is the counts of a run in words, the loudest first, zeroes left out.
func (r Run) tally() string {
	var out []string
	for _, v := range louder {
		if n := len(r.of(v)); n > 0 {
			out = append(out, fmt.Sprintf("%d %s", n, v))
		}
	}
	if n := len(r.unobservable()); n > 0 {
		out = append(out, fmt.Sprintf("%d unobservable", n))
	}
	return strings.Join(out, ", ")
}

// meaning says in a sentence what the run's verdict means for its target.
func (r Run) meaning() string {
	fails, warns, broken := len(r.of(Fail)), len(r.of(Warn)), len(r.of(Broken))
	switch r.Verdict {
	case "pass":
		return "Every requirement that was judged holds."
	case "warn":
		return fmt.Sprintf("Every MUST that was judged holds; of what is recommended, %d did not.", warns)
	case "known":
		return "What is red is listed in the profile as known."
	case "fail":
		return fmt.Sprintf("%s violated.", plural(fails, "requirement"))
	case "broken":
		s := fmt.Sprintf("%s could not be judged: their questions were not answered, or could not be asked (the reasons stand above).", plural(broken, "requirement"))
		if fails > 0 {
			s += fmt.Sprintf(" %s violated.", plural(fails, "requirement"))
		}
		return s
	}
	return "No MUST was judged: this says nothing about the target."
}

// JudgedBy is what the run was judged against, in words. A client and a resource server publish nothing that would say.
func (r Run) JudgedBy() string {
	switch {
	case len(r.Against) > 0:
		return strings.Join(r.Against, ", ")
	case len(r.Target.Roles) > 0 && !slices.Contains(r.Target.Roles, "as"):
		return "every document but drafts"
	}
	return "what its metadata claims"
}
