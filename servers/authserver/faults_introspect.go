package authserver

import (
	"net/http"
	"strings"
	"time"
)

// telling changes what introspection tells of a token that is active.
func telling(name, violates string, change func(c *Call, r *Record, m map[string]any)) Fault {
	return Fault{Name: name, Violates: violates, At: "introspect.members", Apply: func(o *Options) {
		clean := o.Introspect.Members
		o.Introspect.Members = func(c *Call, r *Record, kind string, m map[string]any) {
			clean(c, r, kind, m)
			change(c, r, m)
		}
	}}
}

// answering changes an introspection response that is no JWT.
func answering(name, violates string, change func(c *Call, r *Reply)) Fault {
	return Fault{Name: name, Violates: violates, At: "introspect.reply", Apply: func(o *Options) {
		clean := o.Introspect.Reply
		o.Introspect.Reply = func(c *Call, r *Reply) {
			clean(c, r)
			if !o.Introspect.Signed.Wanted(c) {
				change(c, r)
			}
		}
	}}
}

// finding lets introspection find a token otherwise; find is asked first.
func finding(name, violates string, find func(c *Call, token string) (*Record, string)) Fault {
	return Fault{Name: name, Violates: violates, At: "introspect.lookup", Apply: func(o *Options) {
		clean := o.Introspect.Lookup
		o.Introspect.Lookup = func(c *Call) (*Record, string) {
			if r, kind := find(c, c.Form.Get("token")); r != nil {
				return r, kind
			}
			return clean(c)
		}
	}}
}

// letting lets clients know about tokens that are none of their business.
func letting(name, violates, which string) Fault {
	return Fault{Name: name, Violates: violates, At: "introspect.allowed", Apply: func(o *Options) {
		clean := o.Introspect.Allowed
		o.Introspect.Allowed = func(c *Call, r *Record, kind string) bool { return kind == which || clean(c, r, kind) }
	}}
}

// hinted hides tokens of one kind behind a hint.
func hinted(name, violates string, hides func(hint, kind string) bool) Fault {
	return Fault{Name: name, Violates: violates, At: "introspect.lookup", Apply: func(o *Options) {
		clean := o.Introspect.Lookup
		o.Introspect.Lookup = func(c *Call) (*Record, string) {
			r, kind := clean(c)
			if hint := c.Form.Get("token_type_hint"); hint != "" && hides(hint, kind) {
				return nil, ""
			}
			return r, kind
		}
	}}
}

// revived is a record as it were alive.
func revived(r *Record, until time.Time) *Record {
	return &Record{Family: new(Family), Client: r.Client, Session: r.Session, Scope: r.Scope, Expires: until, IssuedAt: r.IssuedAt}
}

