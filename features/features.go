// Package features is the specification: Gherkin files, and the catalogue of requirements parsed from them.
package features

import (
	"embed"
	"io/fs"
	"sync"
)

//go:embed as/*.feature client/*.feature rs/*.feature
var files embed.FS

// A Requirement is one Rule of the feature files.
type Requirement struct {
	ID           string // "rfc6749-4.1.2-code-single-use"
	Title        string // the requirement in our words
	Level        Level
	Role         string // as, client, rs
	Document     string // "RFC 6749"
	Section      string // "4.1.2"; "B" for an appendix
	Link         string // to the section
	SameAs       string // the requirement whose scenarios judge this one too
	Unobservable string // why no scenario can judge it
	Harm         string // what goes wrong where it is violated
	Tags         []string
	File         string // "as/code.feature"
	Line         int
	Scenarios    []Scenario
}

// A Scenario is one example of a requirement; a row of a Scenario Outline's Examples is one too.
type Scenario struct {
	Requirement string
	Name        string
	Tags        []string // its own and those of its Rule and Feature, without the @
	Steps       []string // its sentences, without their keywords
	File        string
	Line        int
}

// Key names a scenario among all of them.
func (s Scenario) Key() string { return s.Requirement + "/" + s.Name }

// Has says whether the scenario carries a tag, named without its @.
func (s Scenario) Has(tag string) bool {
	for _, t := range s.Tags {
		if t == tag {
			return true
		}
	}
	return false
}

// Catalogue is every requirement, in the order of files and lines. It is parsed once.
var Catalogue = sync.OnceValues(func() ([]Requirement, error) { return parse(files) })

// parse reads every feature file below a file system's role folders.
func parse(fsys fs.FS) ([]Requirement, error) {
	names, err := fs.Glob(fsys, "*/*.feature")
	if err != nil {
		return nil, err
	}
	var all []Requirement
	for _, n := range names {
		b, err := fs.ReadFile(fsys, n)
		if err != nil {
			return nil, err
		}
		rs, err := parseFile(n, b)
		if err != nil {
			return nil, err
		}
		all = append(all, rs...)
	}
	return all, consistent(all)
}

// IsID says whether a tag, without its @, has the form of a requirement's id.
func IsID(tag string) bool { return idTag.MatchString(tag) }
