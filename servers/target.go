package servers

import (
	"context"
	"crypto/x509"
	"net/http"
	"time"
)

// A Target is something under test: a product reached by its profile, or a built-in server.
type Target struct {
	Name     string
	Profile  Profile
	Roots    *x509.CertPool                                     // certificate authorities to trust besides the system's; nil: none
	Builtin  bool                                               // its clock is ours and each scenario has a server of its own
	Variants []Variant                                          // of a built-in; empty: the profile is the only one
	Start    func(ctx context.Context) (stop func(), err error) // starts a product that comes with a start script; nil: it is up
}

// A Variant is one configuration of a built-in server: no single one can be green for every document.
type Variant struct {
	Name    string
	Profile Profile // with issuer and endpoints of a sample instance, for preflight
	Against []string
	Acquire func(ctx context.Context) (*Instance, error)
}

// An Instance is a server for one scenario.
type Instance struct {
	Profile   Profile
	Transport http.RoundTripper     // nil: the run's own
	Advance   func(d time.Duration) // moves its clock; nil: the clock is not ours
	Touched   func() []string       // the seams that were called; nil: unknown
	Release   func()
}

// A Plant is a fault planted in a built-in server: what violates which requirement, at which seam.
type Plant struct {
	Name, Violates, At, Variant string
	AlsoRed                     []string
	Gross                       bool   // others may break under it
	Role                        string // as, client, rs
	Acquire                     func(ctx context.Context) (*Instance, error)
}
