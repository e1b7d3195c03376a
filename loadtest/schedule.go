package loadtest

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/reports"
)

// A Schedule says when flows are meant to start, in flows a second over the hold. During the warm-up the rate is that
// at the hold's beginning.
type Schedule struct {
	Shape   string    // constant, step, ramp, sine, or max: as fast as the workers go
	Rates   []float64 // constant: the rate; ramp: from, to; step: one for each equal part of the hold; sine: mean, amplitude
	Period  time.Duration
	Poisson bool   // arrivals at random, as those of many who know nothing of each other
	Seed    uint64 // of the random arrivals: the same for all shards of a run
}

// Max is the schedule that starts a flow whenever a worker is free.
func Max() Schedule { return Schedule{Shape: "max"} }

// Constant is the schedule of one rate.
func Constant(rate float64) Schedule { return Schedule{Shape: "constant", Rates: []float64{rate}} }

// mostRate is beyond what one machine sends: a rate above it is a slip of the keyboard.
const mostRate = 10_000_000

func (s Schedule) check() error {
	if s.Shape == "max" {
		return nil
	}
	want := map[string]int{"constant": 1, "ramp": 2, "sine": 2, "step": len(s.Rates)}[s.Shape]
	if want == 0 || len(s.Rates) != want {
		return fmt.Errorf("schedule %q with %d rates: want constant, ramp, step, sine or max", s.Shape, len(s.Rates))
	}
	for _, r := range s.Rates {
		if !(r >= 0 && r <= mostRate) {
			return fmt.Errorf("rate %v: want flows a second, from 0 to %d", r, mostRate)
		}
	}
	if s.Shape == "sine" && (s.Rates[1] > s.Rates[0] || s.Period <= 0) {
		return fmt.Errorf("sine of %v around %v in %s: want an amplitude up to the mean, and a period", s.Rates[1], s.Rates[0], s.Period)
	}
	if s.Sum(time.Hour) <= 0 {
		return fmt.Errorf("rate 0: nothing would be sent")
	}
	return nil
}

// Sum is how many flows are due in a hold of that length, as a real number; 0 for max, which has no plan.
func (s Schedule) Sum(hold time.Duration) float64 { return s.until(hold, hold) }

// until is how many flows are due in the first part t of a hold.
func (s Schedule) until(t, hold time.Duration) float64 {
	x, h := t.Seconds(), hold.Seconds()
	switch s.Shape {
	case "constant":
		return s.Rates[0] * x
	case "ramp":
		return s.Rates[0]*x + (s.Rates[1]-s.Rates[0])*x*x/(2*h)
	case "step":
		part, sum := h/float64(len(s.Rates)), 0.0
		for _, r := range s.Rates {
			sum += r * min(x, part)
			if x -= part; x <= 0 {
				break
			}
		}
		return sum
	case "sine":
		p := s.Period.Seconds()
		return s.Rates[0]*x + s.Rates[1]*p/(2*math.Pi)*(1-math.Cos(2*math.Pi*x/p))
	}
	return 0
}

// at is when the flow number n is due, from the beginning of a hold: the inverse of until. It is found between low,
// which must not be later, and the hold's end; beyond that it is the hold's end.
func (s Schedule) at(n float64, low, hold time.Duration) time.Duration {
	if s.Shape == "constant" {
		return time.Duration(n / s.Rates[0] * float64(time.Second))
	}
	high := hold
	for high-low > time.Microsecond {
		mid := low + (high-low)/2
		if s.until(mid, hold) < n {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// first is the rate at the hold's beginning; where that is 0, the mean.
func (s Schedule) first(hold time.Duration) float64 {
	if s.Rates[0] > 0 {
		return s.Rates[0]
	}
	return s.Sum(hold) / hold.Seconds()
}

// String says it in words.
func (s Schedule) String() string {
	var rates []string
	for _, r := range s.Rates {
		rates = append(rates, fmt.Sprintf("%.6g/s", r))
	}
	switch s.Shape {
	case "constant":
		return rates[0]
	case "ramp":
		return "ramp from " + rates[0] + " to " + rates[1]
	case "step":
		return "steps of " + strings.Join(rates, ", ")
	case "sine":
		return fmt.Sprintf("sine around %s by %s in %s", rates[0], rates[1], s.Period)
	}
	return "as fast as it goes"
}

func (s Schedule) report(warmup, hold time.Duration) reports.Schedule {
	r := reports.Schedule{Shape: s.Shape, Arrivals: "even", Text: s.String(), WarmupMS: millis(warmup), HoldMS: millis(hold)}
	if s.Poisson {
		r.Arrivals = "poisson"
	}
	return r
}
