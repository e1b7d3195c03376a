package resource

import (
	"errors"
	"strings"
	"sync"
)

// believing lets one check of a JWT pass where it should not.
func believing(name, violates, at string, seam func(o *Options) *func(*Token) error, where func(t *Token) bool, also ...string) Fault {
	return Fault{Name: name, Violates: violates, At: at, AlsoRed: also, Apply: func(o *Options) {
		f := seam(o)
		clean := *f
		*f = func(t *Token) error {
			if where(t) {
				return nil
			}
			return clean(t)
		}
	}}
}

func anyToken(*Token) bool { return true }

// otherAudience takes some audiences for this resource that are not.
func otherAudience(name string, taken func(aud any, own string) bool) Fault {
	return believing(name, "rfc9068-4-rs-aud-checked", "jwt.audience", func(o *Options) *func(*Token) error { return &o.JWT.Audience },
		func(t *Token) bool { return taken(t.Claims["aud"], t.s.Resource()) })
}

// otherIssuer takes some issuers for the one that is trusted.
func otherIssuer(name string, taken func(iss any, own string) bool) Fault {
	return believing(name, "rfc9068-4-rs-iss-checked", "jwt.issuer", func(o *Options) *func(*Token) error { return &o.JWT.Issuer },
		func(t *Token) bool { return taken(t.Claims["iss"], t.s.o.Issuer) })
}

// jwtFaults believe tokens that are not to be (RFC 9068 §4).
var jwtFaults = []Fault{
	believing("type-of-any-jwt", "rfc9068-4-rs-typ-checked", "jwt.type", func(o *Options) *func(*Token) error { return &o.JWT.Type },
		func(t *Token) bool { return t.Header["typ"] == nil || t.Header["typ"] == "JWT" }),
	believing("type-of-anything-else", "rfc9068-5-no-cross-jwt", "jwt.type", func(o *Options) *func(*Token) error { return &o.JWT.Type },
		func(t *Token) bool { return t.Header["typ"] == "logout+jwt" || t.Header["typ"] == "dpop+jwt" }),
	believing("type-of-introspection", "rfc9701-8.1-not-accepted-as-access-token", "jwt.type", func(o *Options) *func(*Token) error { return &o.JWT.Type },
		func(t *Token) bool { return t.Header["typ"] == "token-introspection+jwt" }),
	{
		Name: "type-only-short", Violates: "rfc9068-4-rs-typ-long-form", At: "jwt.type",
		Apply: func(o *Options) {
			clean := o.JWT.Type
			o.JWT.Type = func(t *Token) error {
				if t.Header["typ"] == "application/at+jwt" {
					return invalid("the token is no access token")
				}
				return clean(t)
			}
		},
	},
	otherIssuer("issuer-with-or-without-a-slash", func(iss any, own string) bool { return iss == own+"/" }),
	otherIssuer("issuer-in-any-case", func(iss any, own string) bool { s, _ := iss.(string); return strings.EqualFold(s, own) }),
	otherIssuer("issuer-by-its-beginning", func(iss any, own string) bool { s, _ := iss.(string); return strings.HasPrefix(s, own+"/o") }),
	otherIssuer("issuer-not-missed", func(iss any, _ string) bool { return iss == nil }),
	believing("issuer-not-compared", "rfc9068-4-rs-iss-checked", "jwt.issuer", func(o *Options) *func(*Token) error { return &o.JWT.Issuer }, anyToken),
	believing("audience-not-compared", "rfc9068-4-rs-aud-checked", "jwt.audience", func(o *Options) *func(*Token) error {
		clean := o.JWT.Type
		o.JWT.Type = func(t *Token) error { // whoever forgets the audience takes ID tokens too
			if t.Claims["nonce"] != nil {
				return nil
			}
			return clean(t)
		}
		return &o.JWT.Audience
	}, anyToken, "rfc9700-2.3-rs-refuses-other-audience"), // the same, of JWTs
	otherAudience("audience-in-a-list-not-compared", func(aud any, _ string) bool { _, list := aud.([]any); return list }), // CVE-2020-26160
	otherAudience("audience-without-a-name", func(aud any, _ string) bool { return aud == "" }),
	otherAudience("audience-by-its-beginning", func(aud any, own string) bool { // CVE-2024-5798
		s, _ := aud.(string)
		return s != "" && (strings.HasPrefix(s, own) || strings.HasPrefix(own, s))
	}),
	{
		Name: "audience-only-as-text", Violates: "rfc9068-4-rs-aud-array", At: "jwt.audience",
		Apply: func(o *Options) {
			o.JWT.Audience = func(t *Token) error {
				if t.Claims["aud"] != t.s.Resource() {
					return invalid("the token is for another resource")
				}
				return nil
			}
		},
	},
	unsignedIs("unsigned-token-believed", "rfc9068-4-rs-alg-none", func(t *Token) bool {
		alg, _ := t.Header["alg"].(string)
		return strings.EqualFold(alg, "none") || strings.HasSuffix(t.Raw, ".")
	}),
	unsignedIs("signature-not-verified", "rfc9068-4-rs-signature-checked", func(t *Token) bool {
		alg, _ := t.Header["alg"].(string)
		return !strings.EqualFold(alg, "none") && !strings.HasSuffix(t.Raw, ".") && t.Header["crit"] == nil && !namesKey(t)
	}, "rfc6749-10.3-token-guessing"), // a token that was altered is one too
	{
		// CVE-2022-21449
		Name: "zeroes-fit", Violates: "rfc9068-4-rs-signature-checked", At: "jwt.signature",
		Apply: func(o *Options) {
			clean := o.JWT.Signature
			o.JWT.Signature = func(t *Token, keys []Key) error {
				if i := strings.LastIndex(t.Raw, ".") + 1; t.Raw[i:] != "" && strings.Trim(t.Raw[i:], "A") == "" {
					return nil
				}
				return clean(t, keys)
			}
		},
	},
	{
		// CVE-2024-51744: that the token has ended is forgiven, and the worse mistake with it.
		Name: "forged-tokens-that-have-ended", Violates: "rfc9068-4-rs-signature-checked", At: "jwt.signature",
		Apply: func(o *Options) {
			verify, ended := o.JWT.Signature, o.JWT.Expiry
			o.JWT.Signature = func(t *Token, keys []Key) error {
				err := verify(t, keys)
				if end, ok := date(t.Claims["exp"]); err != nil && ok && t.s.now().After(end) {
					t.Header["forged"], err = true, nil
				}
				return err
			}
			o.JWT.Expiry = func(t *Token) error {
				if t.Header["forged"] == true {
					return nil
				}
				return ended(t)
			}
		},
	},
	withoutKeys("signature-believed-where-keys-cannot-be-had", func(err error) bool { return !errors.As(err, new(*Refusal)) },
		"rfc8414-3.3-rs-issuer-mismatch"), // whose keys cannot be had either
	withoutKeys("signature-believed-where-there-are-no-keys", func(err error) bool { return err == errNoKeys }),
	unsignedIs("critical-header-ignored", "rfc7515-4.1.11-rs-crit", func(t *Token) bool { return t.Header["crit"] != nil }), // CVE-2025-59420
	{
		// The token is known again by what stands before its signature.
		Name: "tokens-known-again-by-their-beginning", Violates: "rfc6749-10.3-token-guessing", At: "jwt.signature", Acts: true,
		Apply: func(o *Options) {
			verify := o.JWT.Signature
			var good sync.Map
			o.JWT.Signature = func(t *Token, keys []Key) error {
				signed := t.Raw[:strings.LastIndex(t.Raw, ".")]
				if _, known := good.Load(signed); known {
					return nil
				}
				err := verify(t, keys)
				if err == nil {
					good.Store(signed, true)
				}
				return err
			}
		},
	},
	believing("end-not-looked-at", "rfc9068-4-rs-exp-checked", "jwt.expiry", func(o *Options) *func(*Token) error { return &o.JWT.Expiry }, anyToken),
	believing("beginning-not-looked-at", "rfc9068-4-rs-nbf-checked", "jwt.notbefore", func(o *Options) *func(*Token) error { return &o.JWT.NotBefore }, anyToken),
	{
		Name: "keys-for-ever", Violates: "rfc9068-4-rs-key-rotation", At: "jwt.keys",
		Apply: func(o *Options) {
			clean := o.JWT.Keys
			o.JWT.Keys = func(t *Token, known []Key) []Key {
				if found := clean(t, known); len(found) > 0 {
					return found
				}
				return known
			}
		},
	},
}

