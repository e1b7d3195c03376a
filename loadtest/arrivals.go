package loadtest

import (
	"math/rand/v2"
	"time"
)

// arrivals go through a schedule once, from the warm-up to the end of the hold. One goroutine at a time.
type arrivals struct {
	s            Schedule
	warmup, hold time.Duration
	index, of    int     // every of-th arrival is ours, beginning with number index
	x            float64 // how much of the schedule is behind us, in flows
	n            int64
	last         time.Duration // the latest handed out
	warm         bool          // the warm-up is going on
	rand         *rand.Rand
}

func newArrivals(s Schedule, warmup, hold time.Duration, index, of int) *arrivals {
	a := &arrivals{s: s, warmup: warmup, hold: hold, index: index, of: max(of, 1), warm: warmup > 0, last: -warmup}
	a.rand = rand.New(rand.NewPCG(s.Seed, 0x6f61757468))
	if s.Poisson {
		a.x = a.gap()
	}
	return a
}

func (a *arrivals) gap() float64 {
	if a.s.Poisson {
		return a.rand.ExpFloat64()
	}
	return 1
}

// next is when the next flow is due: from the beginning of the hold, so that it is negative in the warm-up. ok is false
// when the hold is over.
func (a *arrivals) next() (at time.Duration, ok bool) {
	for {
		at, ok = a.any()
		if mine := a.n%int64(a.of) == int64(a.index); ok {
			if a.n++; !mine {
				continue
			}
		}
		return at, ok
	}
}

// any is the next arrival of the whole schedule.
func (a *arrivals) any() (time.Duration, bool) {
	if a.warm {
		at := time.Duration(a.x/a.s.first(a.hold)*float64(time.Second)) - a.warmup
		if at < 0 {
			a.x, a.last = a.x+a.gap(), at
			return at, true
		}
		a.warm, a.x, a.n, a.last = false, 0, 0, 0
		if a.s.Poisson {
			a.x = a.gap()
		}
	}
	if a.x >= a.s.Sum(a.hold)-1e-6 {
		return a.hold, false
	}
	at := a.s.at(a.x, max(a.last, 0), a.hold)
	if at >= a.hold {
		return a.hold, false
	}
	a.x, a.last = a.x+a.gap(), at
	return at, true
}
