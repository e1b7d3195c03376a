package authserver

import (
	"sync"
	"sync/atomic"
	"time"
)

// Record is what the store holds for a code or a token. It does not change once it is stored.
type Record struct {
	Family  *Family
	Client  *registered
	Session *Session
	Scope   []string // granted
	Expires time.Time

	// Of a code: what the token request is compared with.
	Redirect  string // as sent in the authorization request; empty when it was not sent
	Challenge string
	Method    string // code_challenge_method as sent
	IssuedAt  time.Time
	JKT       string // thumbprint of the key that it is bound to (RFC 9449); empty is none
	used      atomic.Bool
}

// Used says whether the code or refresh token was redeemed, or the access token revoked.
func (r *Record) Used() bool { return r.used.Load() }

// Family is everything that came of one authorization. What is dead stays dead, what is stored later too: a
// refresh that races with the detection of its reuse ends in a dead token.
type Family struct{ accessDead, refreshDead atomic.Bool }

// store holds everything the server remembers.
type store struct {
	s        *Server
	codes    table[*Record]
	access   table[*Record]
	refresh  table[*Record]
	used     table[struct{}] // jti of client assertions
	proofs   table[struct{}] // and of proofs of possession
	pending  table[*Authorization]
	sessions table[*SignIn]
	consents table[[]string]
}

// shardCount spreads a table over locks; it is a power of two.
const shardCount = 16

// table is a map whose entries leave when they expire, or when there are too many. The zero table is ready.
type table[V any] struct {
	shards [shardCount]shard[V]
}

type shard[V any] struct {
	mu   sync.Mutex
	m    map[string]V
	line queue // keys in the order of their arrival: each table has one lifetime
}

func (t *table[V]) shard(key string) *shard[V] {
	if key == "" {
		return &t.shards[0]
	}
	return &t.shards[key[len(key)-1]%shardCount]
}

// put stores v until a time and evicts up to two entries that are due.
func (t *table[V]) put(key string, v V, until, now time.Time, limit int) {
	s := t.shard(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.m == nil {
		s.m = make(map[string]V)
	}
	s.insert(key, v, until)
	s.evict(now, limit/shardCount)
}

// add stores v unless the key is there, and says whether it did: one atomic step.
func (t *table[V]) add(key string, v V, until, now time.Time, limit int) bool {
	s := t.shard(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.evict(now, limit/shardCount)
	if _, there := s.m[key]; there {
		return false
	}
	if s.m == nil {
		s.m = make(map[string]V)
	}
	s.insert(key, v, until)
	return true
}

func (s *shard[V]) insert(key string, v V, until time.Time) {
	if _, there := s.m[key]; !there {
		s.line.push(key, until.UnixNano())
	}
	s.m[key] = v
}

// evict removes at most two entries, so that an insertion costs the same always and the table still shrinks.
func (s *shard[V]) evict(now time.Time, limit int) {
	for range 2 {
		head, ok := s.line.head()
		if !ok || (head.until > now.UnixNano() && len(s.m) <= max(limit, 1)) {
			return
		}
		delete(s.m, head.key)
		s.line.pop()
	}
}

func (t *table[V]) get(key string) (v V, ok bool) {
	s := t.shard(key)
	s.mu.Lock()
	v, ok = s.m[key]
	s.mu.Unlock()
	return v, ok
}

func (t *table[V]) delete(key string) {
	s := t.shard(key)
	s.mu.Lock()
	delete(s.m, key) // its place in the queue is given up when it gets there
	s.mu.Unlock()
}

func (t *table[V]) len() (n int) {
	for i := range t.shards {
		t.shards[i].mu.Lock()
		n += len(t.shards[i].m)
		t.shards[i].mu.Unlock()
	}
	return n
}
