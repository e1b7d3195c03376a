// Package fault describes one requirement broken on purpose.
package fault

// A Fault makes a server built from options of type T break one requirement and nothing else.
type Fault[T any] struct {
	Name     string   // "code-replay"
	Violates string   // the requirement's id
	At       string   // the seam it changes: "token.code.invalidate"
	Variant  string   // of the clean server it is planted in; empty is the first one
	AlsoRed  []string // requirements that cannot help failing with it, each with its reason in a comment
	// Gross says that the fault takes the ground from under other scenarios: those may end broken, but none may be red
	// that Violates and AlsoRed do not name.
	Gross bool
	// Browser says that only a real browser shows it: without one, it cannot be proven.
	Browser bool
	// Acts says that it changes what the server remembers where it ought to decide and no more, so that no clean server can be
	// asked what it would decide.
	Acts  bool
	Apply func(*T) // one change to the server's options
}
