package authserver

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
)

// authenticate finds out which client calls and has it prove so (RFC 6749 §2.3, §3.2.1).
func (c *Call) authenticate() (err error) {
	o := &c.s.o.Token.Client
	if err := use(c.s, &o.Methods)(c); err != nil {
		return err
	}
	switch c.Method {
	case "client_secret_basic":
		id, secret, err := use(c.s, &o.Basic)(c)
		if err != nil {
			return err
		}
		return c.bySecret(id, secret)
	case "client_secret_post":
		id, secret := use(c.s, &o.Post)(c)
		return c.bySecret(id, secret)
	case "assertion":
		return c.byAssertion()
	}
	if c.Client, err = c.find(c.Form.Get("client_id")); err != nil {
		return err
	}
	return use(c.s, &o.None)(c)
}

func (c *Call) find(id string) (*registered, error) {
	found, err := use(c.s, &c.s.o.Token.Client.Lookup)(c, id)
	if err != nil {
		return nil, err
	}
	if r, ok := c.s.client(found.ID); ok && r.Client == found {
		return r, nil
	}
	return &registered{found, &secretHash{secret: found.Secret}, &clientKeys{set: found.Keys}, found.Grants}, nil
}

func (c *Call) bySecret(id, secret string) (err error) {
	o := &c.s.o.Token.Client
	if c.Client, err = c.find(id); err != nil {
		return err
	}
	if err := use(c.s, &o.Same)(c, id); err != nil {
		return err
	}
	if err := use(c.s, &o.Offered)(c); err != nil {
		return err
	}
	if err := use(c.s, &o.Throttle)(c); err != nil {
		return err
	}
	if !use(c.s, &o.Secret)(c, secret) {
		c.s.wrong(c)
		return errClient
	}
	c.s.right(c)
	return nil
}

var errClient = problem("invalid_client", "the client is not known or did not authenticate")

func clientSeams() (o ClientSeams) {
	o.Methods = clientMethods
	o.Basic = func(c *Call) (string, string, error) { return basic(c.HTTP.Header.Get("Authorization")) }
	o.Post = func(c *Call) (string, string) { return c.Form.Get("client_id"), c.Form.Get("client_secret") }
	o.Lookup = func(c *Call, id string) (*Client, error) {
		if r, ok := c.s.client(id); ok {
			return r.Client, nil
		}
		return nil, errClient
	}
	o.Same = func(c *Call, id string) error {
		if other := c.Form.Get("client_id"); other != "" && other != id {
			return problem("invalid_client", "client_id names another client than the one that authenticates")
		}
		return nil
	}
	o.Offered = func(c *Call) error {
		// A client with a secret may use it in either way: Basic must be served to all of them (RFC 6749 §2.3.1).
		secret := strings.HasPrefix(c.Method, "client_secret_") && c.Method != "client_secret_jwt"
		own := c.Client.Auth == "client_secret_basic" || c.Client.Auth == "client_secret_post"
		if !has(c.s.o.AuthMethods, c.Method) || (c.Method != c.Client.Auth && !(secret && own)) {
			return problem("invalid_client", "the client is not registered for this way to authenticate")
		}
		return nil
	}
	o.None = func(c *Call) error {
		if !c.Client.Public() {
			return problem("invalid_client", "this client has to authenticate")
		}
		return nil
	}
	o.Throttle = throttled
	o.Secret = func(c *Call, secret string) bool { return c.Client.hash.matches(secret) }
	o.assertionSeams()
	return o
}

// clientMethods counts how the client authenticates: a client uses at most one way (RFC 6749 §2.3).
func clientMethods(c *Call) error {
	var used []string
	if c.HTTP.Header.Get("Authorization") != "" {
		used = append(used, "client_secret_basic")
	}
	if c.Form.Has("client_secret") {
		used = append(used, "client_secret_post")
	}
	if c.Form.Has("client_assertion") || c.Form.Has("client_assertion_type") {
		used = append(used, "assertion")
	}
	switch {
	case len(used) > 1 || len(c.HTTP.Header.Values("Authorization")) > 1:
		return problem("invalid_request", "the client authenticates in more than one way")
	case len(used) == 1:
		c.Method = used[0]
	case !c.Form.Has("client_id"):
		return problem("invalid_client", "no client authentication was sent")
	default:
		c.Method = "none"
	}
	return nil
}

// basic decodes Basic credentials, both parts of which are form-encoded (RFC 6749 §2.3.1).
func basic(header string) (id, secret string, err error) {
	scheme, value, _ := strings.Cut(header, " ")
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
	if err != nil || !strings.EqualFold(scheme, "Basic") {
		return "", "", errClient
	}
	first, second, _ := strings.Cut(string(raw), ":")
	id, err1 := url.QueryUnescape(first)
	secret, err2 := url.QueryUnescape(second)
	if err1 != nil || err2 != nil || !text(id) || !text(secret) {
		return "", "", errClient
	}
	return id, secret, nil
}

// peer is the address that the request came from, without its port.
func peer(r *http.Request) string {
	host, _, found := strings.Cut(r.RemoteAddr, "]")
	if !found {
		host, _, _ = strings.Cut(r.RemoteAddr, ":")
	}
	return host
}
