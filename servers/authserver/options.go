package authserver

// To add a seam: give the family's struct (seams_*.go) a func field, and set its default beside the others of
// that family (defaults_*.go). Call it with use(s, &s.o.Family.Name); its name is the path of the field in
// lower case: Token.Code.Client is "token.code.client". Tag it `seam:"question"` where it answers from what it is handed, and
// does nothing but answer and change that: a proof then runs its faults only where they would decide otherwise.

import (
	"fmt"
	"io"
	"time"
)

// Options are what a server is made of: plain settings, and the seams that faults change. Get them from Defaults.
type Options struct {
	Variant string // "oauth2.0", …
	Issuer  string // issuer identifier without a final slash; may have a path. Set it before New.

	Clients []Client
	Users   []User

	GlobalSecret      []byte   // keys pairwise subjects and anti-forgery tokens
	SigningAlgs       []string // of published keys, the default first: ES256, RS256, EdDSA
	AccessTokenFormat string   // "opaque" or "jwt" (RFC 9068)
	SecretHash        string   // of client secrets: "sha256", or "bcrypt:N" with cost N

	OpenID           bool // ID tokens, userinfo, openid-configuration
	RequirePKCE      bool // code_challenge demanded of every client
	PlainPKCE        bool // the plain method is offered beside S256
	Registration     bool // anybody may register a client (RFC 7591), and name an address that its keys are fetched from
	RequireRedirect  bool // redirect_uri demanded even where only one is registered
	TokenURLAudience bool // assertions may name the token URL as audience, beside the issuer

	AuthMethods   []string // client authentication methods offered
	GrantTypes    []string // offered, as in metadata
	ResponseTypes []string
	ResponseModes []string
	Scopes        []string // all scopes the server knows
	DefaultScope  []string // granted when none is asked for

	SecondFactor SecondFactor // asked for after the right password; nil asks for none

	Lifetimes  Lifetimes
	WrongLimit int              // wrong secrets per client and peer before 429; they come back two a second
	MaxRecords int              // live records per table; the oldest go first, so that memory is bounded
	Now        func() time.Time // the clock that Advance moves on
	Rand       io.Reader        // codes, tokens, session identifiers

	Transport  TransportSeams
	Authorize  AuthorizeSeams
	Token      TokenSeams
	Access     AccessSeams
	IDToken    IDTokenSeams
	Userinfo   UserinfoSeams
	JWKS       JWKSSeams
	Metadata   MetadataSeams
	Register   RegisterSeams
	Introspect IntrospectSeams
	Revoke     RevokeSeams
	Resource   ResourceSeams
	DPoP       DPoPSeams
	Store      StoreSeams
	Session    SessionSeams
	Logout     LogoutSeams
}

// Lifetimes says how long things live.
type Lifetimes struct {
	Code, Access, Refresh, IDToken time.Duration
	Session                        time.Duration // of a sign-in
	Interaction                    time.Duration // from authorization request to consent
	Assertion                      time.Duration // how far ahead a client assertion's exp may lie
	Proof                          time.Duration // how old a proof of possession may be
	Nonce                          time.Duration // of one that such a proof has to have
}

// Client is a registered client. The zero Scopes and Grants allow nothing.
type Client struct {
	ID            string
	Name          string // shown on the consent page
	Secret        string
	Kind          string // "confidential", "public", "native" or "machine"
	Auth          string // client_secret_basic, client_secret_post, private_key_jwt, client_secret_jwt, none
	Redirects     []string
	PostLogout    []string // where a browser may be sent after signing out (RP-Initiated Logout §3.1)
	Grants        []string // authorization_code, refresh_token, client_credentials
	ResponseTypes []string
	Scopes        []string
	Keys          []byte // JWK Set: its public keys are used
	JWKSURI       string // where its JWK Set is fetched, when Keys is empty
	IDTokenAlg    string // of its ID tokens; empty is RS256
	SectorID      string // set: its users have pairwise subjects in this sector
	Resource      string // set: it is a protected API, and asks about the tokens that are meant for this one

	ResourceScopes   []string // set: it is a protected API that these scopes concern
	IntrospectionAlg string   // of introspection responses that are JWTs; empty is RS256
	UserinfoAlg      string   // set: its userinfo responses are signed
	DPoPBound        bool     // it always proves that it holds a key (RFC 9449 §5.2)
}

// Public says whether the client cannot keep a secret (RFC 6749 §2.1); a native one never can (RFC 8252 §8.4).
func (c *Client) Public() bool { return c.Kind == "public" || c.Kind == "native" }

// User is a resource owner. Claims holds standard claims (OpenID Connect Core §5.1) as JSON values.
type User struct {
	Name     string // what is typed at sign-in
	Password string
	Sub      string // public subject
	Claims   map[string]any
}

// Variants lists the clean servers there are; the first is the default. The one called tls is the one called oidc, to
// be put behind an https issuer.
func Variants() []string { return []string{"oauth2.0", "oauth2.1", "oidc", "tls"} }

// Defaults gives the options of a clean server of one variant. Its Issuer is empty.
func Defaults(variant string) (Options, error) {
	o := base()
	switch variant {
	case "", "oauth2.0":
		variant = "oauth2.0"
	case "oauth2.1":
		o.RequirePKCE, o.PlainPKCE, o.RequireRedirect, o.TokenURLAudience = true, false, true, false
		o.AccessTokenFormat = "jwt"
	case "oidc", "tls":
		o.openID()
	default:
		return Options{}, fmt.Errorf("unknown variant %q of the authorization server", variant)
	}
	o.Variant = variant
	return o, nil
}
