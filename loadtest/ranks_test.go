package loadtest

import (
	"math"
	"math/rand/v2"
	"testing"
)

func near(got, want, within float64) bool { return math.Abs(got-want) <= within }

// TestMannWhitneyKnownValues: exact values follow from counting: 5 and 5 apart have 2 of 252 orders, so 0.00794.
func TestMannWhitneyKnownValues(t *testing.T) {
	for _, c := range []struct {
		a, b []float64
		want float64
	}{
		{[]float64{1, 2, 3, 4, 5}, []float64{6, 7, 8, 9, 10}, 2.0 / 252},
		{[]float64{1, 2, 3, 4, 6}, []float64{5, 7, 8, 9, 10}, 4.0 / 252},
		{[]float64{1, 3, 5, 7, 9}, []float64{2, 4, 6, 8, 10}, .6904761904761905},
		{[]float64{1, 2, 3}, []float64{4, 5, 6, 7}, 2.0 / 35},
		{[]float64{1, 1, 1, 1, 1}, []float64{1, 1, 1, 1, 1}, 1},
		{[]float64{1, 2, 2, 3, 4}, []float64{2, 5, 6, 7, 8}, .05701}, // U 3, variance 25/12 (11 - 24/90): z 1.9033,
	} {
		if got, back := mannWhitney(c.a, c.b), mannWhitney(c.b, c.a); !near(got, c.want, 1e-4) || !near(got, back, 1e-12) {
			t.Errorf("%v %v: got %v and %v, want %v", c.a, c.b, got, back, c.want)
		}
	}
}

func TestRatioCoversTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	covered := 0
	for range 1000 {
		var a, b []float64
		for range 6 {
			a, b = append(a, math.Exp(r.NormFloat64()/10)), append(b, 1.2*math.Exp(r.NormFloat64()/10))
		}
		if _, low, high := ratio(a, b); low <= 1.2 && 1.2 <= high {
			covered++
		}
	}
	if covered < 940 {
		t.Errorf("the interval holds the truth %d times of 1000", covered)
	}
	if e, low, high := ratio([]float64{1, 1, 1, 1, 1}, []float64{2, 2, 2, 2, 2}); !near(e, 2, 1e-12) || !near(low, 2, 1e-12) || !near(high, 2, 1e-12) {
		t.Errorf("got %v, %v to %v", e, low, high)
	}
}

// The interval of three values whose logarithms are -1, 0 and 1 is 4.3027/√3 wide on each side; and it holds the truth
// as often as it says.
func TestSpreadCoversTheTruth(t *testing.T) {
	mean, low, high := spread([]float64{1 / math.E, 1, math.E})
	if want := math.Exp(4.3027 / math.Sqrt(3)); !near(mean, 1, 1e-9) || !near(high, want, 1e-3) || !near(low, 1/want, 1e-3) {
		t.Errorf("got %v, %v to %v", mean, low, high)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{3, 5, 21, 60} {
		covered := 0
		for range 2000 {
			var v []float64
			for range n {
				v = append(v, 7*math.Exp(r.NormFloat64()/5))
			}
			if _, low, high := spread(v); low <= 7 && 7 <= high {
				covered++
			}
		}
		if covered < 1870 || covered > 1930 {
			t.Errorf("of %d values: the interval holds the truth %d times of 2000", n, covered)
		}
	}
}
