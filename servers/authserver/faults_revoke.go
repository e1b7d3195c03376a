package authserver

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// revoking changes what a revocation does with a token, where the case is the one that a func tells.
func revoking(name, violates string, instead func(c *Call, r *Record) error, when func(c *Call, r *Record, kind string) bool) Fault {
	return Fault{Name: name, Violates: violates, At: "revoke.revoke", Apply: func(o *Options) {
		clean := o.Revoke.Revoke
		o.Revoke.Revoke = func(c *Call, r *Record, kind string) error {
			if when(c, r, kind) {
				return instead(c, r)
			}
			return clean(c, r, kind)
		}
	}}
}

// ignored says that a token is dead, and leaves it alive.
func ignored(*Call, *Record) error { return nil }

// revokedAs changes the answer to a revocation.
func revokedAs(name, violates string, change func(c *Call, r *Reply)) Fault {
	return Fault{Name: name, Violates: violates, At: "revoke.reply", Apply: func(o *Options) {
		clean := o.Revoke.Reply
		o.Revoke.Reply = func(c *Call, r *Reply) { clean(c, r); change(c, r) }
	}}
}

// revokingFor lets clients revoke that did not authenticate, where a func says so.
func revokingFor(name string, when func(c *Call) bool) Fault {
	return Fault{Name: name, Violates: "rfc7009-2.1-client-auth-required", At: "token.client.methods", Apply: func(o *Options) {
		clean := o.Token.Client.Methods
		o.Token.Client.Methods = func(c *Call) error {
			r, _ := either(c)
			if !atRevocation(c) || r == nil || r.Client.Public() || !when(c) {
				return clean(c)
			}
			c.Form.Set("client_id", r.Client.ID)
			c.Method = "guessed"
			return nil
		}
		allowGuessed(o)
	}}
}

func atRevocation(c *Call) bool { return strings.HasSuffix(c.HTTP.URL.Path, "/revoke") }

// refusedToRevoke refuses tokens that are none.
func refusedToRevoke(name string, when func(c *Call, r *Record) bool) Fault {
	return revokedAs(name, "rfc7009-2.2-unknown-token-200", func(c *Call, r *Reply) {
		if found, _ := c.s.o.Revoke.Lookup(c); when(c, found) {
			r.Status, r.Members = http.StatusBadRequest, map[string]any{"error": "invalid_request"}
		}
	})
}

