package client

import "sync"

// A shelf keeps values by key until there are too many: then the oldest go. The zero shelf keeps none.
type shelf[V any] struct {
	mu    sync.Mutex
	max   int
	byKey map[string]V
	order []string // keys as they came; some may be gone
}

func (s *shelf[V]) put(key string, v V) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byKey == nil {
		s.byKey = map[string]V{}
	}
	if _, there := s.byKey[key]; !there {
		s.order = append(s.order, key)
	}
	s.byKey[key] = v
	for len(s.byKey) > s.max || len(s.order) > 2*s.max {
		delete(s.byKey, s.order[0])
		s.order = s.order[1:]
	}
}

func (s *shelf[V]) get(key string) (V, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.byKey[key]
	return v, ok
}

func (s *shelf[V]) delete(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byKey, key)
}

// last is what came last, for faults that do not look any closer.
func (s *shelf[V]) last() V { return s.lastOf(func(string, V) bool { return true }) }

// lastOf is what came last of those that are meant.
func (s *shelf[V]) lastOf(meant func(key string, v V) bool) (none V) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.order) - 1; i >= 0; i-- {
		if v, ok := s.byKey[s.order[i]]; ok && meant(s.order[i], v) {
			return v
		}
	}
	return none
}
