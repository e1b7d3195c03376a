package client

import (
	"context"
	"crypto/x509"
	"net/http"
	"net/url"

	"golang.org/x/oauth2"

	"github.com/oauthspec/oauthspec/servers/seam"
)

// use records that a seam is being called and returns it.
func use[F any](s *Server, f *F) F { return seam.Use(&s.seen, f) }

// Seams lists the names of all seams, in the order of Options.
func Seams() []string { return seam.Names[Options]() }

// Touched lists the seams that were called since New.
func (s *Server) Touched() []string { return s.seen.Touched() }

// Ask has the server be asked what faults would decide. Do it before it serves.
func (s *Server) Ask(a *seam.Answers[Options]) { s.seen.Ask(a) }

// TransportSeams are the decisions about the connections that the application makes.
type TransportSeams struct {
	Certificate func(chain []*x509.Certificate, o x509.VerifyOptions) error `seam:"question"` // is a server who it says
	Plain       func(s *Server, u *url.URL) error                           // may a request go there without TLS
	Redirect    func(req *http.Request, via []*http.Request) error          // is a redirect followed
}

// DiscoverySeams are the decisions about an issuer's metadata (OpenID Connect Discovery §4).
type DiscoverySeams struct {
	Address func(i *Issuer) string `seam:"question"` // of the document
	Read    func(ctx context.Context, s *Server, at string, m *Metadata) error
	Issuer  func(s *Server, i *Issuer, m *Metadata) error                               `seam:"question"` // is it the one that was looked up (§4.3)
	Signed  func(ctx context.Context, s *Server, i *Issuer, m *Metadata) error          // what of it is signed (RFC 8414 §2.1)
	Finger  func(ctx context.Context, s *Server, who string) (issuer string, err error) // whose user that is (§2)
	Use     func(i *Issuer, m *Metadata)                                                `seam:"question"` // what of the document counts
	Fresh   func(s *Server, p *provider) bool                                           // is what was read earlier good enough
}

// StartSeams are the decisions of a sign-in's beginning (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1), as they fall.
type StartSeams struct {
	Issuer    func(l *Login, asked string) (*Issuer, error) `seam:"question"` // which one; asked may be empty (Core §4)
	Return    func(l *Login, asked string) string           `seam:"question"` // where the user goes after it
	State     func(l *Login) (string, error)
	Nonce     func(l *Login) (string, error)
	Verifier  func(l *Login) (string, error)            // RFC 7636 §4.1; empty is no PKCE
	Challenge func(l *Login) (challenge, method string) `seam:"question"`
	Redirect  func(l *Login) string                     `seam:"question"` // redirect_uri
	Hint      func(l *Login, asked string) string       `seam:"question"` // login_hint
	Params    func(l *Login, v url.Values)              `seam:"question"` // the whole request, before it is sent
}

// CallbackSeams are the decisions about an authorization response, as they fall.
type CallbackSeams struct {
	Find   func(s *Server, params url.Values, sid string) *Login `seam:"question"` // the sign-in that it belongs to, by its state
	Place  func(l *Login) error                                  `seam:"question"` // did it arrive where it was sent to (RFC 8252 §8.10)
	State  func(l *Login) error                                  `seam:"question"` // was it begun in this browser (RFC 6749 §10.12)
	Once   func(l *Login, before bool) error                     `seam:"question"` // has it been answered before, or is it too old
	Issuer func(l *Login) error                                  `seam:"question"` // RFC 9207 §2.4
	Error  func(l *Login) error                                  `seam:"question"` // the server refused
	Code   func(l *Login) (string, error)                        `seam:"question"`
	Done   func(l *Login, w http.ResponseWriter)                 // what the browser is told when its user is signed in
}

// TokenSeams are the decisions of a code's redemption (RFC 6749 §4.1.3, §5).
type TokenSeams struct {
	Endpoint func(l *Login) string                  `seam:"question"`
	Redirect func(l *Login) string                  `seam:"question"` // redirect_uri, once more
	Verifier func(l *Login) string                  `seam:"question"`
	Client   func(s *Server, r *TokenRequest) error `seam:"question"` // authentication; also of the other grants
	Params   func(l *Login, r *TokenRequest)        `seam:"question"` // the whole request, before it is sent
	Send     func(l *Login, r *TokenRequest) (*oauth2.Token, error)
	Type     func(t *oauth2.Token) error `seam:"question"` // token_type (RFC 6749 §7.1); also of the other grants
}

// CookieSeams are the decisions about the application's own session.
type CookieSeams struct {
	Set    func(s *Server, c *http.Cookie) `seam:"question"`
	Rotate func(l *Login) bool             `seam:"question"` // a new identifier at sign-in
	User   func(l *Login) *User            `seam:"question"` // who is signed in by it
}
