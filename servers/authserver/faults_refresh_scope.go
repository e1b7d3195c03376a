package authserver

import "strings"

// refreshScopeFaults break what a refresh grants.
var refreshScopeFaults = []Fault{
	{
		Name: "refresh-grants-what-is-asked", Violates: "rfc6749-6-refresh-scope-not-widened", At: "token.refresh.scope",
		Apply: func(o *Options) {
			o.Token.Refresh.Scope = func(c *Call) error {
				c.Scope = scopeOr(c.Form.Get("scope"), c.Record.Scope)
				return nil
			}
		},
	},
	{
		Name: "refresh-without-scope-gets-default", Violates: "rfc6749-6-refresh-scope-omitted", At: "token.refresh.scope",
		AlsoRed: []string{"rfc6749-6-refresh-new-token-same-scope"}, // the refresh that shows it has no scope either
		Apply: func(o *Options) {
			clean := o.Token.Refresh.Scope
			o.Token.Refresh.Scope = func(c *Call) error {
				err := clean(c)
				if c.Form.Get("scope") == "" {
					c.Scope = c.s.o.DefaultScope
				}
				return err
			}
		},
	},
	{
		Name: "refresh-for-less-gets-all", Violates: "rfc6749-6-refresh-scope-narrowed", At: "token.refresh.scope",
		Apply: func(o *Options) {
			clean, reply := o.Token.Refresh.Scope, o.Token.Reply.Success
			o.Token.Refresh.Scope = func(c *Call) error {
				err := clean(c)
				c.Scope = c.Record.Scope
				return err
			}
			o.Token.Reply.Success = func(c *Call, r *Reply) {
				if reply(c, r); c.Grant == "refresh_token" && c.Form.Get("scope") != "" {
					r.Members["scope"] = strings.Join(scopeOr(c.Form.Get("scope"), nil), " ")
				}
			}
		},
	},
	{
		Name: "refresh-for-less-narrows-for-ever", Violates: "rfc6749-6-refresh-new-token-same-scope", At: "token.refresh.keep",
		Apply: func(o *Options) {
			o.Token.Refresh.Keep = func(c *Call) []string {
				if c.Grant == "refresh_token" {
					return c.Scope
				}
				return c.Record.Scope
			}
		},
	},
}
