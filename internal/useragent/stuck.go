package useragent

import (
	"errors"
	"fmt"
	"strings"
)

// ErrStuck is what every *Stuck is: a page that asks for something and was not understood. It says nothing of the server's
// conformance: whoever judges calls it broken, and shows the page.
var ErrStuck = errors.New("the page was not understood")

// ErrNoRefusal is a *Stuck of a consent page on which nothing refuses. A server need not offer it.
var ErrNoRefusal = errors.New("nothing on the consent page refuses")

// Stuck is the page where a visit could not go on.
type Stuck struct {
	Why        string   // one sentence
	URL        string   // of the page
	Page       string   // its HTML, bounded
	Tried      []string // what the driver did up to here
	Screenshot []byte   // PNG, from a real browser

	noRefusal bool
}

// Error is the sentence, the page's address and the last things that were tried.
func (s *Stuck) Error() string {
	tried := s.Tried
	if len(tried) > 4 {
		tried = tried[len(tried)-4:]
	}
	if len(tried) == 0 {
		return fmt.Sprintf("stuck at %s: %s", s.URL, s.Why)
	}
	return fmt.Sprintf("stuck at %s: %s (tried: %s)", s.URL, s.Why, strings.Join(tried, "; "))
}

// Is makes errors.Is(err, ErrStuck) true, and ErrNoRefusal where it is that.
func (s *Stuck) Is(target error) bool {
	return target == ErrStuck || s.noRefusal && target == ErrNoRefusal
}
