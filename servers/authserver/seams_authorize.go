package authserver

import (
	"net/http"
	"net/url"
	"time"
)

// WireSeam stands around a whole endpoint; its default calls next and nothing else.
type WireSeam func(w http.ResponseWriter, r *http.Request, next http.HandlerFunc)

// TransportSeams are the decisions about the connection itself.
type TransportSeams struct {
	Cross func(path string) bool                           // may pages of other origins call it
	Share func(h http.Header, path string, preflight bool) // how a browser is told so
	Plain func(r *http.Request) bool                       // is a request without TLS served although the issuer is https (RFC 6749 §3.1, §3.2)
}

// AuthorizeSeams are the decisions of the authorization endpoint (RFC 6749 §3.1, §4.1), in the order they fall.
type AuthorizeSeams struct {
	Wire     WireSeam
	Identity func(a *Authorization) error // client_id or redirect_uri stands twice
	Params   func(a *Authorization) error // another parameter stands twice
	Client   func(a *Authorization) (*Client, error)
	Redirect struct {
		Syntax  func(a *Authorization, uri string) error // absolute, no fragment
		Plain   func(a *Authorization, uri string) error // no http beyond loopback (RFC 9700 §2.6)
		Match   func(a *Authorization, registered, requested string) bool
		Default func(a *Authorization) (string, error) // none was sent
	}
	State         func(a *Authorization) string // what comes back; empty is nothing
	ResponseMode  func(a *Authorization) error  // sets a.Mode
	RequestObject func(a *Authorization) error  // request, request_uri, registration
	ResponseType  func(a *Authorization) error  // sets a.ResponseType
	Grant         func(a *Authorization) error  // may this client use it
	Scope         func(a *Authorization) error  // sets a.Scope
	PKCE          struct {
		Required  func(a *Authorization) error
		Challenge func(a *Authorization) error
		Method    func(a *Authorization) error
	}
	Prompt func(a *Authorization) error
	Claims func(a *Authorization) error // the claims parameter, acr_values
	Hint   func(a *Authorization) error // id_token_hint
	Login  struct {
		Needed   func(a *Authorization) bool
		Password func(a *Authorization, name, password string) *User
		User     func(a *Authorization) error // is the user who signed in the one asked for
		Page     func(a *Authorization, p *Page)
		Status   func(a *Authorization) int // of the redirect that follows on the right password
	}
	Consent struct {
		Needed   func(a *Authorization) bool
		Remember func(a *Authorization) bool
		Page     func(a *Authorization, p *Page)
		Denied   func(a *Authorization) error // nil goes on as if the user had agreed
	}
	Forgery func(a *Authorization, got, want string) bool // is a posted form that browser's own
	Code    struct {
		Make     func(a *Authorization) (string, error)
		Lifetime func(a *Authorization) time.Duration
		Issue    func(a *Authorization, out url.Values) error
	}
	Success struct {
		Params func(a *Authorization, out url.Values)
	}
	Error struct {
		Place  func(a *Authorization, e *Error) bool // true: at the client's redirect URI
		Params func(a *Authorization, e *Error, out url.Values)
		Page   func(a *Authorization, p *Page)
	}
	Reply func(a *Authorization, r *Redirection)
	Post  func(a *Authorization, p *Page) // the page that carries a response in a form
}

// Redirection is an authorization response before it is written.
type Redirection struct {
	Status int // 303
	URI    string
	Mode   string // query, fragment or form_post
	Params url.Values
	// Fragment is put behind a redirect URI whose response is in its query; empty is none.
	Fragment string
	Header   http.Header
}

// Page is an HTML page before it is written.
type Page struct {
	Status int
	Header http.Header
	Body   []byte
}

// SessionSeams are the decisions about the user's session at the server.
type SessionSeams struct {
	Cookie func(a *Authorization, c *http.Cookie)
	Lookup func(sid string, u *SignIn) *SignIn // u is what the store holds, or nil
	Rotate func(a *Authorization) bool         // a new identifier at sign-in
}
