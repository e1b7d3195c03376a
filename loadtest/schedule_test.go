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
