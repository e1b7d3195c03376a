package loadtest

import "time"

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
}

func (u *usageOver) begin(pid int) {
	u.from = measure(pid)
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
		u.to = measure(pid)
		u.memory = max(u.memory, u.to.memory)
	}
}

func (u *usageOver) own() time.Duration    { return u.to.own - u.from.own }
func (u *usageOver) target() time.Duration { return max(u.to.target-u.from.target, 0) }

// share of the machine's CPU that was in use, 0 to 1.
func (u *usageOver) share() float64 {
	if u.to.total <= u.from.total {
		return 0
	}
	return (u.to.busy - u.from.busy) / (u.to.total - u.from.total)
}
