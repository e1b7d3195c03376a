//go:build !linux

package loadtest

import (
	"context"
	"time"
)

// A timer waits as exactly as the runtime does.
type timer struct{}

func newTimer() (*timer, error) { return &timer{}, nil }

// wait returns after d, or when ctx ends.
func (t *timer) wait(ctx context.Context, d time.Duration) { sleep(ctx, d) }

func (t *timer) close() {}
