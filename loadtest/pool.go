package loadtest

import "sync"

// A pool holds what can be used once.
type pool[T any] struct {
	what string
	mu   sync.Mutex
	all  []T
}

// take is the next thing, or the outcome that ends the run.
func (p *pool[T]) take() (x T, o outcome, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.all) == 0 {
		return x, outcome{class: transport, what: "no " + p.what + " are left in the pool", ends: true}, false
	}
	x, p.all = p.all[0], p.all[1:] // the oldest first: it is the next to expire
	return x, o, true
}
