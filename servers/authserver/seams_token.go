package authserver

import (
	"time"

	"github.com/go-jose/go-jose/v4"
)

// TokenSeams are the decisions of the token endpoint (RFC 6749 §3.2, §4, §5, §6), in the order they fall.
type TokenSeams struct {
	Wire        WireSeam
	Method      func(c *Call) error              `seam:"question"`
	ContentType func(c *Call) error              `seam:"question"`
	OtherType   func(c *Call) error              `seam:"question"` // the body is declared as something else than a form
	Params      func(c *Call) error              `seam:"question"` // repeated and malformed parameters
	Empty       func(c *Call)                    `seam:"question"` // parameters without a value
	Client      ClientSeams                      // also of introspection and revocation
	GrantType   func(c *Call) (GrantFunc, error) `seam:"question"`
	Allowed     func(c *Call) error              `seam:"question"` // is the client registered for this grant
	Code        struct {
		Missing  func(c *Call) error `seam:"question"`
		Lookup   func(c *Call) (*Record, error)
		Expired  func(c *Call) error
		Client   func(c *Call) error `seam:"question"`
		Redirect func(c *Call) error `seam:"question"`
		PKCE     func(c *Call) error `seam:"question"` // the default is fosite's handler
		Replay   func(c *Call) error // the code was used before
		Lost     func(c *Call) error // another request used it meanwhile
	}
	Refresh struct {
		Missing  func(c *Call) error `seam:"question"`
		Issue    func(c *Call) bool  `seam:"question"` // does this grant get a refresh token
		Lookup   func(c *Call) (*Record, error)
		Expired  func(c *Call) error
		Client   func(c *Call) error         `seam:"question"`
		Reuse    func(c *Call) error         // the token was used before
		Scope    func(c *Call) error         `seam:"question"` // sets c.Scope, the access token's
		Keep     func(c *Call) []string      `seam:"question"` // scope of the next refresh token
		Rotate   func(c *Call) bool          `seam:"question"`
		Lifetime func(c *Call) time.Duration `seam:"question"`
		Make     func(c *Call) (string, error)
	}
	Credentials struct {
		Client  func(c *Call) error `seam:"question"`
		Scope   func(c *Call) error `seam:"question"` // sets c.Scope
		Refresh func(c *Call) bool  `seam:"question"`
	}
	Lifetime func(c *Call) time.Duration `seam:"question"` // of the access token
	Reply    struct {
		Success func(c *Call, r *Reply)           `seam:"question"`
		Error   func(c *Call, e *Error, r *Reply) `seam:"question"`
	}
}

// GrantFunc runs one grant: it fills c.Out or returns why not.
type GrantFunc func(c *Call) error

// ClientSeams are the decisions of client authentication (RFC 6749 §2.3, RFC 7523).
type ClientSeams struct {
	Methods  func(c *Call) error                          `seam:"question"` // at most one, and which: sets c.Method
	Basic    func(c *Call) (id, secret string, err error) `seam:"question"`
	Post     func(c *Call) (id, secret string)            `seam:"question"`
	Lookup   func(c *Call, id string) (*Client, error)    `seam:"question"`
	Same     func(c *Call, id string) error               `seam:"question"` // client_id in the body beside credentials
	Offered  func(c *Call) error                          `seam:"question"` // is the method that client's
	None     func(c *Call) error                          `seam:"question"` // client_id alone
	Throttle func(c *Call) error
	Secret   func(c *Call, secret string) bool `seam:"question"`
	// Assertion is RFC 7523 §3.
	Assertion struct {
		Type      func(c *Call) error                           `seam:"question"`
		Parse     func(c *Call, raw string) (*Assertion, error) `seam:"question"`
		Client    func(c *Call, a *Assertion) string            `seam:"question"` // whose assertion it says it is
		Keys      func(c *Call, fresh bool) []jose.JSONWebKey
		Alg       func(c *Call, alg string) error   `seam:"question"`
		Signature func(c *Call, a *Assertion) error // asks the client for newer keys where none fits
		Issuer    func(c *Call, a *Assertion) error `seam:"question"`
		Subject   func(c *Call, a *Assertion) error `seam:"question"`
		Audience  func(c *Call, a *Assertion) error `seam:"question"`
		Expiry    func(c *Call, a *Assertion) error `seam:"question"`
		NotBefore func(c *Call, a *Assertion) error `seam:"question"`
		ID        func(c *Call, a *Assertion) error // jti: there, and new
	}
}

// AccessSeams are what an access token is made of.
type AccessSeams struct {
	Make   func(c *Call) (string, error)        // an opaque one
	Claims func(c *Call, claims map[string]any) `seam:"question"`
	Header func(c *Call, header map[string]any) `seam:"question"`
	Alg    func(c *Call) string                 `seam:"question"`
	Sign   func(c *Call, alg string, header, claims map[string]any) (string, error)
}

// IDTokenSeams are what an ID token is made of (OpenID Connect Core §2).
type IDTokenSeams struct {
	Issue   func(c *Call) bool                         `seam:"question"`
	Subject func(s *Server, c *Client, u *User) string `seam:"question"` // also userinfo's
	Alg     func(c *Call) string                       `seam:"question"`
	Claims  func(c *Call, claims map[string]any)       `seam:"question"`
	Header  func(c *Call, header map[string]any)       `seam:"question"`
	Sign    func(c *Call, alg string, header, claims map[string]any) (string, error)
}

// StoreSeams are the store's decisions; each of them is one atomic step.
type StoreSeams struct {
	UseCode       func(r *Record) bool // true for exactly one caller
	UseRefresh    func(r *Record) bool
	RevokeAccess  func(f *Family)
	RevokeRefresh func(f *Family)
	RevokeOne     func(r *Record)                                  // an access token alone
	Live          func(r *Record, kind string, now time.Time) bool // access or refresh: neither expired nor revoked
	UseAssertion  func(s *Server, key string, until time.Time) bool
}
