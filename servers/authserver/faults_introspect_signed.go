package authserver

import (
	"strings"
	"time"
)

// introspectSignedFaults break introspection responses that are JWTs (RFC 9701).
var introspectSignedFaults = []Fault{
	besides(signing("introspect-never-signed", "rfc9701-4-accept-jwt", "wanted", func(o *SignedIntrospectionSeams) {
		o.Wanted = func(*Call) bool { return false }
	}), true), // there is nothing left to judge
	signing("introspect-signed-unknown-401", "rfc9701-4-caller-authenticated", "unknown", func(o *SignedIntrospectionSeams) {
		o.Unknown = func(_ *Call, e *Error) error { return e }
	}),
	signing("introspect-signed-as-plain-jwt", "rfc9701-5-typ", "header", func(o *SignedIntrospectionSeams) {
		o.Header = func(_ *Call, h map[string]any) { h["typ"] = "JWT" }
	}),
	signedClaims("introspect-signed-by-nobody", "rfc9701-5-required-claims", func(_ *Call, m map[string]any) { delete(m, "iss") }),
	signedClaims("introspect-signed-for-the-server", "rfc9701-5-required-claims", func(_ *Call, m map[string]any) { m["aud"] = m["iss"] }),
	signedClaims("introspect-signed-for-another", "rfc9701-5-required-claims", func(_ *Call, m map[string]any) { m["aud"] = "web2" }),
	signedClaims("introspect-signed-as-of-issue", "rfc9701-5-required-claims", func(c *Call, m map[string]any) {
		m["iat"] = c.s.now().Add(-time.Hour).Unix()
	}),
	besides(signedClaims("introspect-signed-flat", "rfc9701-5-required-claims", func(_ *Call, m map[string]any) {
		for k, v := range m["token_introspection"].(map[string]any) {
			if m[k] == nil && k != "sub" && k != "exp" {
				m[k] = v
			}
		}
		delete(m, "token_introspection")
	}), true, "rfc9701-5-inactive"), // what it says of such a token is not there either
	signing("introspect-signed-altered", "rfc9701-5-signed", "sign", func(o *SignedIntrospectionSeams) {
		clean := o.Sign
		o.Sign = func(c *Call, alg string, header, claims map[string]any) (string, error) {
			jwt, err := clean(c, alg, header, claims)
			i := strings.LastIndex(jwt, ".") + 1
			return jwt[:i] + strings.ToLower(jwt[i:]), err
		}
	}),
	signedClaims("introspect-signed-with-sub", "rfc9701-5-no-sub-exp", func(c *Call, m map[string]any) { m["sub"] = c.Client.ID }),
	signedClaims("introspect-signed-with-exp", "rfc9701-5-no-sub-exp", func(c *Call, m map[string]any) { m["exp"] = c.s.now().Add(time.Minute).Unix() }),
	signedClaims("introspect-signed-with-a-reason", "rfc9701-5-inactive", func(_ *Call, m map[string]any) {
		if said := m["token_introspection"].(map[string]any); said["active"] == false {
			said["error"] = "unknown, expired or revoked"
		}
	}),
	signedClaims("introspect-signed-for-any-resource", "rfc9701-5-inactive", func(c *Call, m map[string]any) {
		if c.Client.Resource != "" {
			m["token_introspection"] = map[string]any{"active": true}
		}
	}),
	signing("introspect-signed-whole-scope", "rfc9701-5-scope-narrowed", "scope", func(o *SignedIntrospectionSeams) {
		o.Scope = func(*Call, map[string]any) {}
	}),
	signing("introspect-signed-always-rs256", "rfc9701-6-registered-alg", "alg", func(o *SignedIntrospectionSeams) {
		o.Alg = func(*Call) string { return "RS256" }
	}),
	signing("introspect-signed-es256-by-default", "rfc9701-6-registered-alg", "alg", func(o *SignedIntrospectionSeams) {
		clean := o.Alg
		o.Alg = func(c *Call) string {
			if c.Client.IntrospectionAlg == "" {
				return "ES256"
			}
			return clean(c)
		}
	}),
	published("introspect-signed-unlisted", "rfc9701-7-metadata-algs", sets("introspection_signing_alg_values_supported", []string{"ES384"})),
}

// signing changes one decision about such responses.
func signing(name, violates, at string, change func(*SignedIntrospectionSeams)) Fault {
	return Fault{Name: name, Violates: violates, At: "introspect.signed." + at, Apply: func(o *Options) { change(&o.Introspect.Signed) }}
}

// signedClaims changes the claims of such a response.
func signedClaims(name, violates string, change func(c *Call, claims map[string]any)) Fault {
	return signing(name, violates, "claims", func(o *SignedIntrospectionSeams) { o.Claims = change })
}
