package client

// To add a seam: give the family's struct (seams*.go) a func field, and set its default in that family's file. Call it
// with use(s, &s.o.Family.Name); its name is the path of the field in lower case: Callback.State is "callback.state".

import (
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Options are what an application is made of: plain settings, and the seams that faults change. Get them from Defaults.
type Options struct {
	Variant string // "web", …
	Name    string // shown on its pages
	URL     string // where browsers reach it, without a final slash. Set it before New.

	Issuers []Issuer          // the authorization servers it works with, the default first. Set them before New.
	Scopes  []string          // asked for at sign-in
	APIs    []API             // what it calls with the user's token
	Home    string            // address of a page that explains it all, linked from its pages; or empty
	Apart   bool              // each issuer has a redirect URI of its own (RFC 8252 §8.10)
	Ask     map[string]string // further parameters of every authorization request
	Carry   bool              // the page that a sign-in ends on is in its state
	Reveal  bool              // it shows its user the tokens, to learn from

	RootCAs *x509.CertPool                            // trusted in place of the system's; nil is the system's
	Wrap    func(http.RoundTripper) http.RoundTripper // around every request it makes, to listen in; or nil
	Timeout time.Duration                             // of one request it makes
	Skew    time.Duration                             // by which another server's clock may be off
	Pending time.Duration                             // how long a sign-in may take
	Session time.Duration                             // how long a user stays signed in
	Max     int                                       // sessions and sign-ins kept; the oldest go first
	Now     func() time.Time                          // the clock that Advance moves on
	Rand    io.Reader                                 // states, nonces, verifiers, session identifiers

	Transport TransportSeams
	Discovery DiscoverySeams
	Start     StartSeams
	Callback  CallbackSeams
	Token     TokenSeams
	IDToken   IDTokenSeams
	Userinfo  UserinfoSeams
	Cookie    CookieSeams
	Refresh   RefreshSeams
	Call      CallSeams
	Machine   MachineSeams
	Logout    LogoutSeams
}

// An Issuer is an authorization server, and what the application is registered as there.
type Issuer struct {
	URL      string // compared exactly with what it says of itself
	ClientID string // empty: it registers itself when first needed (RFC 7591)
	Secret   string
	Auth     string // client_secret_basic, client_secret_post, private_key_jwt or none
	Key      []byte // private JWK that signs its assertions
	Alg      string // that ID tokens were registered to be signed with; empty is RS256
	Sealed   Sealed // how they were registered to be encrypted; the zero value is not at all
}

// Sealed is how ID tokens are encrypted (OpenID Connect Dynamic Client Registration §2).
type Sealed struct {
	Alg, Enc string // id_token_encrypted_response_alg and _enc
	Key      []byte // the private JWK that opens them
}

// An API is one protected route that the application calls.
type API struct {
	Name string // in the application's own addresses: letters and digits
	URL  string
}

// Variants lists the clean applications there are; the first is the default. They differ in how they authenticate,
// which is said by their issuers; the one called tls is the one called web, to be given issuers on https,
// the one called native the one called public, on its user's device, and the one called demanding asks for what many leave out. Small things besides
// are fields of the options that Defaults sets.
func Variants() []string {
	return []string{"web", "post", "jwt", "public", "tls", "native", "demanding"}
}

// authOf is how a variant authenticates.
var authOf = map[string]string{"web": "client_secret_basic", "post": "client_secret_post", "jwt": "private_key_jwt", "public": "none", "tls": "client_secret_basic",
	"native": "none", "demanding": "client_secret_basic"}

// asks are what a variant asks for at every sign-in.
var asks = map[string]map[string]string{"demanding": {"acr_values": "password", "max_age": "3600"}}

// AuthOf is the client authentication method of a variant, for its registration.
func AuthOf(variant string) string { return authOf[variant] }

// AlgOf is the algorithm that a variant's ID tokens are signed with, for its registration.
func AlgOf(variant string) string {
	if variant == "post" {
		return "RS256"
	}
	return "ES256" // which takes a tenth of the time
}

// OverTLS says whether a variant's issuers are on https.
func OverTLS(variant string) bool { return variant == "tls" }

// Defaults gives the options of a clean application of one variant. Its URL and Issuers are empty.
func Defaults(variant string) (Options, error) {
	if variant == "" {
		variant = Variants()[0]
	}
	if authOf[variant] == "" {
		return Options{}, fmt.Errorf("unknown variant %q of the client", variant)
	}
	return Options{
		Variant: variant, Name: "Example application", Carry: variant == "post", Apart: variant == "native", Ask: asks[variant], Scopes: []string{"openid", "profile", "email"},
		Timeout: 10 * time.Second, Skew: 5 * time.Minute, Pending: 10 * time.Minute, Session: 8 * time.Hour, Max: 10_000,
		Now: time.Now, Rand: rand.Reader,
		Transport: transportSeams(), Discovery: discoverySeams(), Start: startSeams(), Callback: callbackSeams(), Token: tokenSeams(),
		IDToken: idTokenSeams(), Userinfo: userinfoSeams(), Cookie: cookieSeams(), Refresh: refreshSeams(), Call: callSeams(),
		Machine: machineSeams(), Logout: logoutSeams(),
	}, nil
}
