package authserver

import (
	"net/url"
	"strings"
	"sync"
)

// refreshFaults break refresh tokens.
var refreshFaults = []Fault{
	{
		Name: "refresh-unbound-client", Violates: "rfc6749-6-refresh-bound-to-client", At: "token.refresh.client",
		Apply: func(o *Options) { o.Token.Refresh.Client = func(*Call) error { return nil } },
	},
	{
		Name: "refresh-unknown-invalid-request", Violates: "rfc6749-6-refresh-unknown", At: "token.refresh.lookup",
		AlsoRed: []string{
			"rfc6749-4.1.2-code-reuse-revokes-refresh-token", "rfc9700-4.14.2-rotation-reuse-detected", // a token that was revoked is not known any more
			"rfc6749-6-access-token-not-a-refresh-token", "rfc9700-4.14.2-refresh-value-integrity", // nor were these ever
			"rfc7009-2.1-hint-wrong", "rfc7009-2.1-public-client", "rfc7009-2.1-refresh-token-revoked", "rfc7009-2.2-hint-unknown", // nor is one that was given up
		},
		Apply: func(o *Options) {
			clean := o.Token.Refresh.Lookup
			o.Token.Refresh.Lookup = func(c *Call) (*Record, error) {
				r, err := clean(c)
				if err != nil {
					err = problem("invalid_request", "there is no such token")
				}
				return r, err
			}
		},
	},
	{
		Name: "refresh-missing-invalid-grant", Violates: "rfc6749-6-refresh-missing", At: "token.refresh.missing",
		Apply: func(o *Options) {
			clean := o.Token.Refresh.Missing
			o.Token.Refresh.Missing = func(c *Call) error {
				if clean(c) != nil {
					return errGrant
				}
				return nil
			}
		},
	},
	{
		Name: "refresh-refused", Violates: "rfc6749-6-refresh-success", At: "token.refresh.expired",
		AlsoRed: []string{
			"rfc6749-2.3.1-basic-supported",                                       // by Basic neither
			"rfc6749-6-refresh-scope-omitted", "rfc6749-6-refresh-scope-narrowed", // a scope is not kept by refusing
			"rfc6749-6-refresh-scope-not-widened",                             // and the error is another
			"rfc7009-2.1-bound-to-client", "rfc7009-2.1-client-auth-required", // a token that was not given up does not work either
		},
		Gross: true, // nothing can be refreshed any more
		Apply: func(o *Options) { o.Token.Refresh.Expired = func(*Call) error { return errGrant } },
	},
	refreshByName("client_secret_basic"),
	refreshByName("client_secret_post"),
	refreshByName("private_key_jwt"),
	{
		Name: "refresh-token-names-its-client", Violates: "rfc6749-6-refresh-client-auth", At: "token.client.methods",
		Apply: func(o *Options) {
			clean := o.Token.Client.Methods
			o.Token.Client.Methods = func(c *Call) error {
				err := clean(c)
				if r, ok := c.s.store.refresh.get(signature(c.Form.Get("refresh_token"))); ok && err != nil && !c.Form.Has("client_id") {
					c.Form.Set("client_id", r.Client.ID)
					c.Method = "guessed"
					return nil
				}
				return err
			}
			allowGuessed(o)
		},
	},
	{
		// Whoever has no secret was not compared with anybody.
		Name: "refresh-unbound-from-public-client", Violates: "rfc6749-6-refresh-bound-to-client", At: "token.refresh.client",
		Apply: func(o *Options) {
			clean := o.Token.Refresh.Client
			o.Token.Refresh.Client = func(c *Call) error {
				if c.Client.Public() {
					return nil
				}
				return clean(c)
			}
		},
	},
	{
		Name: "refresh-bound-to-named-client", Violates: "rfc6749-6-refresh-bound-to-client", At: "token.client.same",
		Apply: func(o *Options) {
			same, bound := o.Token.Client.Same, o.Token.Refresh.Client
			o.Token.Client.Same = func(c *Call, id string) error {
				if c.Grant == "refresh_token" {
					return nil
				}
				return same(c, id)
			}
			o.Token.Refresh.Client = func(c *Call) error {
				if c.Form.Get("client_id") == c.Record.Client.ID {
					return nil
				}
				return bound(c)
			}
		},
	},
	{
		Name: "access-token-refreshes", Violates: "rfc6749-6-access-token-not-a-refresh-token", At: "token.refresh.lookup",
		Apply: func(o *Options) {
			clean := o.Token.Refresh.Lookup
			o.Token.Refresh.Lookup = func(c *Call) (*Record, error) {
				if r, ok := c.s.store.access.get(signature(c.Form.Get("refresh_token"))); ok {
					return r, nil
				}
				return clean(c)
			}
		},
	},
	{
		// Opaque tokens of a product still worked after being changed behind their key.
		Name: "refresh-token-by-its-beginning", Violates: "rfc9700-4.14.2-refresh-value-integrity", At: "token.refresh.lookup",
		Apply: func(o *Options) { lookRefreshUpBy(o, func(t string) string { return t[:min(len(t), 20)] }) },
	},
	{
		// A column of a database that ignores case.
		Name: "refresh-token-in-any-case", Violates: "rfc9700-4.14.2-refresh-value-integrity", At: "token.refresh.lookup",
		Apply: func(o *Options) { lookRefreshUpBy(o, strings.ToLower) },
	},
	{
		Name: "refresh-token-in-redirect", Violates: "rfc6749-10.4-refresh-token-confidentiality", At: "authorize.success.params",
		Apply: func(o *Options) {
			clean := o.Authorize.Success.Params
			o.Authorize.Success.Params = func(a *Authorization, out url.Values) {
				clean(a, out)
				if t, err := a.s.random(); err == nil {
					out.Set("refresh_token", t)
				}
			}
		},
	},
}

func refreshByName(method string) Fault {
	return Fault{
		Name: "refresh-by-name-alone-" + method, Violates: "rfc6749-6-refresh-client-auth", At: "token.client.none",
		Apply: func(o *Options) {
			byName(o, func(c *Call) bool { return c.Grant == "refresh_token" && c.Client.Auth == method })
		},
	}
}

// lookRefreshUpBy finds refresh tokens by what a func leaves of them.
func lookRefreshUpBy(o *Options, what func(string) string) {
	var tokens sync.Map // what is left of a token: the token
	issue, lookup := o.Token.Refresh.Make, o.Token.Refresh.Lookup
	o.Token.Refresh.Make = func(c *Call) (string, error) {
		t, err := issue(c)
		tokens.Store(what(t), t)
		return t, err
	}
	o.Token.Refresh.Lookup = func(c *Call) (*Record, error) {
		if t, ok := tokens.Load(what(c.Form.Get("refresh_token"))); ok {
			c.Form.Set("refresh_token", t.(string))
		}
		return lookup(c)
	}
}
