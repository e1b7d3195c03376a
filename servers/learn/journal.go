package learn

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/oauthspec/oauthspec/internal/exchange"
)

// maxLog is the number of exchanges kept; the oldest go first.
const maxLog = 200

// maxNames is the number of secrets that are known by name. With more, the log begins anew.
const maxNames = 4000

// A journal is what passed between the parties, redacted, and who waits for news of it.
type journal struct {
	mu      sync.Mutex
	entries []entry
	n       atomic.Int64 // messages ever
	secrets *exchange.Secrets
	names   map[string]int // how many of each kind: the second code is CODE_2
	known   map[string]bool
	news    chan struct{} // closed at the next change
	closed  bool
}

func newJournal() *journal {
	l := &journal{news: make(chan struct{})}
	l.forget()
	return l
}

func (l *journal) forget() {
	l.entries, l.secrets, l.names, l.known = nil, &exchange.Secrets{}, map[string]int{}, map[string]bool{}
}

// next is the place of a message among all: a request has its own, and its answer comes after what the request led to.
func (l *journal) next() int { return int(l.n.Add(1)) }

// add takes in an exchange.
func (l *journal) add(e raw) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.known) > maxNames {
		l.forget()
	}
	l.learn(e)
	l.entries = append(l.entries, l.redacted(e))
	if len(l.entries) > maxLog {
		l.entries = slices.Delete(l.entries, 0, 1)
	}
	l.tell()
}

// clear begins anew.
func (l *journal) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget()
	l.tell()
}

func (l *journal) tell() {
	if !l.closed {
		close(l.news)
		l.news = make(chan struct{})
	}
}

// close sends everyone away who waits.
func (l *journal) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.closed = true
		close(l.news)
	}
}

// all is what there is, and a channel that is closed when there is more; nil when there will be none.
func (l *journal) all() ([]entry, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return slices.Clone(l.entries), nil
	}
	return slices.Clone(l.entries), l.news
}
