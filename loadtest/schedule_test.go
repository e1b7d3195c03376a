package loadtest

import (
	"math"
	"slices"
	"testing"
	"time"
)

var schedules = map[string]Schedule{
	"constant": Constant(97), "ramp": {Shape: "ramp", Rates: []float64{10, 300}}, "ramp down": {Shape: "ramp", Rates: []float64{300, 0}},
	"step": {Shape: "step", Rates: []float64{50, 0, 200, 80}}, "sine": {Shape: "sine", Rates: []float64{100, 100}, Period: 3 * time.Second},
	"poisson": {Shape: "constant", Rates: []float64{200}, Poisson: true, Seed: 7}, "slow": Constant(.5),
}

// due are all arrivals of one shard.
func due(s Schedule, warmup, hold time.Duration, index, of int) (out []time.Duration) {
	for a := newArrivals(s, warmup, hold, index, of); ; {
		at, ok := a.next()
		if !ok {
			return out
		}
		out = append(out, at)
	}
}

func TestScheduleIsWhatItSays(t *testing.T) {
	const hold = 10 * time.Second
	for name, s := range schedules {
		t.Run(name, func(t *testing.T) {
			all := due(s, 0, hold, 0, 1)
			if !slices.IsSorted(all) || all[0] < 0 || all[len(all)-1] >= hold {
				t.Errorf("from %s to %s, sorted: %v", all[0], all[len(all)-1], slices.IsSorted(all))
			}
			if s.Poisson {
				if n, sd := float64(len(all)), math.Sqrt(s.Sum(hold)); math.Abs(n-s.Sum(hold)) > 5*sd {
					t.Errorf("%.0f arrivals, %.0f are the mean", n, s.Sum(hold))
				}
				return
			}
			if want := int(math.Ceil(s.Sum(hold) - 1e-6)); len(all) != want {
				t.Errorf("%d arrivals, want %d", len(all), want)
			}
			for i, at := range all { // the n-th is due when n are
				if got := s.until(at, hold); math.Abs(got-float64(i)) > .01 {
					t.Fatalf("number %d at %s, when %.3f are due", i, at, got)
				}
			}
		})
	}
}

func TestShardsShareAScheduleWithoutRest(t *testing.T) {
	const warmup, hold, of = time.Second, 4 * time.Second, 7
	for name, s := range schedules {
		t.Run(name, func(t *testing.T) {
			var joined []time.Duration
			for i := range of {
				joined = append(joined, due(s, warmup, hold, i, of)...)
			}
			slices.Sort(joined)
			if want := due(s, warmup, hold, 0, 1); !slices.Equal(joined, want) {
				t.Errorf("%d arrivals of all shards, %d of the schedule", len(joined), len(want))
			}
		})
	}
}

func TestSeedDecides(t *testing.T) {
	s := schedules["poisson"]
	one := due(s, 0, time.Second, 0, 1)
	if !slices.Equal(one, due(s, 0, time.Second, 0, 1)) {
		t.Error("the same seed gave other arrivals")
	}
	s.Seed++
	if slices.Equal(one, due(s, 0, time.Second, 0, 1)) {
		t.Error("another seed gave the same arrivals")
	}
}

func TestShareOf(t *testing.T) {
	all := []int{1, 2, 3, 4, 5}
	if got := shareOf(Shard{Index: 1, Of: 2}, all); !slices.Equal(got, []int{2, 4}) {
		t.Errorf("got %v", got)
	}
	if got := shareOf(Shard{Index: 1, Of: 6}, all); !slices.Equal(got, all) {
		t.Errorf("fewer than shards: got %v", got)
	}
}

// Random arrivals are a Poisson process: gaps have the mean 1/rate and as much for their standard deviation, counts of
// disjoint seconds the mean rate and as much for their variance. The seed is fixed, and the bounds are four standard
// errors wide.
func TestPoissonArrivals(t *testing.T) {
	const rate, hold = 500.0, 200 * time.Second
	all := due(Schedule{Shape: "constant", Rates: []float64{rate}, Poisson: true, Seed: 1}, 0, hold, 0, 1)
	var gaps []float64
	counts := make([]float64, int(hold.Seconds()))
	last := time.Duration(0)
	for _, at := range all {
		gaps = append(gaps, (at-last).Seconds()*rate)
		counts[int(at/time.Second)]++
		last = at
	}
	n, k := float64(len(gaps)), float64(len(counts))
	mean, variance := moments(gaps)
	between(t, "mean gap, in 1/rate", mean, 1-4/math.Sqrt(n), 1+4/math.Sqrt(n))
	between(t, "variance of gaps", variance, 1-4*math.Sqrt(8/n), 1+4*math.Sqrt(8/n)) // the fourth moment of an exponential is 9
	mean, variance = moments(counts)
	between(t, "mean of counts, in rates", mean/rate, 1-4/math.Sqrt(k*rate), 1+4/math.Sqrt(k*rate))
	between(t, "variance of counts, in rates", variance/rate, 1-4*math.Sqrt(2/k), 1+4*math.Sqrt(2/k))
	over := 0.0
	for _, g := range gaps {
		if g > 1 {
			over++
		}
	}
	between(t, "gaps above the mean", over/n, math.Exp(-1)-4*.482/math.Sqrt(n), math.Exp(-1)+4*.482/math.Sqrt(n))
}

// Random arrivals of a rate that changes are as many in each part as the schedule wants there.
func TestPoissonFollowsTheShape(t *testing.T) {
	const hold = 100 * time.Second
	for name, s := range schedules {
		t.Run(name, func(t *testing.T) {
			s.Poisson, s.Seed = true, 3
			parts := make([]float64, 5)
			for _, at := range due(s, 0, hold, 0, 1) {
				parts[int(at*5/hold)]++
			}
			for i, got := range parts {
				want := s.until(hold*time.Duration(i+1)/5, hold) - s.until(hold*time.Duration(i)/5, hold)
				if math.Abs(got-want) > 4*math.Sqrt(want)+1 {
					t.Errorf("part %d: %.0f arrivals, %.0f are the mean", i, got, want)
				}
			}
		})
	}
}

func moments(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x)-1)
	}
	return mean, variance
}

// Each shape has the rate that its name says, at the times that it says, by hand and not by its own formula.
func TestShapes(t *testing.T) {
	const hold = 8 * time.Second
	for name, tc := range map[string]struct {
		s    Schedule
		want []int // arrivals of each second
	}{
		"constant": {Constant(100), []int{100, 100, 100, 100, 100, 100, 100, 100}},
		"ramp":     {Schedule{Shape: "ramp", Rates: []float64{0, 800}}, []int{50, 150, 250, 350, 450, 550, 650, 750}},
		"step":     {Schedule{Shape: "step", Rates: []float64{100, 0, 300, 50}}, []int{100, 100, 0, 0, 300, 300, 50, 50}},
		// the integral of 100 + 100 sin(2πt/8) over each second
		"sine": {Schedule{Shape: "sine", Rates: []float64{100, 100}, Period: 8 * time.Second}, []int{137, 190, 190, 137, 63, 10, 10, 63}},
	} {
		t.Run(name, func(t *testing.T) {
			got := make([]int, 8)
			for _, at := range due(tc.s, 0, hold, 0, 1) {
				got[at/time.Second]++
			}
			for i := range got {
				if d := got[i] - tc.want[i]; d < -1 || d > 1 {
					t.Errorf("second %d has %d arrivals, want %d", i, got[i], tc.want[i])
				}
			}
		})
	}
}
