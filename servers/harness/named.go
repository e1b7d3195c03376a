package harness

import (
	"maps"
	"slices"
)

// Flaws names what an issuer can do wrong, or merely otherwise than most, sorted.
func Flaws() []string { return slices.Sorted(maps.Keys(flaws)) }
