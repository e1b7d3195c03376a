package authserver

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// claiming changes the claims of an ID token before it is signed.
func claiming(name, violates string, change func(c *Call, claims map[string]any)) Fault {
	return Fault{Name: name, Violates: violates, At: "idtoken.claims", Variant: "oidc", Apply: func(o *Options) { o.IDToken.Claims = change }}
}

// idTokenFaults break what an ID token says (OpenID Connect Core §2, §3.1.3.6, §5.7, §8.1, §10.1).
var idTokenFaults = append([]Fault{
	{
		Name: "idtoken-not-for-confidential", Violates: "oidc-core-3.1.3.3-id-token-returned", At: "idtoken.issue", Variant: "oidc",
		AlsoRed: []string{ // there is none at all
			"oidc-core-3.1.2.1-openid-scope", "oidc-core-2-no-nonce-when-not-sent",
		},
		Gross: true,
		Apply: func(o *Options) {
			clean := o.IDToken.Issue
			o.IDToken.Issue = func(c *Call) bool { return clean(c) && c.Client.Public() }
		},
	},
	{
		Name: "idtoken-not-for-public", Violates: "oidc-core-3.1.3.3-id-token-returned", At: "idtoken.issue", Variant: "oidc",
		Gross: true,
		Apply: func(o *Options) {
			clean := o.IDToken.Issue
			o.IDToken.Issue = func(c *Call) bool { return clean(c) && !c.Client.Public() }
		},
	},
	{
		Name: "idtoken-openid-first", Violates: "oidc-core-3.1.2.1-openid-scope", At: "idtoken.issue", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.IDToken.Issue
			o.IDToken.Issue = func(c *Call) bool { return clean(c) && c.Record.Scope[0] == "openid" }
		},
	},
	claiming("idtoken-no-iat", "oidc-core-2-required-claims", func(_ *Call, m map[string]any) { delete(m, "iat") }),
	also(claiming("idtoken-other-issuer", "oidc-core-2-iss", func(_ *Call, m map[string]any) { m["iss"] = m["iss"].(string) + "/" }),
		asHint, toLeave), // the server does not know it for its own
	{
		Name: "idtoken-long-sub", Violates: "oidc-core-2-sub-length", At: "idtoken.claims", Variant: "oidc",
		AlsoRed: []string{"oidc-core-5.3.2-userinfo-sub", "rfc7662-2.2-sub-for-user-grant", asHint}, // all others name the user as before
		Apply: func(o *Options) {
			o.IDToken.Claims = func(_ *Call, m map[string]any) { m["sub"] = m["sub"].(string) + strings.Repeat("0", 256) }
		},
	},
	also(claiming("idtoken-other-audience", "oidc-core-2-aud", func(_ *Call, m map[string]any) { m["aud"] = []string{"another"} }),
		toLeave), // it is another client's
	claiming("idtoken-other-azp", "oidc-core-2-azp", func(_ *Call, m map[string]any) { m["azp"] = "another" }),
	claiming("idtoken-expired", "oidc-core-2-exp-iat-sane", func(c *Call, m map[string]any) { m["exp"] = c.s.now().Add(-time.Hour).Unix() }),
	claiming("idtoken-ends-before-it-begins", "oidc-core-2-exp-iat-sane", func(c *Call, m map[string]any) { m["exp"] = c.s.now().Add(-time.Minute).Unix() }),
	claiming("idtoken-exp-in-milliseconds", "oidc-core-2-exp-iat-sane", func(_ *Call, m map[string]any) { m["exp"] = m["exp"].(int64) * 1000 }),
	claiming("idtoken-nonce-cut", "oidc-core-2-nonce", func(_ *Call, m map[string]any) {
		if n, ok := m["nonce"].(string); ok && len(n) > 32 && len(n) < 255 {
			m["nonce"] = n[:32]
		}
	}),
	claiming("idtoken-nonce-decoded", "oidc-core-2-nonce", func(_ *Call, m map[string]any) {
		if n, ok := m["nonce"].(string); ok {
			m["nonce"] = strings.ReplaceAll(strings.ReplaceAll(n, "+", " "), "%2B", "+")
		}
	}),
	claiming("idtoken-nonce-invented", "oidc-core-2-no-nonce-when-not-sent", func(c *Call, m map[string]any) {
		if c.Record.Session.Nonce == "" {
			m["nonce"] = "0"
		}
	}),
	claiming("idtoken-auth-time-of-issue", "oidc-core-2-auth-time-with-max-age", func(c *Call, m map[string]any) {
		if c.Grant == "authorization_code" {
			m["auth_time"] = c.s.now().Unix()
		}
	}),
	claiming("idtoken-no-auth-time", "oidc-core-2-auth-time-with-max-age", func(_ *Call, m map[string]any) { delete(m, "auth_time") }),
	claiming("idtoken-amr-as-text", "oidc-core-2-amr-acr-types", func(_ *Call, m map[string]any) { m["amr"] = "pwd" }),
	claiming("idtoken-at-hash-of-another", "oidc-core-3.1.3.6-at-hash-valid", func(_ *Call, m map[string]any) { m["at_hash"] = leftHalf("RS256", "another") }),
	{
		Name: "idtoken-other-key", Violates: "oidc-core-2-signed", At: "idtoken.sign", Variant: "oidc",
		AlsoRed: []string{asHint, toLeave}, // the server does not know it for its own
		Apply: func(o *Options) {
			clean := o.IDToken.Sign
			o.IDToken.Sign = func(c *Call, alg string, header, claims map[string]any) (string, error) {
				raw, err := clean(c, alg, header, claims)
				claims["iat"] = claims["iat"].(int64) + 1
				return swapPayload(raw, claims), err
			}
		},
	},
	{
		Name: "idtoken-unsigned", Violates: "oidc-core-2-alg-none-only-on-request", At: "idtoken.sign", Variant: "oidc",
		AlsoRed: []string{"oidc-core-2-signed", asHint, toLeave}, // nothing is there to verify
		Apply: func(o *Options) {
			o.IDToken.Sign = func(_ *Call, _ string, header, claims map[string]any) (string, error) {
				header["alg"] = "none"
				return segmentOf(header) + "." + segmentOf(claims) + ".", nil
			}
		},
	},
	{
		Name: "idtoken-no-kid", Violates: "oidc-core-10.1-kid-when-many-keys", At: "idtoken.header", Variant: "oidc",
		Apply: func(o *Options) { o.IDToken.Header = func(_ *Call, h map[string]any) { delete(h, "kid") } },
	},
	{
		Name: "sub-new-each-time", Violates: "oidc-core-5.7-sub-stable", At: "idtoken.subject", Variant: "oidc",
		AlsoRed: []string{"oidc-core-8.1-pairwise", asHint}, // a subject that changes is the same nowhere
		Apply: func(o *Options) {
			o.IDToken.Subject = func(s *Server, _ *Client, _ *User) string {
				v, _ := s.random() // an empty subject would be no less wrong
				return v
			}
		},
	},
	{
		Name: "sub-of-the-client", Violates: "oidc-core-5.7-sub-stable", At: "idtoken.subject", Variant: "oidc",
		AlsoRed: []string{"oidc-core-3.1.2.2-id-token-hint-other-user", "oidc-rpinit-2-confirm-without-hint"}, // all users are the one that is hinted at
		Apply: func(o *Options) {
			o.IDToken.Subject = func(_ *Server, c *Client, _ *User) string {
				if c.SectorID != "" {
					return c.SectorID
				}
				return c.ID
			}
		},
	},
	{
		Name: "pairwise-by-client", Violates: "oidc-core-8.1-pairwise", At: "idtoken.subject", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.IDToken.Subject
			o.IDToken.Subject = func(s *Server, c *Client, u *User) string {
				if c.SectorID != "" {
					return c.ID + "-" + u.Sub
				}
				return clean(s, c, u)
			}
		},
	},
	{
		Name: "pairwise-public", Violates: "oidc-core-8.1-pairwise", At: "idtoken.subject", Variant: "oidc",
		Apply: func(o *Options) { o.IDToken.Subject = func(_ *Server, _ *Client, u *User) string { return u.Sub } },
	},
}, keyHeaders()...)

