package authserver

import (
	"encoding/json"
	"io"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// tokenRequestFaults break how a token request is read, which scope it leads to, and how long its token lives.
var tokenRequestFaults = []Fault{
	{
		Name: "empty-scope-is-a-scope", Violates: "rfc6749-3.2-token-empty-param", At: "token.credentials.scope",
		Apply: func(o *Options) {
			keepEmpty(o, "scope")
			clean := o.Token.Credentials.Scope
			o.Token.Credentials.Scope = func(c *Call) error {
				if c.Form.Has("scope") && c.Form.Get("scope") == "" {
					return problem("invalid_scope", "the scope is empty")
				}
				return clean(c)
			}
		},
	},
	{
		Name: "empty-code-is-a-code", Violates: "rfc6749-3.2-token-empty-param", At: "token.code.missing",
		Apply: func(o *Options) {
			keepEmpty(o, "code")
			clean := o.Token.Code.Missing
			o.Token.Code.Missing = func(c *Call) error {
				if c.Form.Has("code") {
					return nil
				}
				return clean(c)
			}
		},
	},
	readsAlso("token-request-in-json", "application/json", func(body string) url.Values {
		var members map[string]string
		if json.Unmarshal([]byte(body), &members) != nil {
			return nil
		}
		form := url.Values{}
		for name, value := range members {
			form.Set(name, value)
		}
		return form
	}),
	readsAlso("token-request-in-plain-text", "text/plain", func(body string) url.Values {
		form, err := url.ParseQuery(body)
		if err != nil {
			return nil
		}
		return form
	}),
	decodesForms("letters-stay-encoded", func(body string) string { return encodedLetter.ReplaceAllString(body, "%25$1") }),
	decodesForms("encoded-blanks-stay-encoded", func(body string) string {
		if strings.Contains(body, "%63%6F%64%65") { // every character is encoded, and that is another matter
			return body
		}
		return strings.ReplaceAll(body, "%20", "%2520")
	}),
	{
		Name: "parameters-beyond-ascii-refused", Violates: "rfc6749-b-form-encoding-utf8", At: "token.params",
		Apply: func(o *Options) {
			clean := o.Token.Params
			o.Token.Params = func(c *Call) error {
				if c.Form.Get("größe") != "" {
					return problem("invalid_request", "a parameter is not ASCII")
				}
				return clean(c)
			}
		},
	},
	{
		Name: "unknown-scope-left-out-silently", Violates: "rfc6749-3.3-scope-returned-when-different", At: "token.credentials.scope",
		Apply: func(o *Options) {
			unknown := func(c *Call) bool { return !within(scopeOr(c.Form.Get("scope"), nil), c.Client.Scopes) }
			ownScope(o, func(c *Call, clean error) error {
				if asked := c.Scope; clean != nil && len(asked) > 1 && !malformed(c) {
					c.Scope = asked[:1]
					return nil
				}
				return clean
			})
			reply := o.Token.Reply.Success
			o.Token.Reply.Success = func(c *Call, r *Reply) {
				if reply(c, r); c.Grant == "client_credentials" && unknown(c) {
					delete(r.Members, "scope")
				}
			}
		},
	},
	{
		Name: "scope-demanded-of-machines", Violates: "rfc6749-3.3-scope-default-or-error", At: "token.credentials.scope",
		Apply: func(o *Options) {
			ownScope(o, func(c *Call, clean error) error {
				if c.Form.Get("scope") == "" {
					return problem("invalid_request", "the scope is missing")
				}
				return clean
			})
		},
	},
	{
		Name: "scope-demanded-of-users", Violates: "rfc6749-3.3-scope-default-or-error", At: "authorize.scope",
		Apply: func(o *Options) {
			clean := o.Authorize.Scope
			o.Authorize.Scope = func(a *Authorization) error {
				if a.Params.Get("scope") == "" && a.Params.Get("redirect_uri") != "" {
					return problem("invalid_request", "the scope is missing")
				}
				return clean(a)
			}
		},
	},
	{
		Name: "scope-in-any-case", Violates: "rfc6749-3.3-scope-case-sensitive", At: "token.credentials.scope",
		Apply: func(o *Options) {
			ownScope(o, func(c *Call, clean error) error {
				if lower := strings.Split(strings.ToLower(c.Form.Get("scope")), " "); clean != nil && within(lower, c.Client.Scopes) {
					c.Scope = lower
					return nil
				}
				return clean
			})
		},
	},
	{
		Name: "access-token-outlives-its-lifetime", Violates: "rfc6749-5.1-token-expiry-honoured", At: "store.live", Gross: true,
		AlsoRed: []string{"rfc7662-2.2-expired-inactive", "rfc9701-5-inactive"}, // introspection asks the same
		Apply: func(o *Options) {
			clean := o.Store.Live
			o.Store.Live = func(r *Record, kind string, now time.Time) bool {
				if kind == "access_token" && now.After(r.Expires) {
					now = r.IssuedAt
				}
				return clean(r, kind, now)
			}
		},
	},
}

// encodedLetter is a small letter that nobody needs to encode.
var encodedLetter = regexp.MustCompile(`%(6[1-9A-F]|7[0-9A])`)

// keepEmpty reads one parameter as a value where it has none.
func keepEmpty(o *Options, name string) {
	clean := o.Token.Empty
	o.Token.Empty = func(c *Call) {
		there := c.Form.Has(name)
		clean(c)
		if there && !c.Form.Has(name) {
			c.Form.Set(name, "")
		}
	}
}

// readsAlso takes parameters from a body of another type than a form.
func readsAlso(name, mediaType string, parse func(body string) url.Values) Fault {
	return Fault{
		Name: name, Violates: "rfc6749-3.2-token-wrong-content-type", At: "token.othertype",
		Apply: func(o *Options) {
			clean := o.Token.OtherType
			o.Token.OtherType = func(c *Call) error {
				if c.HTTP.Header.Get("Content-Type") == mediaType {
					c.Form = parse(bodyOf(c))
					return nil
				}
				return clean(c)
			}
		},
	}
}

// decodesForms changes a form before it is decoded.
func decodesForms(name string, change func(body string) string) Fault {
	return Fault{
		Name: name, Violates: "rfc6749-b-form-encoding-utf8", At: "token.contenttype", Acts: true, // it reads the body
		Apply: func(o *Options) {
			clean := o.Token.ContentType
			o.Token.ContentType = func(c *Call) error {
				if err := clean(c); err != nil {
					return err
				}
				body := bodyOf(c)
				form, err := parseForm(change(body))
				c.Form = form
				return err
			}
		},
	}
}

// bodyOf reads the body of a request that is known to be short: what it cannot read is missing.
func bodyOf(c *Call) string {
	b, err := io.ReadAll(io.LimitReader(c.HTTP.Body, maxBody))
	if err != nil {
		return ""
	}
	return string(b)
}

// ownScope has the last word on the scope of a client's own token.
func ownScope(o *Options, decide func(c *Call, clean error) error) {
	clean := o.Token.Credentials.Scope
	o.Token.Credentials.Scope = func(c *Call) error { return decide(c, clean(c)) }
}