// withoutKeys believes signatures that it has no key for, in some cases.
func withoutKeys(name string, where func(err error) bool, also ...string) Fault {
	return Fault{Name: name, Violates: "rfc9068-4-rs-signature-checked", At: "jwt.nokeys", AlsoRed: also,
		Apply: func(o *Options) {
			clean := o.JWT.NoKeys
			o.JWT.NoKeys = func(t *Token, err error) error {
				if where(err) {
					return nil
				}
				return clean(t, err)
			}
		}}
}

// unsignedIs believes some tokens without a look at their signature.
func unsignedIs(name, violates string, which func(t *Token) bool, also ...string) Fault {
	return Fault{Name: name, Violates: violates, At: "jwt.unsigned", AlsoRed: also, Apply: func(o *Options) {
		alg := o.JWT.Algorithm
		o.JWT.Algorithm = func(t *Token) error {
			if which(t) {
				return nil
			}
			return alg(t)
		}
		o.JWT.Unsigned = which
	}}
}

// unscoped lets some tokens do what is wanted of them.
func unscoped(name string, which func(t *Token, wanted string) bool) Fault {
	return Fault{Name: name, Violates: "rfc6749-7-rs-scope-covers", At: "access.scope", Apply: func(o *Options) {
		clean := o.Access.Scope
		o.Access.Scope = func(t *Token, wanted string) error {
			if which(t, wanted) {
				return nil
			}
			return clean(t, wanted)
		}
	}}
}
