package authserver

import (
	"net/http"
	"slices"
	"strings"
)

// exchangeFaults break how a code becomes a token.
var exchangeFaults = []Fault{
	{
		Name:     "token-dead-on-arrival",
		Acts:     true,
		Violates: "rfc6749-4.1.4-token-success",
		At:       "token.reply.success",
		Gross:    true,
		Apply: func(o *Options) {
			clean := o.Token.Reply.Success
			o.Token.Reply.Success = func(c *Call, r *Reply) {
				clean(c, r)
				if c.Grant == "authorization_code" && !c.Client.Public() {
					use(c.s, &c.s.o.Store.RevokeAccess)(c.Family)
				}
			}
		},
	},
	{
		Name:     "grant-type-guessed",
		Violates: "rfc6749-4.1.3-grant-type-required",
		At:       "token.granttype",
		AlsoRed:  []string{"rfc6749-5.2-error-status-400-json"}, // what is granted is not refused
		Apply: func(o *Options) {
			clean := o.Token.GrantType
			o.Token.GrantType = func(c *Call) (GrantFunc, error) {
				if c.Grant == "" && c.Form.Has("code") {
					c.Grant = "authorization_code"
				}
				return clean(c)
			}
		},
	},
	{
		Name:     "missing-code-invalid-grant",
		Violates: "rfc6749-4.1.3-code-required",
		At:       "token.code.missing",
		AlsoRed:  []string{"rfc6749-3.2-token-empty-param"}, // an empty one is missing too
		Apply: func(o *Options) {
			o.Token.Code.Missing = func(c *Call) error { return refuse(!c.Form.Has("code")) }
		},
	},
	{
		Name:     "code-redeemed-by-get",
		Violates: "rfc6749-3.2-token-post-only",
		At:       "token.method",
		Apply: func(o *Options) {
			method, content := o.Token.Method, o.Token.ContentType
			o.Token.Method = func(c *Call) (err error) {
				if c.HTTP.Method != http.MethodGet || c.HTTP.URL.RawQuery == "" {
					return method(c)
				}
				c.Form, err = parseForm(c.HTTP.URL.RawQuery)
				return err
			}
			o.Token.ContentType = func(c *Call) error {
				if c.Form != nil {
					return nil
				}
				return content(c)
			}
		},
	},
	{
		Name:     "token-without-tls",
		Violates: "rfc6749-3.2-token-tls",
		At:       "transport.plain",
		Variant:  "tls",
		Apply: func(o *Options) {
			o.Transport.Plain = func(r *http.Request) bool { return public(r) || strings.HasSuffix(r.URL.Path, "/token") }
		},
	},
	{
		Name:     "scope-by-its-first-word",
		Violates: "rfc6749-3.3-scope-order-free",
		At:       "authorize.scope",
		Apply: func(o *Options) {
			clean := o.Authorize.Scope
			o.Authorize.Scope = func(a *Authorization) error {
				err := clean(a)
				inOrder := slices.IsSortedFunc(a.Scope, func(x, y string) int {
					return slices.Index(a.Client.Scopes, x) - slices.Index(a.Client.Scopes, y)
				})
				if !inOrder {
					a.Scope = a.Scope[:1]
				}
				return err
			}
		},
	},
}
