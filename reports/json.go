package reports

import (
	"encoding/json"
	"io"
)

// JSON writes a run, the proofs of prove or the listing of requirements, indented, as their published schemas say.
func JSON[T Run | []Proof | []Listing](w io.Writer, model T) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(model)
}

// MarshalJSON writes what holds nothing as [] or {}, so that who reads it needs no case for null.
func (r Run) MarshalJSON() ([]byte, error) {
	type plain Run
	r.Against, r.Requirements, r.Target.Roles = list(r.Against), list(r.Requirements), list(r.Target.Roles)
	if r.Counts == nil {
		r.Counts = Counts{}
	}
	return json.Marshal(plain(r))
}

// MarshalJSON writes no scenarios as [].
func (r Requirement) MarshalJSON() ([]byte, error) {
	type plain Requirement
	r.Scenarios = list(r.Scenarios)
	return json.Marshal(plain(r))
}

// MarshalJSON writes empty lists as [].
func (p Proof) MarshalJSON() ([]byte, error) {
	type plain Proof
	p.AlsoRed, p.Red, p.Scenarios = list(p.AlsoRed), list(p.Red), list(p.Scenarios)
	return json.Marshal(plain(p))
}

// MarshalJSON writes empty lists as [].
func (l Listing) MarshalJSON() ([]byte, error) {
	type plain Listing
	l.Scenarios, l.Faults = list(l.Scenarios), list(l.Faults)
	return json.Marshal(plain(l))
}

func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}
