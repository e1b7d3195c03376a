package loadtest

import (
	"context"
	"time"
)

// drain is how long after the hold flows that are due may still be sent, where the workers were busy.
const drain = 5 * time.Second

// A pace hands out flows at the times that the schedule wants. Whoever asks waits its turn at a gate; the one at the
// head waits for the time. So one timer serves any number of workers, and nothing is passed from one to another.
type pace struct {
	gate     chan struct{} // holds one: a mutex would not let a test's simulated time go on
	arrivals *arrivals     // nil: as fast as it goes
	start    time.Time     // of the hold
	hold     time.Duration
	wait     func(context.Context, time.Duration)
	planned  func(due time.Duration)
	over     bool
}

// next waits until a flow is due, and says for when it was, from the start of the hold. ok is false when nothing is left.
func (p *pace) next(ctx context.Context) (due time.Duration, ok bool) {
	if p.arrivals == nil {
		due = time.Since(p.start)
		return due, due < p.hold && ctx.Err() == nil
	}
	select {
	case p.gate <- struct{}{}:
	case <-ctx.Done():
		return 0, false
	}
	defer func() { <-p.gate }()
	if p.over {
		return 0, false
	}
	if due, ok = p.arrivals.next(); !ok {
		p.over = true
		return due, false
	}
	p.planned(due)
	for {
		ahead := due - time.Since(p.start)
		if ahead <= 0 {
			break
		}
		p.wait(ctx, ahead)
		if ctx.Err() != nil {
			return due, false
		}
	}
	if time.Since(p.start) > p.hold+drain {
		p.over = true
		return due, false
	}
	return due, true
}

// now is the time. It looks at one clock; time.Now looks at two.
func (p *pace) now() time.Time { return p.start.Add(time.Since(p.start)) }

// rest counts what was never handed out, after all workers have ended.
func (p *pace) rest() {
	if p.arrivals == nil {
		return
	}
	for {
		due, ok := p.arrivals.next()
		if !ok {
			return
		}
		p.planned(due)
	}
}

// sleep is time.Sleep that ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
