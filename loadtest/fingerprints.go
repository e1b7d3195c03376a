package loadtest

import (
	"hash/maphash"
	"math/bits"
	"sync"
)

// fingerprints remember which tokens were seen, by 64 bits of each: 11 to 22 bytes a token. Two different ones have the
// same fingerprint by chance once in 2^64 pairs, so that among n tokens a false alarm has odds of n²/2^65: 3 in a
// million for ten million of them.
type fingerprints struct {
	seed   maphash.Seed
	shards [256]fingerprintShard
}

// A fingerprintShard is an open-addressing table; 0 is an empty slot.
type fingerprintShard struct {
	mu    sync.Mutex
	slots []uint64
	n     int
}

func newFingerprints() *fingerprints { return &fingerprints{seed: maphash.MakeSeed()} }

// add notes a token, and says whether it is new.
func (f *fingerprints) add(token []byte) bool {
	h := max(maphash.Bytes(f.seed, token), 1)
	s := &f.shards[h>>56]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n >= len(s.slots)*3/4 {
		s.grow()
	}
	if !put(s.slots, h) {
		return false
	}
	s.n++
	return true
}

func (s *fingerprintShard) grow() {
	bigger := make([]uint64, max(64, 2*len(s.slots)))
	for _, h := range s.slots {
		if h != 0 {
			put(bigger, h)
		}
	}
	s.slots = bigger
}

// put says whether h was not there.
func put(slots []uint64, h uint64) bool {
	mask := uint64(len(slots) - 1)
	for i := bits.ReverseBytes64(h) & mask; ; i = (i + 1) & mask {
		switch slots[i] {
		case 0:
			slots[i] = h
			return true
		case h:
			return false
		}
	}
}

// size is how many are known, and in how many bytes.
func (f *fingerprints) size() (n, bytes int64) {
	for i := range f.shards {
		s := &f.shards[i]
		s.mu.Lock()
		n, bytes = n+int64(s.n), bytes+8*int64(len(s.slots))
		s.mu.Unlock()
	}
	return n, bytes
}
