package loadtest

import (
	"sync"
	"sync/atomic"

	"github.com/oauthspec/oauthspec/reports"
)

// A tally counts how often a check was made, and how often it failed. It is safe for concurrent use.
type tally struct {
	name         string
	made, failed atomic.Int64
	mu           sync.Mutex
	first        string // what failed first
}

// note counts a check, and a failure of it where what is not empty.
func (t *tally) note(what string) {
	t.made.Add(1)
	if what == "" {
		return
	}
	t.failed.Add(1)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.first == "" {
		t.first = what
	}
}

func (t *tally) report() reports.LoadCheck {
	t.mu.Lock()
	defer t.mu.Unlock()
	return reports.LoadCheck{Name: t.name, Checked: t.made.Load(), Failed: t.failed.Load(), First: t.first}
}