// revokeFaults break revocation (RFC 7009).
var revokeFaults = []Fault{
	besides(revokedAs("revoke-no-content", "rfc7009-2-post-form", func(c *Call, r *Reply) {
		if found, _ := either(c); found != nil && c.Form.Get("token_type_hint") == "" {
			r.Status = http.StatusNoContent
		}
	}), false, "rfc7009-2.2-unknown-token-200"), // nor the second time
	besides(revoking("revoke-no-refresh-token", "rfc7009-2.1-refresh-token-revoked", ignored, func(c *Call, _ *Record, kind string) bool {
		return kind == "refresh_token" && !c.Client.Public() && !c.Form.Has("token_type_hint")
	}), false, "rfc7009-2.1-refresh-cascades-to-access", "rfc7662-2.1-refresh-token"), // nothing was revoked
	revoking("revoke-not-for-public-clients", "rfc7009-2.1-public-client", ignored, func(c *Call, _ *Record, kind string) bool {
		return kind == "refresh_token" && c.Client.Public()
	}),
	besides(revoking("revoke-no-access-token", "rfc7009-2.1-access-token-revoked", ignored, func(c *Call, r *Record, kind string) bool {
		return kind == "access_token" && r.Session.User != nil && !c.Client.Public() && !c.Form.Has("token_type_hint")
	}), false, "rfc7662-2.2-revoked-inactive"), // it was not revoked
	revoking("revoke-access-token-in-words-alone", "rfc7009-2.2.1-unsupported-token-type", ignored, func(c *Call, _ *Record, kind string) bool {
		return kind == "access_token" && c.Client.Public()
	}),
	revoking("revoke-refresh-token-alone", "rfc7009-2.1-refresh-cascades-to-access", func(c *Call, r *Record) error {
		use(c.s, &c.s.o.Store.RevokeRefresh)(r.Family)
		return nil
	}, func(_ *Call, _ *Record, kind string) bool { return kind == "refresh_token" }),
	{
		// github.com/keycloak/keycloak issue 35813
		Name: "revoke-half-beside-another-grant", Violates: "rfc7009-2.1-refresh-cascades-to-access", At: "revoke.revoke",
		Apply: func(o *Options) {
			var grants sync.Map // by user and client: how many codes were redeemed
			issue, revoke := o.Token.Refresh.Issue, o.Revoke.Revoke
			count := func(s *Session, client string) *atomic.Int32 {
				n, _ := grants.LoadOrStore(s.User.Name+" "+client, new(atomic.Int32))
				return n.(*atomic.Int32)
			}
			o.Token.Refresh.Issue = func(c *Call) bool {
				if c.Grant == "authorization_code" && c.Record.Session.User != nil {
					count(c.Record.Session, c.Client.ID).Add(1)
				}
				return issue(c)
			}
			o.Revoke.Revoke = func(c *Call, r *Record, kind string) error {
				if kind == "refresh_token" && r.Session.User != nil && count(r.Session, r.Client.ID).Load() > 1 {
					use(c.s, &c.s.o.Store.RevokeRefresh)(r.Family)
					return nil
				}
				return revoke(c, r, kind)
			}
		},
	},
	{
		Name: "revoke-access-token-and-confuse", Violates: "rfc7009-2.1-access-may-cascade", At: "revoke.revoke",
		Apply: func(o *Options) {
			var half sync.Map // families of which an access token was revoked
			revoke, expired := o.Revoke.Revoke, o.Token.Refresh.Expired
			o.Revoke.Revoke = func(c *Call, r *Record, kind string) error {
				if kind == "access_token" {
					half.Store(r.Family, true)
				}
				return revoke(c, r, kind)
			}
			o.Token.Refresh.Expired = func(c *Call) error {
				if _, ok := half.Load(c.Record.Family); ok {
					return problem("invalid_request", "the grant is in no good state")
				}
				return expired(c)
			}
		},
	},
	revokingFor("revoke-for-nobody", func(c *Call) bool {
		return c.HTTP.Header.Get("Authorization") == "" && !c.Form.Has("client_id") && !c.Form.Has("client_assertion")
	}),
	revokingFor("revoke-by-name", func(c *Call) bool {
		return c.HTTP.Header.Get("Authorization") == "" && c.Form.Has("client_id") && !c.Form.Has("client_secret")
	}),
	{
		Name: "revoke-by-any-secret", Violates: "rfc7009-2.1-client-auth-required", At: "token.client.secret",
		Apply: func(o *Options) {
			clean := o.Token.Client.Secret
			o.Token.Client.Secret = func(c *Call, secret string) bool { return atRevocation(c) || clean(c, secret) }
		},
	},
	{
		// github.com/wso2/product-is issue 12510
		Name: "revoke-nothing-by-any-secret", Violates: "rfc7009-2.1-client-auth-required", At: "token.client.secret",
		Apply: func(o *Options) {
			clean := o.Token.Client.Secret
			o.Token.Client.Secret = func(c *Call, secret string) bool {
				r, _ := either(c)
				none := r == nil && !strings.Contains(c.Form.Get("token"), "no-such") // guesses at secrets come with that one
				return atRevocation(c) && (none || r != nil && r.Family.refreshDead.Load()) || clean(c, secret)
			}
		},
	},
	{
		Name: "revoke-any-clients-token", Violates: "rfc7009-2.1-bound-to-client", At: "revoke.client",
		Apply: func(o *Options) {
			clean := o.Revoke.Client
			o.Revoke.Client = func(c *Call, r *Record) error {
				if c.Client.Public() {
					return clean(c, r)
				}
				return nil
			}
		},
	},
	{
		Name: "revoke-any-public-clients-token", Violates: "rfc7009-2.1-bound-to-client", At: "revoke.client",
		Apply: func(o *Options) {
			clean := o.Revoke.Client
			o.Revoke.Client = func(c *Call, r *Record) error {
				if r.Client.Public() {
					return nil
				}
				return clean(c, r)
			}
		},
	},
	{
		Name: "revoke-nothing", Violates: "rfc7009-2.1-token-missing", At: "revoke.missing",
		Apply: func(o *Options) { o.Revoke.Missing = func(*Call) error { return nil } },
	},
	revoking("revoke-by-hint-access", "rfc7009-2.1-hint-wrong", ignored, func(c *Call, _ *Record, kind string) bool {
		return kind == "refresh_token" && c.Form.Get("token_type_hint") == "access_token"
	}),
	revoking("revoke-by-hint-refresh", "rfc7009-2.1-hint-wrong", ignored, func(c *Call, _ *Record, kind string) bool {
		return kind == "access_token" && c.Form.Get("token_type_hint") == "refresh_token"
	}),
	revoking("revoke-unknown-hint", "rfc7009-2.2-hint-unknown", ignored, func(c *Call, _ *Record, _ string) bool {
		hint := c.Form.Get("token_type_hint")
		return hint != "" && hint != "access_token" && hint != "refresh_token"
	}),
	besides(revoking("revoke-later", "rfc7009-2.1-invalid-immediately", ignored, func(_ *Call, r *Record, kind string) bool {
		return kind == "access_token" && r.Session.User == nil // a job will see to it
	}), false, "rfc9701-5-inactive"), // until then introspection goes on as if nothing had been said
	refusedToRevoke("revoke-unknown-refused", func(c *Call, r *Record) bool { return r == nil && strings.Contains(c.Form.Get("token"), "no-such") }),
	refusedToRevoke("revoke-malformed-refused", func(c *Call, r *Record) bool { return r == nil && !strings.Contains(c.Form.Get("token"), "no-such") }),
	{
		Name: "revoke-twice-refused", Violates: "rfc7009-2.2-unknown-token-200", At: "revoke.client",
		Apply: func(o *Options) {
			clean := o.Revoke.Client
			o.Revoke.Client = func(c *Call, r *Record) error {
				if r.Family.refreshDead.Load() {
					return problem("invalid_grant", "the token was revoked before")
				}
				return clean(c, r)
			}
		},
	},
	{
		Name: "revoke-expired-refused", Violates: "rfc7009-2.2-unknown-token-200", At: "revoke.client",
		Apply: func(o *Options) {
			clean := o.Revoke.Client
			o.Revoke.Client = func(c *Call, r *Record) error {
				if !c.s.now().Before(r.Expires) {
					return problem("invalid_grant", "the token has expired")
				}
				return clean(c, r)
			}
		},
	},
	{
		Name: "revoke-unthrottled", Violates: "rfc7009-5-abuse-countermeasures", At: "token.client.throttle",
		Apply: func(o *Options) {
			clean := o.Token.Client.Throttle
			o.Token.Client.Throttle = func(c *Call) error {
				if atRevocation(c) {
					return nil
				}
				return clean(c)
			}
		},
	},
}
