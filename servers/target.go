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
	Profile  Profile        // where Start is set, its ${NAME}s are not filled in yet
	Roots    *x509.CertPool // certificate authorities to trust: the system's and the profile's; nil: the system's
	Builtin  bool           // its clock is ours and each scenario has a server of its own
	Variants []Variant      // of a built-in; empty: the profile is the only one

	// Open opens our issuers for a client or a resource server under test; stop closes them. harness.Open is one.
	Open func(Suite) (h Harness, stop func(), err error)

	// Start starts a product that comes with a start script and returns the target as it then is, issuer and secrets
	// filled in. ctx bounds the wait for it to be ready, not its life; stop ends it with all that it started. Nil: it is up.
	// env is what the script is told besides, as NAME=value.
	Start func(ctx context.Context, env ...string) (started Target, stop func(), err error)
	// Restart has a client or a resource server start again; nil: it cannot be. env is as with Start, and ctx bounds the wait.
	Restart func(ctx context.Context, env ...string) error
	// Log is the end of what a product that Start started has said on standard error, ready to stand after an error; nil: nobody listens.
	Log func() string
}

// A Variant is one configuration of a built-in server: no single one can be green for every document.
type Variant struct {
	Name    string
	Role    string  // as, client, rs
	Profile Profile // with issuer and endpoints of a sample instance, for preflight
	Against []string
	Acquire func(ctx context.Context) (*Instance, error)
	Ask     func(ctx context.Context) (*Instance, error) // as Acquire, and it is asked what its faults would have decided
}

// An Instance is a server for one scenario.
type Instance struct {
	Profile   Profile
	Transport http.RoundTripper           // nil: the run's own
	Advance   func(d time.Duration)       // moves its clock; nil: the clock is not ours
	Rotate    func()                      // has it sign with new keys from now on; nil: the keys are not ours
	Touched   func() []string             // the seams that were called; nil: unknown
	Idle      func() []string             // the faults that would have decided everything as it did, sorted; nil: unknown
	Fresh     bool                        // it has just been started
	Restart   func(context.Context) error // starts it again and waits, within bounds, until it answers; nil: it cannot be
	Harness   Harness                     // what a client or a resource server talks to; nil for an authorization server
	Release   func()
}

// A Plant is a fault planted in a built-in server: what violates which requirement, at which seam.
type Plant struct {
	Name, Violates, At, Variant string
	AlsoRed                     []string
	Gross                       bool     // others may break under it
	Browser                     bool     // only a real browser shows it
	Role                        string   // as, client, rs
	Changes                     []string // what differs in the server's options: its seam, and settings
	Acquire                     func(ctx context.Context) (*Instance, error)
	With                        func(others ...string) func(ctx context.Context) (*Instance, error) // the same, with other faults of the variant beside it
}
