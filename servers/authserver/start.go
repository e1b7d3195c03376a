package authserver

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

// Running is a server that listens on a loopback port for the length of a test.
type Running struct {
	*Server
	URL     string // the issuer
	Clients []Client
	Users   []User
}

// Client gives the registered client of that id, or fails the test.
func (r *Running) Client(t testing.TB, id string) Client {
	t.Helper()
	i := slices.IndexFunc(r.Clients, func(c Client) bool { return c.ID == id })
	if i < 0 {
		t.Fatalf("no client %q", id)
	}
	return r.Clients[i]
}

type config struct {
	variant string
	changes []func(*Options)
	fault   string
}

// Option changes what Start starts.
type Option func(*config)

// WithVariant takes another clean server than plain OAuth 2.0: see Variants.
func WithVariant(name string) Option { return func(c *config) { c.variant = name } }

// WithFault plants one of Faults, in the variant that it is made for unless WithVariant names another.
func WithFault(name string) Option { return func(c *config) { c.fault = name } }

// With changes the options, for instance to register the redirect URI of the client under test.
func With(change func(*Options)) Option {
	return func(c *config) { c.changes = append(c.changes, change) }
}

// WithClient registers a client, in place of one with the same id.
func WithClient(client Client) Option {
	return With(func(o *Options) {
		o.Clients = slices.DeleteFunc(o.Clients, func(c Client) bool { return c.ID == client.ID })
		o.Clients = append(o.Clients, client)
	})
}

// Start runs an authorization server on a loopback port until the test ends: a strict one, unless a fault is
// asked for.
func Start(t testing.TB, options ...Option) *Running {
	t.Helper()
	var c config
	for _, o := range options {
		o(&c)
	}
	if c.fault != "" {
		f, err := FaultNamed(c.fault)
		if err != nil {
			t.Fatal(err)
		}
		if c.variant == "" {
			c.variant = f.Variant
		}
		c.changes = append(c.changes, f.Apply)
	}
	o, err := Defaults(c.variant)
	if err != nil {
		t.Fatal(err)
	}
	var s *Server
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.ServeHTTP(w, r) }))
	t.Cleanup(listener.Close)
	o.Issuer = listener.URL
	for _, change := range c.changes {
		change(&o)
	}
	if s, err = New(o); err != nil {
		t.Fatal(err)
	}
	return &Running{Server: s, URL: o.Issuer, Clients: o.Clients, Users: o.Users}
}
