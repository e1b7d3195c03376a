// Package tags parses cucumber tag expressions: "@must and not (@race or @browser)".
package tags

import "slices"

// An Expr selects scenarios by their tags.
type Expr interface {
	// Eval says whether a scenario that carries exactly these tags is selected.
	Eval(tags []string) bool
	// Tags lists each tag that the expression names once, in order of appearance, so that a caller can refuse unknown ones.
	Tags() []string
	// String is the expression with every parenthesis written out; parsing it gives an equal one.
	String() string
}

// all is the empty expression, which selects everything.
type all struct{}

func (all) Eval([]string) bool { return true }
func (all) Tags() []string     { return nil }
func (all) String() string     { return "" }

type tag string

func (t tag) Eval(tags []string) bool { return slices.Contains(tags, string(t)) }
func (t tag) Tags() []string          { return []string{string(t)} }
func (t tag) String() string          { return escape(string(t)) }

type not struct{ of Expr }

func (n not) Eval(tags []string) bool { return !n.of.Eval(tags) }
func (n not) Tags() []string          { return n.of.Tags() }

func (n not) String() string {
	if _, ok := n.of.(pair); ok {
		return "not " + n.of.String() // a pair brings its own parentheses
	}
	return "not ( " + n.of.String() + " )"
}

// A pair is two expressions joined by "and" or by "or".
type pair struct {
	word        string
	left, right Expr
}

func (p pair) Eval(tags []string) bool {
	if p.word == "and" {
		return p.left.Eval(tags) && p.right.Eval(tags)
	}
	return p.left.Eval(tags) || p.right.Eval(tags)
}

func (p pair) Tags() []string {
	names := p.left.Tags()
	for _, n := range p.right.Tags() {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

func (p pair) String() string {
	return "( " + p.left.String() + " " + p.word + " " + p.right.String() + " )"
}
