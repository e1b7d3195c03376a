package authserver

import (
	"errors"
	"mime"
	"net/http"
	"strings"
)

// SignedIntrospectionSeams are the decisions about introspection responses that are JWTs (RFC 9701).
type SignedIntrospectionSeams struct {
	Wanted  func(c *Call) bool            // does the caller ask for one
	Unknown func(c *Call, e *Error) error // how a caller is refused that did not authenticate
	Scope   func(c *Call, m map[string]any)
	Alg     func(c *Call) string
	Claims  func(c *Call, claims map[string]any)
	Header  func(c *Call, header map[string]any)
	Sign    func(c *Call, alg string, header, claims map[string]any) (string, error)
	Reply   func(c *Call, r *Reply)
}

// signedType is the type of such a response, and of its JWT.
const signedType = "token-introspection+jwt"

// signIntrospection makes a JWT of an introspection response (RFC 9701 §5).
func (c *Call) signIntrospection(reply *Reply) error {
	o := &c.s.o.Introspect.Signed
	use(c.s, &o.Scope)(c, reply.Members)
	claims := map[string]any{"iss": c.s.o.Issuer, "aud": c.Client.ID, "iat": c.s.now().Unix(), "token_introspection": reply.Members}
	use(c.s, &o.Claims)(c, claims)
	alg := use(c.s, &o.Alg)(c)
	header := map[string]any{"typ": signedType, "kid": c.s.kid(alg)}
	use(c.s, &o.Header)(c, header)
	jwt, err := use(c.s, &o.Sign)(c, alg, header, claims)
	if err != nil {
		return err
	}
	reply.Body = []byte(jwt)
	reply.Header.Set("Content-Type", "application/"+signedType)
	use(c.s, &o.Reply)(c, reply)
	return nil
}

// unknown turns the refusal of a caller that showed nothing to know it by into one with the status that RFC 9701 §5 wants.
func (c *Call) unknown(err error) error {
	e := new(Error)
	if !errors.As(err, &e) || e.Status != http.StatusUnauthorized || c.showsCredentials() || !use(c.s, &c.s.o.Introspect.Signed.Wanted)(c) {
		return err
	}
	return use(c.s, &c.s.o.Introspect.Signed.Unknown)(c, e)
}

// showsCredentials says whether a request has anything that could authenticate its sender.
func (c *Call) showsCredentials() bool {
	return c.HTTP.Header.Get("Authorization") != "" || c.Form.Has("client_secret") || c.Form.Has("client_assertion")
}

// accepts says whether a request's Accept fields name a media type.
func accepts(h http.Header, want string) bool {
	for part := range strings.SplitSeq(strings.Join(h.Values("Accept"), ","), ",") {
		if t, _, err := mime.ParseMediaType(part); err == nil && t == want {
			return true
		}
	}
	return false
}

// narrowed leaves what concerns a protected API of a token's scope (RFC 9701 §5).
func narrowed(c *Call, m map[string]any) {
	all, ok := m["scope"].(string)
	if !ok || len(c.Client.ResourceScopes) == 0 {
		return
	}
	var kept []string
	for _, s := range strings.Fields(all) {
		if has(c.Client.ResourceScopes, s) {
			kept = append(kept, s)
		}
	}
	if m["scope"] = strings.Join(kept, " "); len(kept) == 0 {
		delete(m, "scope")
	}
}

func signedIntrospectionSeams() SignedIntrospectionSeams {
	return SignedIntrospectionSeams{
		Wanted:  func(c *Call) bool { return accepts(c.HTTP.Header, "application/"+signedType) },
		Unknown: func(_ *Call, e *Error) error { return &Error{http.StatusBadRequest, e.Code, e.Description} },
		Scope:   narrowed,
		Alg: func(c *Call) string {
			if c.Client.IntrospectionAlg != "" {
				return c.Client.IntrospectionAlg
			}
			return "RS256" // RFC 9701 §6
		},
		Claims: func(*Call, map[string]any) {},
		Header: func(*Call, map[string]any) {},
		Sign: func(c *Call, alg string, header, claims map[string]any) (string, error) {
			return c.s.sign(alg, header, claims)
		},
		Reply: func(*Call, *Reply) {},
	}
}
