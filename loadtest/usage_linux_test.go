package loadtest

import (
	"strings"
	"syscall"
	"testing"
)

func TestTooManyWorkersForTheDescriptors(t *testing.T) {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil || l.Cur > 1<<40 {
		t.Skipf("no limit here: %v %v", l.Cur, err)
	}
	if err := descriptors(int(l.Cur)); err == nil || !strings.Contains(err.Error(), "ulimit -n") {
		t.Errorf("as many workers as descriptors: %v", err)
	}
	if err := descriptors(1); err != nil {
		t.Errorf("one worker: %v", err)
	}
}
