package resource

// To add a seam: give the family's struct a func field, and set its default in that family's file. Call it with
// use(s, &s.o.Family.Name); its name is the path of the field in lower case: JWT.Issuer is "jwt.issuer".

import (
	"crypto/x509"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/oauthspec/oauthspec/servers/seam"
)

// Options are what a resource server is made of: plain settings, and the seams that faults change. Get them from Defaults.
type Options struct {
	Variant  string // one of Variants
	URL      string // where it is reached, without a final slash. Set it before New.
	Issuer   string // whose tokens it takes. Set it before New.
	ClientID string // by which it asks about tokens; empty: it registers itself when first needed (RFC 7591)
	Secret   string
	Users    map[string]User // local accounts, by the subject of a token
	Timeout  time.Duration   // of a request to the issuer
	Leeway   time.Duration   // by which the issuer's clock may be off
	Now      func() time.Time
	RootCAs  *x509.CertPool                            // trusted in place of the system's; nil is the system's
	Wrap     func(http.RoundTripper) http.RoundTripper // around every request it makes, to listen in; or nil

	Transport TransportSeams
	Bearer    BearerSeams
	JWT       JWTSeams
	Ask       AskSeams
	Signed    SignedSeams
	Access    AccessSeams
	Refuse    RefuseSeams
	Metadata  MetadataSeams
	CORS      CORSSeams
}

// A User is a local account.
type User struct {
	Name  string
	Roles []string
}

// Scopes that the routes want.
const (
	ReadScope  = "api:read"
	WriteScope = "api:write"
)

// TransportSeams are the decisions of how a request comes in.
type TransportSeams struct {
	Plain func(r *http.Request) bool // without TLS where the API is on https: it is served all the same (RFC 6750 §5.2)
}

// BearerSeams are the decisions of how a token is sent (RFC 6750 §2).
type BearerSeams struct {
	Header func(r *http.Request) (string, error)              `seam:"question"`
	Body   func(r *http.Request, body []byte) (string, error) `seam:"question"`
	Query  func(r *http.Request) (string, error)              `seam:"question"`
	One    func(tokens []string) (string, error)              `seam:"question"` // RFC 6750 §2: one method in each request
}

// JWTSeams are the checks of RFC 9068 §4, as they fall.
type JWTSeams struct {
	Type      func(t *Token) error               `seam:"question"`
	Algorithm func(t *Token) error               `seam:"question"`
	Unsigned  func(t *Token) bool                `seam:"question"` // is it believed whoever signed it (RFC 8725 §3.2)
	Keys      func(t *Token, known []Key) []Key  `seam:"question"` // that may have signed it; none: the issuer is asked for newer ones
	NoKeys    func(t *Token, err error) error    `seam:"question"` // what comes of a token that no key can be had for
	Metadata  func(t *Token, named string) error `seam:"question"` // whose they are (RFC 8414 §3.3), when keys are read
	Signature func(t *Token, keys []Key) error   `seam:"question"`
	Issuer    func(t *Token) error               `seam:"question"`
	Audience  func(t *Token) error               `seam:"question"`
	Expiry    func(t *Token) error               `seam:"question"`
	NotBefore func(t *Token) error               `seam:"question"`
}

// AskSeams are the decisions of an introspection (RFC 7662 §2).
type AskSeams struct {
	Request func(t *Token, r *http.Request)
	Failed  func(t *Token, err error) error `seam:"question"` // the issuer cannot be asked
	Active  func(t *Token) error            `seam:"question"`
	Cached  func(t *Token) map[string]any   // what is known already
}

// SignedSeams are the checks of an answer that is a JWT (RFC 9701 §5), before what it says of a token counts.
type SignedSeams struct {
	Type      func(answer *Token) error `seam:"question"`
	Signature func(answer *Token) error `seam:"question"`
	Issuer    func(answer *Token) error `seam:"question"`
	Audience  func(answer *Token) error `seam:"question"`
}

// AccessSeams decide what a valid token opens.
type AccessSeams struct {
	Scope func(t *Token, wanted string) error                   `seam:"question"`
	User  func(t *Token) (User, bool)                           `seam:"question"`
	Reply func(t *Token, h http.Header, members map[string]any) `seam:"question"`
}

// RefuseSeams are the refusals of RFC 6750 §3.
type RefuseSeams struct {
	Challenge func(r *Refusal) string                       `seam:"question"`
	Body      func(r *Refusal, token string) map[string]any `seam:"question"`
}

// MetadataSeams are RFC 9728.
type MetadataSeams struct {
	Path     func(s *Server, path string) bool                      `seam:"question"` // is it the document's
	Document func(m map[string]any)                                 `seam:"question"`
	Keys     func(own []Key) []Key                                  `seam:"question"` // that are published
	Sign     func(s *Server, claims map[string]any) (string, error) // a document (RFC 9728 §2.2)
	Type     func() string                                          `seam:"question"`
}

// CORSSeams are the decisions about browsers on other sites.
type CORSSeams struct {
	Preflight func(w http.ResponseWriter, r *http.Request) bool // answered
}

// Variants lists the clean servers there are; the first is the default.
//
//   - jwt validates tokens itself
//   - introspection asks the issuer about each
//   - signed-introspection wants the answers signed (RFC 9701)
//   - generous validates them, takes them wherever RFC 6750 lets it, and publishes all that RFC 9728 knows of
func Variants() []string { return []string{"jwt", "introspection", "signed-introspection", "generous"} }

// asks says whether the issuer is asked about tokens.
func (o *Options) asks() bool {
	return o.Variant == "introspection" || o.Variant == "signed-introspection"
}

// Defaults gives the options of a clean server of one variant. Its URL and Issuer are empty.
func Defaults(variant string) (Options, error) {
	if variant == "" {
		variant = Variants()[0]
	}
	if !slices.Contains(Variants(), variant) {
		return Options{}, fmt.Errorf("unknown variant %q of the resource server", variant)
	}
	bearer := bearerSeams()
	if variant == "generous" {
		bearer.Body, bearer.Query = formToken, urlToken
	}
	return Options{Variant: variant, Timeout: 3 * time.Second, Leeway: time.Minute, Now: time.Now, Transport: transportSeams(), Bearer: bearer, JWT: jwtSeams(),
		Ask: askSeams(), Signed: signedSeams(), Access: accessSeams(), Refuse: refuseSeams(), Metadata: metadataSeams(), CORS: corsSeams()}, nil
}

// use records that a seam is being called and returns it.
func use[F any](s *Server, f *F) F { return seam.Use(&s.seen, f) }

// Seams lists the names of all seams, in the order of Options.
func Seams() []string { return seam.Names[Options]() }
