// Package exchange records what went over the wire, as evidence, and keeps the run's secrets out of it.
package exchange

import (
	"net/http"
	"sync"
	"time"
)

// MaxBody is how much of a body is kept as evidence, in bytes.
const MaxBody = 32 << 10

// An Exchange is one request and what came of it.
type Exchange struct {
	At           time.Time     `json:"at"`
	Took         time.Duration `json:"took_ns"`
	Actor        string        `json:"actor"` // "client", "user" or "resource owner's browser": who sent it
	Method       string        `json:"method"`
	URL          string        `json:"url"`
	RequestHead  http.Header   `json:"request_header,omitempty"`
	RequestBody  string        `json:"request_body,omitempty"`
	Status       int           `json:"status,omitempty"` // 0: nothing came back
	ResponseHead http.Header   `json:"response_header,omitempty"`
	ResponseBody string        `json:"response_body,omitempty"`
	Cut          bool          `json:"cut,omitempty"`         // the response body was longer than what is kept
	RequestCut   bool          `json:"request_cut,omitempty"` // the request body was
	Error        string        `json:"error,omitempty"`
}

// A Recorder keeps the exchanges of one scenario, in the order in which they began. Its zero value is ready to use.
type Recorder struct {
	mu  sync.Mutex
	all []*Exchange // filled in while bodies are read, under mu
}

// limit bounds what one scenario may keep: a hostile target must not fill memory.
const limit = 400

// Add keeps one exchange; beyond the bound the oldest after the first few give way.
func (r *Recorder) Add(e Exchange) { r.add(&e) }

func (r *Recorder) add(e *Exchange) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.all) >= limit {
		copy(r.all[limit/2:], r.all[limit/2+1:])
		r.all = r.all[:limit-1]
	}
	r.all = append(r.all, e)
}

// change fills in what became known of an exchange.
func (r *Recorder) change(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
}

// All is a copy of what was recorded, in order.
func (r *Recorder) All() []Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]Exchange, len(r.all))
	for i, e := range r.all {
		all[i] = *e
	}
	return all
}
