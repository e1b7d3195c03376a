package reports

import (
	"fmt"
	"math"
	"strings"
)

// A chart is one picture as the page draws it: the plot is a vector image that stretches, its words and dots are text
// over it, so that both stay legible at any width. Positions are percentages of the plot, from its left and its top.
type chart struct {
	Title, Unit, Under string
	X, Y               []tick
	Lines              []line
	Bars               []bar
	Dots               []dotAt
	Key                []key
}

type tick struct {
	At    float64
	Label string
	Minor bool // left out where space is scarce
}

type line struct{ Class, Path string }

type bar struct {
	Class               string
	X, Y, Width, Height float64
	Title               string
}

type dotAt struct {
	Class, Mark, Title string
	X, Y               float64
}

type key struct{ Class, Name string }

// A scale maps values to 0 to 100.
type scale struct {
	from, to float64
	log      bool
}

func (s scale) at(v float64) float64 {
	from, to := s.from, s.to
	if s.log {
		v, from, to = math.Log(max(v, s.from)), math.Log(from), math.Log(to)
	}
	return 100 * min(max((v-from)/(to-from), 0), 1)
}

// down is a position from the top.
func (s scale) down(v float64) float64 { return 100 - s.at(v) }

// linear is a scale from zero to a round number above most, with ticks.
func linear(most float64, label func(float64) string) (scale, []tick) {
	step := roundStep(max(most, 1e-9) / 4)
	s := scale{to: step * math.Max(1, math.Ceil(most/step-1e-9))}
	var ts []tick
	for v := 0.0; v <= s.to+step/2; v += step {
		ts = append(ts, tick{At: s.down(v), Label: label(v)})
	}
	return s, ts
}

// logarithmic is a scale of whole decades (or parts 1, 2, 5 of them where few are needed) around from and to.
func logarithmic(from, to float64, label func(float64) string) (scale, []tick) {
	parts := []float64{1}
	if to/from < 1000 {
		parts = []float64{1, 2, 5}
	}
	var all []float64
	for e := math.Floor(math.Log10(from)); e <= math.Ceil(math.Log10(to)); e++ {
		for _, p := range parts {
			all = append(all, p*math.Pow(10, e))
		}
	}
	for len(all) > 2 && all[1] <= from {
		all = all[1:]
	}
	for len(all) > 2 && all[len(all)-2] >= to {
		all = all[:len(all)-1]
	}
	s := scale{from: all[0], to: all[len(all)-1], log: true}
	var ts []tick
	for i, v := range all {
		ts = append(ts, tick{At: s.down(v), Label: label(v), Minor: len(all) > 6 && i%2 == 1})
	}
	return s, ts
}

// roundStep is the least of 1, 2 and 5 times a power of ten that is at least v.
func roundStep(v float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if m*p >= v*(1-1e-9) {
			return m * p
		}
	}
	return 10 * p
}

// across are ticks of whole units along a linear x axis from 0 to n.
func across(n int, label func(float64) string) (scale, []tick) {
	s := scale{to: float64(max(n, 1))}
	step := max(roundStep(s.to/8), 1)
	var ts []tick
	for i, v := 0, 0.0; v <= s.to+1e-9; i, v = i+1, v+step {
		ts = append(ts, tick{At: s.at(v), Label: label(v), Minor: i%2 == 1})
	}
	return s, ts
}

// A pen draws a line through points.
type pen struct{ b strings.Builder }

func (p *pen) to(x, y float64) {
	verb := "L"
	if p.b.Len() == 0 {
		verb = "M"
	}
	fmt.Fprintf(&p.b, "%s%.2f %.2f", verb, x, y)
}

func (p *pen) line(class string) line { return line{class, p.b.String()} }
