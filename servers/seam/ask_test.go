package seam_test

import (
	"slices"
	"testing"

	"github.com/oauthspec/oauthspec/servers/seam"
)

type request struct {
	Params map[string]any
	Scope  []string
	kept   *int // shared by all requests
}

type asked struct {
	Limits  []int
	Decides struct {
		Allowed func(r *request, name string) bool `seam:"question"`
		Scope   func(r *request)                   `seam:"question"`
		Refused func(err *refusal) bool            `seam:"question"`
		Way     func(r *request) (func(), error)   `seam:"question"`
		Store   func(r *request)
	}
}

type refusal struct{ text string }

func (r *refusal) Error() string { return r.text }

var tooMuch = &refusal{"too much"}

func onward() {}

func limits() asked {
	o := asked{Limits: []int{1, 2}}
	o.Decides.Allowed = func(r *request, name string) bool { return name == r.Params["name"] }
	o.Decides.Scope = func(r *request) { r.Scope = []string{"read"} }
	o.Decides.Store = func(r *request) { *r.kept++ }
	o.Decides.Refused = func(*refusal) bool { return true }
	o.Decides.Way = func(*request) (func(), error) { return onward, nil }
	return o
}

// What faults would have made of a request is known, and the request does not know of it.
func TestAServerIsAskedWhatFaultsWouldDecide(t *testing.T) {
	faults := map[string]func(o *asked){
		"allows all": func(o *asked) { o.Decides.Allowed = func(*request, string) bool { return true } },
		"allows bob": func(o *asked) {
			o.Decides.Allowed = func(r *request, n string) bool { return n == r.Params["name"] || n == "bob" }
		},
		"panics":     func(o *asked) { o.Decides.Allowed = func(*request, string) bool { panic("no") } },
		"same scope": func(o *asked) { o.Decides.Scope = func(r *request) { r.Scope = append([]string{}, "read") } },
		"more scope": func(o *asked) { o.Decides.Scope = func(r *request) { r.Scope = []string{"read", "write"} } },
		"names nobody": func(o *asked) {
			o.Decides.Scope = func(r *request) { delete(r.Params, "name"); r.Scope = []string{"read"} }
		},
		"changes what lies within": func(o *asked) {
			o.Decides.Scope = func(r *request) { r.Params["address"].(map[string]any)["street"] = ""; r.Scope = []string{"read"} }
		},
		"knows an error": func(o *asked) { o.Decides.Refused = func(err *refusal) bool { return err != tooMuch } },
		"same way":       func(o *asked) { o.Decides.Way = func(*request) (func(), error) { return onward, nil } },
		"way of its own": func(o *asked) {
			o.Decides.Way = func(r *request) (func(), error) { return func() { r.Scope = nil }, nil }
		},
		"stores":           func(o *asked) { o.Decides.Store = func(*request) {} },
		"scope and store":  func(o *asked) { o.Decides.Store = func(*request) {}; o.Decides.Scope = func(*request) {} },
		"setting":          func(o *asked) { o.Limits = nil; o.Decides.Allowed = func(*request, string) bool { return false } },
		"within a setting": func(o *asked) { o.Limits[0] = 3; o.Decides.Allowed = func(*request, string) bool { return false } },
	}
	var q seam.Questions[asked]
	for name, apply := range faults {
		after, pristine := limits(), limits()
		before := after
		apply(&after)
		q.Add(name, &before, &after, &pristine)
	}
	a := q.Begin()
	all := []string{"allows all", "allows bob", "changes what lies within", "knows an error", "more scope", "names nobody", "panics", "same scope", "same way", "way of its own"}
	if got := a.Idle(); !slices.Equal(got, all) {
		t.Fatalf("asked about %q", got)
	}
	o := limits()
	var s seam.Set[asked]
	s.Watch(&o)
	s.Ask(a)
	r := &request{Params: map[string]any{"name": "alice", "address": map[string]any{"street": "High Street"}}, kept: new(int)}
	if !seam.Use(&s, &o.Decides.Allowed)(r, "alice") {
		t.Error("alice is not allowed")
	}
	if got := a.Idle(); slices.Contains(got, "panics") || !slices.Contains(got, "allows all") {
		t.Errorf("idle after alice are %q", got)
	}
	if seam.Use(&s, &o.Decides.Allowed)(r, "carol") {
		t.Error("carol is allowed")
	}
	seam.Use(&s, &o.Decides.Scope)(r)
	seam.Use(&s, &o.Decides.Refused)(tooMuch)
	if _, err := seam.Use(&s, &o.Decides.Way)(r); err != nil {
		t.Error(err)
	}
	seam.Use(&s, &o.Decides.Store)(r)
	if got := a.Idle(); !slices.Equal(got, []string{"allows bob", "same scope", "same way"}) {
		t.Errorf("idle are %q", got)
	}
	if r.Params["name"] != "alice" || r.Params["address"].(map[string]any)["street"] == "" || !slices.Equal(r.Scope, []string{"read"}) || *r.kept != 1 {
		t.Errorf("the request is %v", r)
	}
}
