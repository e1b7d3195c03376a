package exchange

import (
	"strings"
	"sync"
)

// MinSecret is the length in bytes from which a value is redacted wherever it occurs. Shorter ones ("test", "1234")
// are parts of ordinary words and status codes: replacing them would ruin the evidence and, by where the markers fall,
// give the value away. [RedactShapes] masks those by the member that carries them.
const MinSecret = 6

// Secrets is every secret that a run is given, sends or receives. It finds them by value, in each encoding they may
// travel in. Its zero value is ready to use, by several goroutines at once; a nil *Secrets knows none.
type Secrets struct {
	mu      sync.Mutex
	names   map[string]string // by value
	pending []string          // values that are not indexed yet: indexing waits until somebody redacts
	index   map[[keySize]byte][]pattern
}

// keySize is how many bytes at its end a pattern is looked up by. The end, because tokens of one issuer begin alike.
const keySize = MinSecret

// A pattern is one encoding of one secret.
type pattern struct{ text, value string }

// Add makes value a secret that reports call name, such as CLIENT_SECRET, CODE or ACCESS_TOKEN. The first name of a
// value stays. Values shorter than [MinSecret] are ignored.
func (s *Secrets) Add(name, value string) {
	if s == nil || len(value) < MinSecret {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.names[value]; ok {
		return
	}
	if s.names == nil {
		s.names = map[string]string{}
	}
	s.names[value] = name
	s.pending = append(s.pending, value)
}

// Redact replaces every occurrence of a secret, in any of its encodings, by ‹NAME›.
func (s *Secrets) Redact(text string) string { return s.RedactAs(text, mark) }

// RedactAs is Redact with a marker of the caller's choice.
func (s *Secrets) RedactAs(text string, marker func(name string) string) string {
	ps := s.pieces(text)
	if len(ps) == 1 && ps[0].name == "" {
		return text
	}
	var b strings.Builder
	for _, p := range ps {
		if p.name == "" {
			b.WriteString(p.text)
		} else {
			b.WriteString(marker(p.name))
		}
	}
	return b.String()
}

func mark(name string) string { return "‹" + name + "›" }

// Error wraps err so that its text is redacted, by value and by shape, while errors.Is and errors.As still see it.
// What errors.As takes out says everything again: wrap it anew before printing it.
func (s *Secrets) Error(err error) error {
	if err == nil {
		return nil
	}
	return &redactedError{err, s}
}

type redactedError struct {
	err     error
	secrets *Secrets
}

// Error redacts at the moment of printing: what was learnt since then is hidden too.
func (e *redactedError) Error() string { return RedactShapes(e.secrets.Redact(e.err.Error())) }

func (e *redactedError) Unwrap() error { return e.err }
