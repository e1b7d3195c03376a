package reports

// A Proof is what happened when one fault was planted in a clean server: the JSON of prove.
type Proof struct {
	Fault     string   `json:"fault"`
	Violates  string   `json:"violates"`
	Title     string   `json:"title,omitempty"` // the requirement in our words
	AlsoRed   []string `json:"also_red"`        // what is declared to fail with it
	Red       []string `json:"red"`             // the requirements that did fail
	Scenarios []string `json:"scenarios"`       // the scenarios that did
	Saw       string   `json:"saw,omitempty"`   // want and got of the first of them
	Seam      string   `json:"seam"`
	Variant   string   `json:"variant"`
	Driver    string   `json:"driver"`
	Ran       int      `json:"ran"`    // scenarios that were run against it
	Beside    int      `json:"beside"` // those of them that passed with other faults planted beside it, and were not run again for it alone
	OK        bool     `json:"ok"`
	Problem   string   `json:"problem,omitempty"` // why not OK
	Untried   string   `json:"untried,omitempty"` // why the scenarios could not be tried: nothing is proven of them, and nothing is wrong
}
