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
	Cross func(path string) bool                           `seam:"question"` // may pages of other origins call it
	Share func(h http.Header, path string, preflight bool) // how a browser is told so
	Plain func(r *http.Request) bool                       `seam:"question"` // is a request without TLS served although the issuer is https (RFC 6749 §3.1, §3.2)
}

// AuthorizeSeams are the decisions of the authorization endpoint (RFC 6749 §3.1, §4.1), in the order they fall.
type AuthorizeSeams struct {
	Wire     WireSeam
	Identity func(a *Authorization) error            `seam:"question"` // client_id or redirect_uri stands twice
	Params   func(a *Authorization) error            `seam:"question"` // another parameter stands twice
	Client   func(a *Authorization) (*Client, error) `seam:"question"`
	Redirect struct {
		Syntax  func(a *Authorization, uri string) error                  `seam:"question"` // absolute, no fragment
		Plain   func(a *Authorization, uri string) error                  `seam:"question"` // no http beyond loopback (RFC 9700 §2.6)
		Match   func(a *Authorization, registered, requested string) bool `seam:"question"`
		Default func(a *Authorization) (string, error)                    `seam:"question"` // none was sent
	}
	State         func(a *Authorization) string `seam:"question"` // what comes back; empty is nothing
	ResponseMode  func(a *Authorization) error  `seam:"question"` // sets a.Mode
	RequestObject func(a *Authorization) error  `seam:"question"` // request, request_uri, registration
	ResponseType  func(a *Authorization) error  `seam:"question"` // sets a.ResponseType
	Grant         func(a *Authorization) error  `seam:"question"` // may this client use it
	Scope         func(a *Authorization) error  `seam:"question"` // sets a.Scope
	PKCE          struct {
		Required  func(a *Authorization) error `seam:"question"`
		Challenge func(a *Authorization) error `seam:"question"`
		Method    func(a *Authorization) error `seam:"question"`
	}
	Key    func(a *Authorization) error `seam:"question"` // dpop_jkt (RFC 9449 §10)
	Prompt func(a *Authorization) error `seam:"question"`
	Claims func(a *Authorization) error `seam:"question"` // the claims parameter, acr_values
	Hint   func(a *Authorization) error `seam:"question"` // id_token_hint
	Login  struct {
		Needed   func(a *Authorization) bool                         `seam:"question"`
		Password func(a *Authorization, name, password string) *User `seam:"question"`
		User     func(a *Authorization) error                        `seam:"question"` // is the user who signed in the one asked for
		Page     func(a *Authorization, p *Page)                     `seam:"question"`
		Status   func(a *Authorization) int                          `seam:"question"` // of the redirect that follows on the right password
	}
	Consent struct {
		Needed   func(a *Authorization) bool `seam:"question"`
		Remember func(a *Authorization) bool
		Page     func(a *Authorization, p *Page) `seam:"question"`
		Denied   func(a *Authorization) error    `seam:"question"` // nil goes on as if the user had agreed
	}
	Forgery func(a *Authorization, got, want string) bool `seam:"question"` // is a posted form that browser's own
	Code    struct {
		Make     func(a *Authorization) (string, error)
		Lifetime func(a *Authorization) time.Duration `seam:"question"`
		Issue    func(a *Authorization, out url.Values) error
	}
	Success struct {
		Params func(a *Authorization, out url.Values) `seam:"question"`
	}
	Error struct {
		Place  func(a *Authorization, e *Error) bool            `seam:"question"` // true: at the client's redirect URI
		Params func(a *Authorization, e *Error, out url.Values) `seam:"question"`
		Page   func(a *Authorization, p *Page)                  `seam:"question"`
	}
	Reply func(a *Authorization, r *Redirection) `seam:"question"`
	Post  func(a *Authorization, p *Page)        `seam:"question"` // the page that carries a response in a form
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

// LogoutSeams are the decisions about signing out (RP-Initiated Logout §2, §3).
type LogoutSeams struct {
	Wire   WireSeam
	Hint   func(a *Authorization) error                       `seam:"question"` // is the id_token_hint from here
	Client func(a *Authorization) (string, error)             `seam:"question"` // who asks; empty is nobody knows
	Match  func(a *Authorization, c *Client, uri string) bool `seam:"question"` // has it registered to have the browser back there
	State  func(a *Authorization) string                      `seam:"question"` // what comes back; empty is nothing
	Ask    func(a *Authorization, x *SignIn) bool             `seam:"question"` // whether the user is asked
	End    func(a *Authorization, w http.ResponseWriter)
}

// SessionSeams are the decisions about the user's session at the server.
type SessionSeams struct {
	Cookie func(a *Authorization, c *http.Cookie)
	Lookup func(sid string, u *SignIn) *SignIn // u is what the store holds, or nil
	Rotate func(a *Authorization) bool         // a new identifier at sign-in
}
