package loadtest

import (
	"context"
	"sync"
	"time"
)

// loop is the engine of our own: each worker waits for a flow to be due, and does it.
type loop struct{ hands func() *hand }

func (l loop) run(ctx context.Context, p *pace, workers int, each func(h *hand, due time.Duration)) {
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			h := l.hands()
			defer h.wire.close()
			for {
				due, more := p.next(ctx)
				if !more {
					return
				}
				each(h, due)
			}
		})
	}
	all.Wait()
}
