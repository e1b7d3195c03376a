package loadtest

import (
	"fmt"
	"sync"
	"time"
)

// tick is how often a run is looked at.
const tick = 500 * time.Millisecond

// watch looks at a run while it goes on: what it costs, how it stands, whether it should go on. done ends that.
func (r *run) watch() (done func()) {
	over := make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		start := time.NewTimer(time.Until(r.pace.start))
		defer start.Stop()
		every := time.NewTicker(tick)
		defer every.Stop()
		var past []counts
		for {
			select {
			case <-start.C:
				r.gen.begin(r.o.Process)
			case <-every.C:
				r.gen.look(r.o.Process)
				past = r.failing(past)
				r.tell()
			case <-over:
				r.gen.end(r.o.Process)
				return
			}
		}
	})
	all.Go(func() { r.conformance.watch(r.request, over) })
	return func() {
		close(over)
		all.Wait()
	}
}

func (r *run) tell() {
	at := time.Since(r.pace.start)
	p := Progress{At: at, Hold: r.o.Hold}
	r.all.mu.Lock()
	p.Sent = r.all.counts.total()
	p.Errors = p.Sent - r.all.counts[right]
	if i := int(at/time.Second) - 1; at > time.Second && i < len(r.all.seconds.all) {
		x := r.all.seconds.all[i]
		p.Rate = float64(x.sent)
		if x.live != nil {
			p.P99 = x.live.Quantile(.99)
		}
	}
	r.all.mu.Unlock()
	r.gauge.mu.Lock()
	p.InFlight = r.gauge.now
	r.gauge.mu.Unlock()
	r.o.Progress(p)
}

// recent is how many ticks make five seconds, and few how many flows of them say nothing yet.
const (
	recent = 10
	few    = 50
)

// failing ends a run where too many flows fail, or where nobody answers any more; past are the counts at earlier ticks.
func (r *run) failing(past []counts) []counts {
	r.all.mu.Lock()
	now, silent := r.all.counts, r.all.silent
	r.all.mu.Unlock()
	if past = append(past, now); len(past) <= recent {
		return past
	}
	before := past[len(past)-1-recent]
	total := now.total() - before.total()
	bad := total - (now[right] - before[right])
	if total >= few && silent >= total {
		r.cutShort(silenced(silent))
	}
	if limit := r.errorLimit(); limit > 0 && total >= few && float64(bad) > limit*float64(total) {
		r.cutShort(fmt.Sprintf("%d of the %d flows of the last five seconds failed", bad, total))
	}
	return past[1:]
}

// silenced says that a target answers no more.
func silenced(silent int64) string {
	return fmt.Sprintf("the target answers no more: the last %d flows got no answer", silent)
}

func (r *run) errorLimit() float64 {
	if r.o.StopAtErrors == 0 && !loopback(r.request, hostOf(r.o.Target.Profile.Issuer)) {
		return .5
	}
	return r.o.StopAtErrors
}
