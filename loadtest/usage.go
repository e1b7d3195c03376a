package loadtest

import (
	"runtime"
	"time"
)

// A usage is what had been used up at one moment.
type usage struct {
	own, target time.Duration // CPU time of this process; of the target's and those it started
	memory      int64         // bytes that the target's hold
	busy, total float64       // of the machine, in ticks
}

// usageOver is what a hold used up.
type usageOver struct {
	from, to usage
	memory   int64 // at most
	begun    bool
	at       time.Time
	took     time.Duration
}

func (u *usageOver) begin(pid int) {
	u.from, u.at = measure(pid), time.Now()
	u.to, u.begun = u.from, true
}

// look takes note of the memory in between.
func (u *usageOver) look(pid int) {
	if u.begun && pid > 0 {
		u.memory = max(u.memory, measure(pid).memory)
	}
}

func (u *usageOver) end(pid int) {
	if u.begun {
		u.to, u.took = measure(pid), time.Since(u.at)
		u.memory = max(u.memory, u.to.memory)
	}
}

func (u *usageOver) own() time.Duration    { return u.to.own - u.from.own }
func (u *usageOver) target() time.Duration { return max(u.to.target-u.from.target, 0) }

// share of the machine's CPU that was in use, 0 to 1: what the machine counts or, where that is more, what the
// generator and the target used. Many kernels count by looking now and then, and miss what sleeps between the looks.
func (u *usageOver) share() float64 {
	counted, known := 0.0, 0.0
	if u.to.total > u.from.total {
		counted = (u.to.busy - u.from.busy) / (u.to.total - u.from.total)
	}
	if u.took > 0 {
		known = float64(u.own()+u.target()) / float64(u.took) / float64(runtime.NumCPU())
	}
	return min(max(counted, known), 1)
}
