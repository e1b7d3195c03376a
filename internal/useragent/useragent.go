// Package useragent is the resource owner's browser: it opens an authorization request, signs in, allows or refuses,
// and says where it ended.
//
// Two drivers do the same thing. The form driver follows HTML forms over net/http in a fraction of a millisecond; the rod
// driver is a real Chromium for pages that need JavaScript. What to fill and what to press is decided in one place for both.
package useragent

import (
	"context"
	"net/http"
	"net/url"
)

// A Driver makes browsers that know nothing of each other.
type Driver interface {
	// Name is "form" or "rod", and for the latter which browser.
	Name() string
	// Session opens a browser with an empty cookie jar.
	Session(ctx context.Context, o SessionOptions) (Session, error)
	// Close ends every session and, for a real browser, its processes. It has its own deadline.
	Close() error
}

// A Session is one cookie jar. Single sign-on, prompt and login CSRF need the same one twice, or two of them.
// It is used by one goroutine at a time.
type Session interface {
	// Visit opens s and does what p says until the browser arrives at the client or at a page where there is nothing to do.
	// A Landing comes back with an error too, as far as it got. Errors are *Stuck where a page was not understood, and
	// otherwise wrap what net/http or the context said.
	Visit(ctx context.Context, s Start, p Plan) (Landing, error)
	// Close forgets the cookies.
	Close() error
}

// SessionOptions are what one session has to itself.
type SessionOptions struct {
	// Transport carries the form driver's requests in place of the driver's own, so that they can be recorded per scenario.
	// The rod driver has its own network stack and does not use it: its exchanges are in Landing.Chain.
	Transport http.RoundTripper
}

// A User is who signs in.
type User struct{ Name, Password string }

// A Start is the request the user agent is sent off with.
type Start struct {
	Method string // "" is GET
	URL    string
	Form   url.Values  // the body of a POST
	Header http.Header // for the first request only
	// From is the address of a page of another site that sends the request by itself, as a forgery is sent; "" is that the user
	// typed the address. Nothing needs to be there.
	From string
	// Framed shows the request in a frame on that page instead, where only a real browser can look at it. The landing is what
	// the frame shows; of kind plain and without a page where the browser refuses to show it.
	Framed bool
}

// A Plan is what the user does with the pages that are shown.
type Plan struct {
	User        User
	Consent     bool   // allow, or else refuse
	Steps       []Step // of the profile; where none fits, or none is given, the heuristics decide
	RefuseSteps []Step // how to refuse consent; tried before Steps when Consent is false
	// Stop says that a URL belongs to the client: it is never fetched, the visit ends there.
	// It may be called from another goroutine than the caller's, one call at a time.
	Stop func(*url.URL) bool
	// SignOut presses, on a page that asks whether to sign out, the button that says so.
	SignOut bool
	// WithoutLogin ends the visit at the first page that is shown to the user, untouched.
	WithoutLogin bool
	// Hold ends the visit at the first page of that kind, login or consent, just before it is answered: Landing.Held is what
	// would have been sent. A sign-in that takes several pages is held where the password is.
	Hold       Kind
	MaxPages   int  // pages acted upon; 0 is 12
	Screenshot bool // keep a picture of the last page, and not only where the visit got stuck
}

// A Step is how one page is passed, by CSS selectors. It is taken at most once in a visit, on the first page where it fits:
// where everything it names is present.
type Step struct {
	When  string            // what else must be on the page for the step to fit
	Fill  map[string]string // selector: value; {{name}} and {{password}} stand for the user's
	Check []string          // boxes to tick; each selector may match several
	Press string            // button or link; "" submits the form of the first field
}
