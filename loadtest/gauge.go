package loadtest

import (
	"sync"
	"time"
)

// A gauge knows how many flows are under way, and since when a worker has been free: what a flow waits for while none
// is, is the target's doing; any other wait is the generator's.
type gauge struct {
	mu        sync.Mutex
	workers   int
	now, most int
	full      time.Duration // when the last worker was taken
	freed     time.Duration // when one was free again after that
	busy      time.Duration // how long none was free, within the hold
}

// enter notes that a flow begins, at a time from the start of the hold, and says since when a worker had been free.
func (g *gauge) enter(at time.Duration) (free time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now++
	g.most = max(g.most, g.now)
	if g.now == g.workers {
		g.full = at
	}
	return g.freed
}

func (g *gauge) leave(at time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.now == g.workers {
		g.freed = at
		g.busy += max(at, 0) - max(g.full, 0)
	}
	g.now--
}
