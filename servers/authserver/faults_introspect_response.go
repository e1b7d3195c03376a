package authserver

import (
	"strings"
	"sync"
	"time"
)

// introspectResponseFaults break what introspection says (RFC 7662 §2.2, §4).
var introspectResponseFaults = []Fault{
	answering("introspect-true-as-text", "rfc7662-2.2-active-boolean", func(_ *Call, r *Reply) {
		if r.Members["active"] == true {
			r.Members["active"] = "true"
		}
	}),
	answering("introspect-false-as-text", "rfc7662-2.2-active-boolean", func(_ *Call, r *Reply) {
		if r.Members["active"] == false {
			r.Members["active"] = "false"
		}
	}),
	finding("introspect-knows-nothing", "rfc7662-2.2-active-token", func(c *Call, _ string) (*Record, string) {
		if r, kind := either(c); r != nil && kind == "access_token" {
			return revived(r, time.Time{}), kind // which was long ago
		}
		return nil, ""
	}),
	telling("introspect-scope-as-list", "rfc7662-2.2-member-types", func(_ *Call, r *Record, m map[string]any) { m["scope"] = r.Scope }),
	telling("introspect-wider-scope", "rfc7662-2.2-scope-matches-grant", func(_ *Call, r *Record, m map[string]any) {
		if r.Session.User == nil && len(r.Scope) == len(r.Client.Scopes) {
			m["scope"] = strings.Join(append([]string{"admin"}, r.Scope...), " ")
		}
	}),
	telling("introspect-other-client", "rfc7662-2.2-client-id-matches", func(_ *Call, _ *Record, m map[string]any) { m["client_id"] = "another" }),
	telling("introspect-other-lifetime", "rfc7662-2.2-exp-matches-expires-in", func(_ *Call, r *Record, m map[string]any) {
		m["exp"] = r.Expires.Add(time.Hour).Unix()
	}),
	besides(telling("introspect-kind-as-type", "rfc7662-2.2-token-type", func(_ *Call, _ *Record, m map[string]any) { m["token_type"] = "access_token" }),
		false, "rfc9449-6.2-introspection-jkt"), // which wants the same of tokens that are bound to keys
	variant("oidc", telling("introspect-name-as-subject", "rfc7662-2.2-sub-for-user-grant", func(_ *Call, r *Record, m map[string]any) {
		if r.Session.User != nil {
			m["sub"] = r.Session.User.Name
		}
	})),
	besides(answering("introspect-unknown-refused", "rfc7662-2.2-unknown-token-inactive", func(c *Call, r *Reply) {
		if found, _ := either(c); found == nil {
			r.Status, r.Members = 400, map[string]any{"error": "invalid_request"}
		}
	}), false, "rfc7662-2.2-active-boolean"), // an error says nothing of the sort
	findingBy("introspect-by-beginning", "rfc7662-2.2-unknown-token-inactive", "", func(t string) string { return t[:min(len(t), 20)] }),
	// Where the character is that was changed makes no difference.
	besides(findingBy("introspect-jwt-by-signature", "rfc7662-4-signature-checked", "oauth2.1", func(t string) string { return t[strings.LastIndex(t, ".")+1:] }),
		false, "rfc7662-2.2-unknown-token-inactive"),
	besides(findingBy("introspect-jwt-without-signature", "rfc7662-4-signature-checked", "oauth2.1", func(t string) string { return t[:strings.LastIndex(t, ".")+1] }),
		false, "rfc7662-2.2-unknown-token-inactive"), // nor how much of the signature is left
	besides(finding("introspect-expired", "rfc7662-2.2-expired-inactive", func(c *Call, t string) (*Record, string) {
		if r, kind := either(c); r != nil && kind == "access_token" && !r.Used() && !c.s.now().Before(r.Expires) {
			return revived(r, c.s.now().Add(time.Hour)), kind
		}
		return nil, ""
	}), true, "rfc9701-5-inactive"), // there is no inactive token to be told about
	finding("introspect-revoked", "rfc7662-2.2-revoked-inactive", func(c *Call, t string) (*Record, string) {
		if r, kind := either(c); r != nil && kind == "access_token" && r.Session.User != nil && r.Used() {
			return revived(r, r.Expires), kind
		}
		return nil, ""
	}),
	answering("introspect-with-a-reason", "rfc7662-2.2-inactive-nothing-else", func(c *Call, r *Reply) {
		if found, _ := either(c); found != nil && r.Members["active"] == false {
			r.Members["reason"] = "expired or revoked"
		}
	}),
}

// besides adds to a fault what cannot help failing with it, or that it takes the ground from under others.
func besides(f Fault, gross bool, alsoRed ...string) Fault {
	f.Gross, f.AlsoRed = gross, alsoRed
	return f
}

// variant plants a fault in another clean server.
func variant(name string, f Fault) Fault {
	f.Variant = name
	return f
}

// findingBy finds a token that it has seen by what a func leaves of it.
func findingBy(name, violates, in string, what func(string) string) Fault {
	return variant(in, Fault{Name: name, Violates: violates, At: "introspect.lookup", Apply: func(o *Options) {
		clean := o.Introspect.Lookup
		var seen sync.Map // what is left of a token: its record
		o.Introspect.Lookup = func(c *Call) (*Record, string) {
			t := what(c.Form.Get("token"))
			r, kind := clean(c)
			if r != nil && kind == "access_token" {
				seen.Store(t, r)
			} else if known, ok := seen.Load(t); ok && r == nil {
				return known.(*Record), "access_token"
			}
			return r, kind
		}
	}})
}
