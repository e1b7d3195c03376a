// Package harness is what a client or a resource server under test talks to: issuers of ours, whose faults are switched
// in process and by nothing on the network.
package harness

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// A Harness is the issuers. Its methods are those of [servers.Harness]; it is safe for concurrent use, and meant for one
// scenario at a time.
type Harness struct {
	issuers   []*issuer
	authority Authority // of the certificates, where an issuer is on https
	alg       string    // that its tokens are signed with
	file      string    // that holds the authority's own certificate; "" where nobody needs it

	mu       sync.Mutex
	received []*servers.Received
	vouched  map[string]map[string]any // what introspection says, by token
	others   map[string][]byte         // what the first issuer serves besides, by path
}

// issuer is one address and the server behind it.
type issuer struct {
	url         string
	now         *authserver.Server
	as          *authserver.Server // the same without a flaw
	certificate atomic.Pointer[tls.Certificate]
	clients     []servers.Client // as they are registered now
	sealing     string           // the flaw of how ID tokens are encrypted; "" is as registered
}

// New makes issuers with these identifiers. Serve each one's Handler at its address, and those on https with its TLS;
// where there are none, the authority may be nil. They sign with alg.
func New(a Authority, alg string, urls []string) (*Harness, error) {
	h := &Harness{authority: a, alg: alg}
	for i, u := range urls {
		h.issuers = append(h.issuers, &issuer{url: u})
		if _, err := h.Renew(i, nil, ""); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// Issuers are the identifiers.
func (h *Harness) Issuers() []string {
	var all []string
	for _, i := range h.issuers {
		all = append(all, i.url)
	}
	return all
}

// CA is the file that holds the certificate of the authority that vouches for our issuers; "" where they are on http.
func (h *Harness) CA() string { return h.file }

// Renew puts a new server behind an issuer's address.
func (h *Harness) Renew(n int, clients []servers.Client, flaw string) ([]servers.User, error) {
	is := h.issuers[n]
	o, err := authserver.Defaults("oidc")
	if err != nil {
		return nil, err
	}
	o.Issuer, o.Clients, o.Users = is.url, nil, strangers()
	for _, c := range clients {
		r, err := h.registration(c)
		if err != nil {
			return nil, err
		}
		o.Clients = append(o.Clients, r)
	}
	o.Authorize.PKCE.Required = func(*authserver.Authorization) error { return nil } // what an application leaves out is judged, not refused
	h.vouching(&o)
	anybody(&o)
	h.signing(&o, clients)
	clean, err := authserver.New(o)
	if err != nil {
		return nil, fmt.Errorf("make an issuer: %w", err)
	}
	h.mu.Lock()
	is.as, is.clients = clean, clients
	h.mu.Unlock()
	var users []servers.User
	for _, u := range o.Users {
		users = append(users, servers.User{Name: u.Name, Password: u.Password, Claims: u.Claims})
	}
	return users, h.Switch(n, flaw)
}

// Switch changes the flaw of the server that is there.
func (h *Harness) Switch(n int, flaw string) error {
	apply, err := h.flawed(n, flaw)
	if err != nil {
		return err
	}
	if err := h.certify(n, flaw); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.issuers[n].now = h.issuers[n].as.With(func(o *authserver.Options) {
		apply(o)
		h.sealing(o, n) // whatever was done to the token before
	})
	h.issuers[n].sealing = flaw
	if flaw == newKeys {
		h.issuers[n].now.Rotate()
	}
	return nil
}

// Received is every request that reached an issuer since Forget, in the order in which they came.
func (h *Harness) Received() []servers.Received {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []servers.Received
	for _, r := range h.received {
		all = append(all, *r)
	}
	return all
}

// Forget empties what Received gives.
func (h *Harness) Forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.received = nil
}

// Handler is an issuer, to be served at its address.
func (h *Harness) Handler(n int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		as, other := http.Handler(h.issuers[n].now), h.others[r.URL.Path]
		h.mu.Unlock()
		switch {
		case r.URL.Path == "/.well-known/webfinger":
			as = http.HandlerFunc(h.webfinger(n))
		case n == 0 && other != nil:
			as = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(other) }) // to whoever still listens
		}
		h.record(n, as, w, r)
	})
}

// flawed is how the options of a server change for a flaw to be there.
func (h *Harness) flawed(n int, name string) (func(*authserver.Options), error) {
	if f, ok := flaws[name]; ok {
		return f, nil
	}
	if f, ok := situated[name]; ok {
		return f(h, n), nil
	}
	switch {
	case name == "", certificates[name] != nil, sealings[name] != nil:
		return func(*authserver.Options) {}, nil
	}
	return nil, fmt.Errorf("there is no flaw %q", name)
}
