package exchange

import (
	"slices"
	"strings"
)

// A piece of a text is either plain (no name) or a secret as it was found there.
type piece struct {
	text  string // as found
	name  string
	value string // the secret itself; differs from text where it was encoded
}

type span struct {
	from, to int
	longest  pattern
}

// pieces cuts text at its secrets. Overlapping ones become one piece, so that no end of a secret stays behind where
// it shares bytes with another.
func (s *Secrets) pieces(text string) []piece {
	var out []piece
	at := 0
	for _, f := range s.find(text) {
		if f.from > at {
			out = append(out, piece{text: text[at:f.from]})
		}
		out = append(out, piece{text[f.from:f.to], s.name(f.longest.value), f.longest.value})
		at = f.to
	}
	if at < len(text) || len(out) == 0 {
		out = append(out, piece{text: text[at:]})
	}
	return out
}

// name is what a value is called; empty: it is no secret.
func (s *Secrets) name(value string) string {
	if s == nil {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.names[value]
}

// find lists where secrets are, in order and without overlap. It looks each position up by the bytes before it: one
// map access a byte, however many secrets there are, and adding one costs no rebuilding.
func (s *Secrets) find(text string) []span {
	if s == nil || len(text) < keySize {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.build()
	var found []span
	for end := keySize; end <= len(text); end++ {
		for _, p := range s.index[[keySize]byte([]byte(text[end-keySize:end]))] {
			if strings.HasSuffix(text[:end], p.text) {
				found = join(found, span{end - len(p.text), end, p})
				break // the longest comes first
			}
		}
	}
	return found
}

// join adds a span that ends last to spans without overlap.
func join(all []span, n span) []span {
	for len(all) > 0 && n.from < all[len(all)-1].to {
		last := all[len(all)-1]
		n.from = min(n.from, last.from)
		if len(last.longest.text) > len(n.longest.text) {
			n.longest = last.longest
		}
		all = all[:len(all)-1]
	}
	return append(all, n)
}

// build indexes what was added since the last time.
func (s *Secrets) build() {
	if s.index == nil {
		s.index = map[[keySize]byte][]pattern{}
	}
	for _, v := range s.pending {
		for _, text := range encodings(v) {
			key := [keySize]byte([]byte(text[len(text)-keySize:]))
			s.index[key] = append(s.index[key], pattern{text, v})
			slices.SortStableFunc(s.index[key], func(a, b pattern) int { return len(b.text) - len(a.text) })
		}
	}
	s.pending = nil
}
