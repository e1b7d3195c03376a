// Package verdict is what a check can conclude. It is a leaf: it imports nothing of ours.
package verdict

import (
	"fmt"
	"strings"
)

// A Verdict is the outcome of a scenario, a requirement or a run, ordered by how loud it is.
type Verdict int

// Verdicts from the quietest to the loudest.
const (
	Pass   Verdict = iota // what was demanded was seen
	Skip                  // the target does not have the capability; the reason says so
	Warn                  // a SHOULD was seen violated, or a MAY is offered and does not work
	Known                 // red, and listed in the target's profile with a reason
	Fail                  // a MUST was seen violated
	Broken                // we could not ask, or a precondition did not hold
)

var verdicts = []string{"pass", "skip", "warn", "known", "fail", "broken"}

// String is the verdict's name in reports.
func (v Verdict) String() string { return verdicts[v] }

// MarshalText writes the verdict's name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a verdict's name.
func (v *Verdict) UnmarshalText(b []byte) error {
	i, err := index(verdicts, "verdict", string(b))
	*v = Verdict(i)
	return err
}

// A Level is how strongly a specification asks (RFC 2119). MUST NOT and SHOULD NOT are Must and Should.
type Level int

// Levels of requirement.
const (
	May Level = iota
	Should
	Must
)

var levels = []string{"may", "should", "must"}

// String is the level's name in tags and reports.
func (l Level) String() string { return levels[l] }

// MarshalText writes the level's name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads a level's name.
func (l *Level) UnmarshalText(b []byte) error {
	i, err := index(levels, "level", string(b))
	*l = Level(i)
	return err
}

func index(names []string, what, name string) (int, error) {
	for i, n := range names {
		if n == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("unknown %s %q: want one of %s", what, name, strings.Join(names, ", "))
}
