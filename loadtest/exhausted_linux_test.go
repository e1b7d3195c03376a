package loadtest

import (
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A process that may open no more files ends its run at once, and says what would help. Not parallel: the limit is the
// whole process's.
func TestFileDescriptorsRunOut(t *testing.T) {
	for _, way := range ways[:2] {
		t.Run(way.name, func(t *testing.T) {
			o, done := stubbed(t, grantAll)
			defer done()
			way.set(&o)
			o.Workers = 8
			r, err := newRun(t.Context(), o, dialer(time.Second))
			if err != nil {
				t.Fatal(err)
			}
			before := limitFiles(t)
			l, err := r.load(t.Context(), sleep)
			if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
				t.Fatal(err)
			}
			if err != nil || !strings.Contains(l.Partial, "raise the limit (ulimit -n)") || l.Valid {
				t.Errorf("%v, partial %q: %+v", err, l.Partial, l.Outcomes)
			}
		})
	}
}

// limitFiles lets this process open no file more than it has, and says what the limit was.
func limitFiles(t *testing.T) (before syscall.Rlimit) {
	t.Helper()
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	low := before
	low.Cur = uint64(f.Fd()) // numbers from here on
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Fatal(err)
	}
	if c, err := net.Dial("udp", "127.0.0.1:9"); err == nil {
		c.Close()
		t.Skip("there are lower numbers left: somebody else closed files")
	}
	return before
}