// keyHeaders are one fault for each header member that brings a key along.
func keyHeaders() []Fault {
	members := map[string]func(s *Server) any{
		"jku": func(*Server) any { return "https://keys.example/jwks" },
		"x5u": func(*Server) any { return "https://keys.example/chain.pem" },
		"x5c": func(*Server) any { return []string{"MIIB"} },
		"jwk": func(s *Server) any { return publicKeys(s)[0] },
	}
	var out []Fault
	for member, value := range members {
		f := Fault{Name: "idtoken-brings-" + member, Violates: "oidc-core-2-no-key-headers", At: "idtoken.sign", Variant: "oidc"}
		if member == "x5c" {
			f.AlsoRed = []string{"oidc-core-2-signed", asHint, toLeave} // it is no certificate, so that no library reads the token
		}
		f.Apply = func(o *Options) {
			clean := o.IDToken.Sign
			o.IDToken.Sign = func(c *Call, alg string, header, claims map[string]any) (string, error) {
				header[member] = value(c.s)
				return clean(c, alg, header, claims)
			}
		}
		out = append(out, f)
	}
	return out
}

// swapPayload replaces what a JWT says and keeps its signature.
func swapPayload(raw string, claims map[string]any) string {
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return raw
	}
	return parts[0] + "." + segmentOf(claims) + "." + parts[2]
}

func segmentOf(v map[string]any) string {
	b, _ := json.Marshal(v) // maps of JSON values always encode
	return base64.RawURLEncoding.EncodeToString(b)
}

// asHint is red where the server does not know its own ID token for one, or not the user whom it names; toLeave where it does not know
// it for one, or not whose client's it is.
const (
	asHint  = "oidc-core-3.1.2.1-id-token-hint"
	toLeave = "oidc-rpinit-2-full-request"
)

// also adds what cannot help failing with a fault.
func also(f Fault, red ...string) Fault {
	f.AlsoRed = append(f.AlsoRed, red...)
	return f
}
