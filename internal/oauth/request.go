// Package oauth is the protocol client: it says exactly what it is told and forgives nothing.
package oauth

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// A Request is an authorization, token, resource or metadata request before it is put on the wire.
type Request struct {
	Method string // POST where empty and there is a form or a body, else GET
	URL    string
	Header http.Header
	Form   url.Values // sent in the body, or with GET in the query
	Body   []byte     // wins over Form
	Auth   Auth

	err error // what went wrong while it was made
}

// Auth is how a client authenticates at an endpoint (RFC 6749 section 2.3, RFC 7523 section 2.2).
// A zero Auth sends nothing.
type Auth struct {
	Method string // client_secret_basic, client_secret_post, private_key_jwt, client_secret_jwt, none
	ID     string
	Secret string
	Sign   func() (string, error) // makes a fresh client assertion
}

// A Mutation changes one thing about a request.
type Mutation func(*Request)

// Without leaves a parameter out.
func Without(name string) Mutation { return func(r *Request) { r.Form.Del(name) } }

// With sets a parameter to exactly these values: two make it a repeated one.
func With(name string, values ...string) Mutation {
	return func(r *Request) { r.Form[name] = values }
}

// Twice repeats a parameter with the value it has.
func Twice(name string) Mutation {
	return func(r *Request) { r.Form[name] = append(r.Form[name], r.Form.Get(name)) }
}

// AuthAs takes back how the client authenticates and does it as told instead.
func AuthAs(a Auth) Mutation {
	return func(r *Request) {
		r.Header.Del("Authorization")
		for _, n := range []string{"client_id", "client_secret", "client_assertion", "client_assertion_type"} {
			r.Form.Del(n)
		}
		r.authenticate(a)
	}
}

// Also adds a second authentication to the one there is.
func Also(a Auth) Mutation { return func(r *Request) { r.authenticate(a) } }

// WithHeader sets a header field.
func WithHeader(name, value string) Mutation {
	return func(r *Request) { r.Header.Set(name, value) }
}

// WithBody sends these bytes in place of the form.
func WithBody(contentType string, body []byte) Mutation {
	return func(r *Request) {
		r.Header.Set("Content-Type", contentType)
		r.Body = body
	}
}

// AsJSON sends the parameters as a JSON object in place of a form.
func AsJSON() Mutation {
	return func(r *Request) {
		m := map[string]string{}
		for k := range r.Form {
			m[k] = r.Form.Get(k)
		}
		b, _ := json.Marshal(m) // a map of strings always encodes
		WithBody("application/json", b)(r)
	}
}

// ByGET sends the parameters in the query of a GET request.
func ByGET() Mutation { return func(r *Request) { r.Method = http.MethodGet } }

// InQuery moves a parameter from the body to the query of the URL.
func InQuery(names ...string) Mutation {
	return func(r *Request) {
		for _, n := range names {
			for _, v := range r.Form[n] {
				r.URL = AddQuery(r.URL, n, v)
			}
			r.Form.Del(n)
		}
	}
}

// AddQuery appends one parameter to a URL and keeps the query it has byte for byte.
func AddQuery(raw, name, value string) string {
	sep := "?"
	if strings.Contains(raw, "?") {
		sep = "&"
	}
	return raw + sep + url.QueryEscape(name) + "=" + url.QueryEscape(value)
}

// Basic is the Authorization header of client_secret_basic: id and secret form-encoded first (RFC 6749 section 2.3.1).
func Basic(id, secret string) string {
	return BasicRaw(url.QueryEscape(id), url.QueryEscape(secret))
}

// BasicRaw is the header without the form encoding.
func BasicRaw(id, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))
}

// AssertionType is the client_assertion_type of a JWT (RFC 7523 section 2.2).
const AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// authenticate puts the client's authentication into header and parameters.
func (r *Request) authenticate(a Auth) {
	switch a.Method {
	case "client_secret_basic":
		r.Header.Set("Authorization", Basic(a.ID, a.Secret))
	case "client_secret_post":
		r.Form.Set("client_id", a.ID)
		r.Form.Set("client_secret", a.Secret)
	case "private_key_jwt", "client_secret_jwt":
		s, err := a.Sign()
		if err != nil && r.err == nil {
			r.err = fmt.Errorf("sign a client assertion for %s: %w", a.ID, err)
		}
		r.Form.Set("client_assertion_type", AssertionType)
		r.Form.Set("client_assertion", s)
	case "none":
		r.Form.Set("client_id", a.ID)
	}
}

// Apply is a copy of the request as it goes on the wire: authenticated, then mutated in order, so that
// a mutation can change what authentication put there.
func (r Request) Apply(m ...Mutation) (Request, error) {
	c := r
	c.Header = r.Header.Clone()
	if c.Header == nil {
		c.Header = http.Header{}
	}
	c.Form = make(url.Values, len(r.Form))
	for k, v := range r.Form {
		c.Form[k] = append([]string(nil), v...)
	}
	c.authenticate(r.Auth)
	for _, f := range m {
		f(&c)
	}
	return c, c.err
}
