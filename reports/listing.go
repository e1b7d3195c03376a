package reports

// A Listing is one requirement as "list requirements --json" shows it.
type Listing struct {
	ID           string   `json:"id"`
	Level        Level    `json:"level"`
	Role         string   `json:"role"` // as, client, rs
	Document     string   `json:"document"`
	Section      string   `json:"section"`
	Title        string   `json:"title"`
	Scenarios    []string `json:"scenarios"` // names
	SameAs       string   `json:"same_as"`
	Unobservable string   `json:"unobservable"` // why; empty: it is judged
	Faults       []string `json:"faults"`       // names of those that violate it
}
