package steps

import (
	"context"
	"fmt"
	"time"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

// now is the time at the target, as far as the suite moved it.
func (w *World) now() time.Time { return time.Now().Add(w.moved) }

// wait lets time pass at the target: its clock is moved where it is ours, else the scenario waits within the run's patience.
func (w *World) wait(ctx context.Context, d time.Duration) error {
	if w.in.Advance != nil {
		w.in.Advance(d)
		w.moved += d
		return nil
	}
	if d > w.Patience {
		return &verdict.NotApplicable{
			Reason: fmt.Sprintf("it takes %s on a clock that is not ours", d.Round(time.Second)),
			Change: fmt.Sprintf("--patience %s", (d + time.Second).Round(time.Second)),
		}
	}
	return pause(ctx, d)
}

// tick lets one second pass.
func (w *World) tick(ctx context.Context) error { return w.seconds(ctx, 1) }

// seconds lets a few of them pass, which is short enough to need nobody's patience.
func (w *World) seconds(ctx context.Context, n int) error {
	d := time.Duration(n) * time.Second
	if w.in.Advance != nil {
		return w.wait(ctx, d)
	}
	return pause(ctx, d)
}

// pause lets time pass on a clock that is not ours.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
