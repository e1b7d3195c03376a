package loadtest

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// A timer waits more exactly than the runtime does, which rounds what its poller waits for up to a millisecond: at
// 10,000 flows a second that would be ten flows late. One goroutine at a time.
type timer struct {
	fd   int
	file *os.File
}

func newTimer() (*timer, error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("make a timer: %w", err)
	}
	return &timer{fd, os.NewFile(uintptr(fd), "timerfd")}, nil
}

// wait returns after d, or when ctx ends.
func (t *timer) wait(ctx context.Context, d time.Duration) {
	if d <= 0 || ctx.Err() != nil {
		return
	}
	if d > 50*time.Millisecond { // so that an interrupt is noticed
		sleep(ctx, d-20*time.Millisecond)
		return
	}
	spec := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(d))}
	if unix.TimerfdSettime(t.fd, 0, &spec, nil) != nil {
		time.Sleep(d)
		return
	}
	var b [8]byte
	if _, err := t.file.Read(b[:]); err != nil || binary.NativeEndian.Uint64(b[:]) == 0 {
		time.Sleep(d)
	}
}

func (t *timer) close() { t.file.Close() }