// introspectFaults break how introspection is called, and by whom (RFC 7662 §2, §2.1, §2.3, §4).
var introspectFaults = []Fault{
	{
		Name: "introspect-without-tls", Violates: "rfc7662-2-tls", At: "transport.plain", Variant: "tls",
		Apply: func(o *Options) {
			o.Transport.Plain = func(r *http.Request) bool { return public(r) || strings.HasSuffix(r.URL.Path, "/introspect") }
			admit := o.Introspect.Public
			o.Introspect.Public = func(c *Call) bool { return c.HTTP.TLS == nil || admit(c) }
		},
	},
	answering("introspect-as-page", "rfc7662-2.1-post-form", func(_ *Call, r *Reply) { r.Header.Set("Content-Type", "text/html") }),
	{
		Name: "introspect-for-anybody", Violates: "rfc7662-2.1-auth-required", At: "introspect.public",
		AlsoRed: []string{"rfc9701-4-caller-authenticated"}, // in either form
		Apply: func(o *Options) {
			o.Introspect.Public = func(c *Call) bool {
				return c.HTTP.Header.Get("Authorization") == "" && !c.Form.Has("client_id") && !c.Form.Has("client_assertion")
			}
		},
	},
	{
		Name: "introspect-by-name", Violates: "rfc7662-2.1-auth-required", At: "introspect.public",
		Apply: func(o *Options) {
			o.Introspect.Public = func(c *Call) bool {
				return c.HTTP.Header.Get("Authorization") == "" && c.Form.Has("client_id") && !c.Form.Has("client_secret")
			}
		},
	},
	{
		Name: "introspect-nothing-active", Violates: "rfc7662-2.1-token-missing", At: "introspect.missing",
		Apply: func(o *Options) {
			o.Introspect.Missing = func(*Call) error { return nil }
			clean := o.Introspect.Reply
			o.Introspect.Reply = func(c *Call, r *Reply) {
				clean(c, r)
				if c.Form.Get("token") == "" {
					r.Members["active"] = true
				}
			}
		},
	},
	hinted("introspect-by-hint-access", "rfc7662-2.1-hint-wrong", func(hint, kind string) bool { return hint == "refresh_token" && kind != hint }),
	hinted("introspect-by-hint-refresh", "rfc7662-2.1-hint-wrong", func(hint, kind string) bool { return hint == "access_token" && kind != hint }),
	hinted("introspect-unknown-hint", "rfc7662-2.1-hint-unknown", func(hint, _ string) bool { return !strings.HasSuffix(hint, "s_token") && hint != "refresh_token" }),
	finding("introspect-replaced-refresh-token", "rfc7662-2.1-refresh-token", func(c *Call, t string) (*Record, string) {
		if r, ok := c.s.store.refresh.get(signature(t)); ok && r.Used() && !r.Family.refreshDead.Load() {
			return revived(r, r.Expires), "refresh_token"
		}
		return nil, ""
	}),
	finding("introspect-revoked-refresh-token", "rfc7662-2.1-refresh-token", func(c *Call, t string) (*Record, string) {
		if r, ok := c.s.store.refresh.get(signature(t)); ok && !r.Used() {
			return revived(r, r.Expires), "refresh_token"
		}
		return nil, ""
	}),
	letting("introspect-refresh-token-for-everybody", "rfc7662-2.2-caller-not-allowed", "refresh_token"),
	besides(letting("introspect-access-token-for-everybody", "rfc7662-4-audience-checked", "access_token"), false, "rfc9701-5-inactive"), // in either form
	answering("introspect-signed-claims-for-everybody", "rfc7662-4-audience-checked", func(c *Call, r *Reply) { // CVE-2026-18208
		found, kind := either(c)
		if kind == "access_token" && found.Client.ID != c.Client.ID && r.Members["active"] == false {
			r.Members["jwt"], _ = c.s.Sign("ES256", map[string]any{}, map[string]any{"client_id": found.Client.ID, "scope": found.Scope})
		}
	}),
	{
		Name: "introspect-wrong-secret-400", Violates: "rfc7662-2.3-wrong-credentials-401", At: "token.reply.error",
		Apply: func(o *Options) {
			refusingAt(o, "/introspect", "invalid_client", func(r *Reply) {
				r.Status = http.StatusBadRequest
				r.Header.Del("WWW-Authenticate")
			})
		},
	},
	{
		Name: "introspect-wrong-bearer-400", Violates: "rfc7662-2.3-wrong-bearer-401", At: "token.reply.error",
		Apply: func(o *Options) {
			refusingAt(o, "/introspect", "invalid_token", func(r *Reply) { r.Status = http.StatusBadRequest })
		},
	},
}

// refusingAt changes how one endpoint refuses with one error.
func refusingAt(o *Options, path, code string, change func(r *Reply)) {
	clean := o.Token.Reply.Error
	o.Token.Reply.Error = func(c *Call, e *Error, r *Reply) {
		clean(c, e, r)
		if e.Code == code && strings.HasSuffix(c.HTTP.URL.Path, path) {
			change(r)
		}
	}
}
