package verdict

import "fmt"

// A Mismatch is the target's doing: it answered, and not with what the requirement wants.
// Every other error that a step returns, apart from [NotApplicable], is ours.
type Mismatch struct{ Want, Got string }

// Error says what was wanted and what came back.
func (m *Mismatch) Error() string { return "want " + m.Want + ", got " + m.Got }

// Mismatchf is a Mismatch whose Got is formatted.
func Mismatchf(want, got string, args ...any) error {
	return &Mismatch{Want: want, Got: fmt.Sprintf(got, args...)}
}

// NotApplicable ends a scenario as a skip: the target lacks what the scenario needs, or refused
// the scenario's state with an answer that the specification allows.
type NotApplicable struct {
	Reason  string // what is lacking or was refused
	Section string // "RFC 9700 section 2.1.1", where a specification allows the refusal
	Change  string // the profile line that would change it, where one would
	Lacks   string // the capability that is lacking, where it is one of the closed table: a set may make it mandatory
}

// Error is the reason, with the section that allows it.
func (n *NotApplicable) Error() string {
	s := n.Reason
	if n.Section != "" {
		s += " (" + n.Section + ")"
	}
	if n.Change != "" {
		s += "; to change it: " + n.Change
	}
	return s
}
