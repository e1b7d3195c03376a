package authserver

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ory/fosite"
)

// Call is one request to the token, introspection or revocation endpoint, as far as it has been understood.
type Call struct {
	HTTP   *http.Request
	Form   url.Values // of the body
	Client *registered
	Method string // how the client authenticates: client_secret_basic, …
	Grant  string
	Record *Record // of the code or refresh token that is presented
	Family *Family // of what is issued
	Scope  []string
	Proof  *Proof // of the key that the caller holds; nil where none was sent

	s    *Server
	out  *fosite.AccessResponse
	life time.Duration
}

func (c *Call) lifetime() time.Duration {
	if c.life == 0 {
		c.life = use(c.s, &c.s.o.Token.Lifetime)(c)
	}
	return c.life
}

func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	c := &Call{HTTP: r, s: s}
	if err := c.token(); err != nil {
		c.fail(w, err)
		return
	}
	reply := newReply(w, http.StatusOK)
	reply.Members = c.out.ToMap()
	use(s, &s.o.Token.Reply.Success)(c, reply)
	c.handNonce(reply)
	reply.write(w)
}

func (c *Call) token() error {
	o := &c.s.o.Token
	if err := c.read(); err != nil {
		return err
	}
	grant, err := use(c.s, &o.GrantType)(c)
	if err != nil {
		return err
	}
	if err := c.authenticate(); err != nil {
		return err
	}
	if err := use(c.s, &o.Allowed)(c); err != nil {
		return err
	}
	if err := c.prove(); err != nil {
		return err
	}
	return grant(c)
}

// read takes in the request as all three endpoints do.
func (c *Call) read() (err error) {
	o := &c.s.o.Token
	if err := use(c.s, &o.Method)(c); err != nil {
		return err
	}
	if err := use(c.s, &o.ContentType)(c); err != nil {
		return err
	}
	if c.Form == nil {
		if c.Form, err = readBody(c.HTTP); err != nil {
			return err
		}
	}
	if err := use(c.s, &o.Params)(c); err != nil {
		return err
	}
	use(c.s, &o.Empty)(c)
	c.Grant = c.Form.Get("grant_type")
	return nil
}

func (c *Call) fail(w http.ResponseWriter, err error) {
	e, reply := asError(err), newReply(w, 0)
	reply.Status = e.Status
	reply.Members = map[string]any{"error": e.Code}
	if d := printable(e.Description); d != "" {
		reply.Members["error_description"] = d
	}
	use(c.s, &c.s.o.Token.Reply.Error)(c, e, reply)
	c.handNonce(reply)
	reply.write(w)
}

// tokenSeams are the clean token endpoint.
func tokenSeams() (t TokenSeams) {
	t.Wire = plainWire
	t.Method = func(c *Call) error {
		if c.HTTP.Method != http.MethodPost {
			return &Error{http.StatusMethodNotAllowed, "invalid_request", "only POST is served here"}
		}
		return nil
	}
	t.ContentType = func(c *Call) error {
		if !isForm(c.HTTP.Header) {
			return use(c.s, &c.s.o.Token.OtherType)(c)
		}
		return nil
	}
	t.OtherType = func(*Call) error {
		return problem("invalid_request", "the body is not declared as application/x-www-form-urlencoded")
	}
	t.Params = func(c *Call) error {
		if name := repeated(c.Form); name != "" {
			return problem("invalid_request", "the parameter "+name+" stands more than once")
		}
		return nil
	}
	t.Empty = func(c *Call) { dropEmpty(c.Form) }
	t.GrantType = grantType
	t.Allowed = func(c *Call) error {
		if !has(c.Client.Grants, c.Grant) {
			return problem("unauthorized_client", "the client is not registered for this grant")
		}
		return nil
	}
	t.Lifetime = func(c *Call) time.Duration { return c.s.o.Lifetimes.Access }
	t.Client = clientSeams()
	t.codeSeams()
	t.refreshSeams()
	t.credentialsSeams()
	t.Reply.Success = tokenReply
	t.Reply.Error = func(_ *Call, e *Error, r *Reply) {
		noStore(r.Header)
		switch e.Status {
		case http.StatusMethodNotAllowed:
			r.Header.Set("Allow", http.MethodPost)
		case http.StatusUnauthorized:
			r.Header.Set("WWW-Authenticate", `Basic realm="clients", charset="UTF-8"`)
			if e.Code == "invalid_token" {
				r.Header.Set("WWW-Authenticate", `Bearer realm="clients", error="invalid_token"`)
			}
		case http.StatusTooManyRequests:
			r.Header.Set("Retry-After", "1")
		}
	}
	return t
}

func grantType(c *Call) (GrantFunc, error) {
	switch {
	case c.Grant == "":
		return nil, problem("invalid_request", "grant_type is missing")
	case !has(c.s.o.GrantTypes, c.Grant):
	case c.Grant == "authorization_code":
		return (*Call).code, nil
	case c.Grant == "refresh_token":
		return (*Call).refresh, nil
	case c.Grant == "client_credentials":
		return (*Call).credentials, nil
	}
	return nil, problem("unsupported_grant_type", "this grant type is not served here")
}

// tokenReply is RFC 6749 §5.1. fosite spells the type in lower case, truncates expires_in and sends an empty scope.
func tokenReply(c *Call, r *Reply) {
	noStore(r.Header)
	r.Members["token_type"] = tokenType(use(c.s, &c.s.o.DPoP.Access)(c))
	r.Members["expires_in"] = int64(c.lifetime() / time.Second)
	r.Members["scope"] = strings.Join(c.Scope, " ")
	if len(c.Scope) == 0 {
		delete(r.Members, "scope")
	}
}
