package authserver

import (
	"net/http"
	"sync"
	"time"
)

// throttle counts wrong secrets per client and peer (RFC 6749 §2.3.1). A right secret clears the count, so that a
// client's own slip does not lock it out.
type throttle struct {
	mu     sync.Mutex
	wrongs map[string]*tries
}

type tries struct {
	n    int
	last time.Time
}

// perSecond is how fast wrong tries are forgiven.
const perSecond = 2

func throttleKey(c *Call) string { return c.Client.ID + "\x00" + peer(c.HTTP) }

func throttled(c *Call) error {
	t := c.s.throttle
	t.mu.Lock()
	defer t.mu.Unlock()
	w, ok := t.wrongs[throttleKey(c)]
	if !ok {
		return nil
	}
	now := c.s.now()
	if passed := int(now.Sub(w.last) / time.Second); passed > 0 {
		w.n, w.last = max(0, w.n-perSecond*passed), now
	}
	if w.n < c.s.o.WrongLimit {
		return nil
	}
	return &Error{http.StatusTooManyRequests, "invalid_client", "too many wrong secrets: wait"}
}

func (s *Server) wrong(c *Call) {
	t := s.throttle
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.wrongs == nil || len(t.wrongs) > 10_000 { // clients times peers: rather forget than grow
		t.wrongs = make(map[string]*tries)
	}
	w := t.wrongs[throttleKey(c)]
	if w == nil {
		w = &tries{last: s.now()}
		t.wrongs[throttleKey(c)] = w
	}
	w.n++
}

func (s *Server) right(c *Call) {
	t := s.throttle
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.wrongs != nil {
		delete(t.wrongs, throttleKey(c))
	}
}
