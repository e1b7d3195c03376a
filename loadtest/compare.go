package loadtest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/reports"
)

// enough is how many valid repeats a side takes for a comparison that means something: with fewer, no difference
// however large could be told from chance.
const enough = 5

// chance is the probability of a difference this large without any, below which one is shown.
const chance = .05

// A Difference is what the repeats of two loads say on one figure.
type Difference struct {
	Figure         string  // "p(99)", "rate", "cpu", …
	A, B           float64 // medians over the repeats: milliseconds, flows a second, or microseconds of the target's CPU
	Ratio          float64 // of B to A
	Low, High      float64 // the interval of the ratio, 95 %
	P              float64 // Mann-Whitney, two-sided
	Shown          bool    // P is below 0.05
	HigherIsBetter bool
}

// Worse is by how much B is worse than A: 0.05 is five percent; below zero, it is better.
func (d Difference) Worse() float64 {
	if d.HigherIsBetter {
		return 1/d.Ratio - 1
	}
	return d.Ratio - 1
}

// figures are what two loads are compared by.
var figures = []struct {
	name   string
	of     func(reports.Repeat) float64
	higher bool
}{
	{"p(50)", func(r reports.Repeat) float64 { return r.Response.P50 }, false},
	{"p(90)", func(r reports.Repeat) float64 { return r.Response.P90 }, false},
	{"p(99)", func(r reports.Repeat) float64 { return r.Response.P99 }, false},
	{"p(99.9)", func(r reports.Repeat) float64 { return r.Response.P999 }, false},
	{"max", func(r reports.Repeat) float64 { return r.Response.Max }, false},
	{"rate", func(r reports.Repeat) float64 { return r.AchievedRate }, true},
	{"cpu", func(r reports.Repeat) float64 { return r.TargetCPU }, false},
}

// Compare compares the repeats of two loads figure by figure. It refuses loads that are not of one kind, naming the
// first difference: their target, flow, machine, schedule and settings must agree, those named in across apart
// ("target", "flow", "machine", "schedule", "settings"). It refuses fewer than five valid repeats a side.
func Compare(a, b reports.Load, across ...string) ([]Difference, error) {
	if d := Unlike(a, b, across...); d != "" {
		return nil, fmt.Errorf("the two are not to be compared: %s", d)
	}
	left, right := valid(a), valid(b)
	if len(left) < enough || len(right) < enough {
		return nil, fmt.Errorf("%d and %d valid repeats: want %d a side or more (bench --repeat %[3]d)", len(left), len(right), enough)
	}
	var out []Difference
	for _, f := range figures {
		x, y := values(left, f.of), values(right, f.of)
		if slices.Min(x) <= 0 || slices.Min(y) <= 0 {
			continue // nothing was answered in one of them: there is no ratio
		}
		d := Difference{Figure: f.name, A: median(x), B: median(y), P: mannWhitney(x, y), HigherIsBetter: f.higher}
		d.Ratio, d.Low, d.High = ratio(x, y)
		d.Shown = d.P < chance
		out = append(out, d)
	}
	return out, nil
}

func valid(l reports.Load) []reports.Repeat {
	return slices.DeleteFunc(slices.Clone(l.Repeats), func(r reports.Repeat) bool { return !r.Valid })
}

func values(rs []reports.Repeat, of func(reports.Repeat) float64) []float64 {
	var out []float64
	for _, r := range rs {
		out = append(out, of(r))
	}
	return out
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// Unlike names the first thing in which two loads differ that decides what their figures mean; "" where there is none.
func Unlike(a, b reports.Load, across ...string) string {
	for _, part := range []struct {
		name     string
		from, to map[string]any
	}{
		{"target", target(a), target(b)},
		{"flow", map[string]any{"flow": a.Flow}, map[string]any{"flow": b.Flow}},
		{"machine", machine(a.Machine), machine(b.Machine)},
		{"schedule", schedule(a), schedule(b)},
		{"settings", a.Settings, b.Settings},
	} {
		if slices.Contains(across, part.name) {
			continue
		}
		names := map[string]bool{}
		for n := range part.from {
			names[n] = true
		}
		for n := range part.to {
			names[n] = true
		}
		for _, n := range slices.Sorted(maps.Keys(names)) {
			if x, y := part.from[n], part.to[n]; !reflect.DeepEqual(x, y) {
				return strings.TrimPrefix(fmt.Sprintf("%s %s is %v in one and %v in the other", part.name, n, said(x), said(y)), "flow ")
			}
		}
	}
	return ""
}

func said(v any) any {
	if v == nil || v == "" {
		return "unknown"
	}
	return v
}

// target is what identifies one: not its issuer on loopback, whose port is another each time.
func target(l reports.Load) map[string]any {
	t := l.Target
	return map[string]any{"name": t.Name, "token format": t.TokenFormat, "signing algorithm": t.SigningAlgorithm, "secret hash": t.SecretHash, "location": t.Location}
}

func machine(m reports.Machine) map[string]any {
	return map[string]any{"os": m.OS, "arch": m.Arch, "cpu": m.CPU, "cores": m.Cores, "memory": m.MemoryBytes}
}

func schedule(l reports.Load) map[string]any {
	s := l.Schedule
	return map[string]any{"shape": s.Shape, "arrivals": s.Arrivals, "rates": s.Text, "warm-up": s.WarmupMS, "hold": s.HoldMS, "rate": l.RequestedRate}
}
