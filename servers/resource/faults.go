package resource

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/servers/fault"
)

// Fault breaks one requirement of a resource server.
type Fault = fault.Fault[Options]

// Faults are all of them, by what they break.
func Faults() []Fault {
	return slices.Concat(bearerFaults, refusalFaults, jwtFaults, keyFaults, askFaults, signedFaults, metadataFaults, corsFaults, generousFaults)
}

// bearerFaults take tokens from where they should not be, or not from where they should (RFC 6750 §2).
var bearerFaults = []Fault{
	{
		Name: "header-not-read", Violates: "rfc6750-2.1-header-supported", At: "bearer.header",
		Gross: true,
		Apply: func(o *Options) {
			clean := o.Bearer.Header
			o.Bearer.Header = func(r *http.Request) (string, error) {
				if t, err := clean(r); t == "" || err != nil {
					return t, err
				}
				return "", nil
			}
		},
	},
	{
		Name: "scheme-only-as-written", Violates: "rfc6750-2.1-scheme-case-insensitive", At: "bearer.header",
		Apply: func(o *Options) {
			clean := o.Bearer.Header
			o.Bearer.Header = func(r *http.Request) (string, error) {
				if !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
					return "", nil
				}
				return clean(r)
			}
		},
	},
	{
		Name: "token-in-json", Violates: "rfc6750-2.2-body-form-only", At: "bearer.body",
		Apply: func(o *Options) {
			clean := o.Bearer.Body
			o.Bearer.Body = func(r *http.Request) (string, error) {
				var m struct {
					Token string `json:"access_token"`
				}
				if r.Header.Get("Content-Type") == "application/json" && json.NewDecoder(r.Body).Decode(&m) == nil {
					return m.Token, nil
				}
				return clean(r)
			}
		},
	},
	{
		Name: "token-in-form-by-get", Violates: "rfc6750-2.2-body-form-only", At: "bearer.body",
		Apply: func(o *Options) {
			clean := o.Bearer.Body
			o.Bearer.Body = func(r *http.Request) (string, error) {
				if r.Method != http.MethodGet || r.Header.Get("Content-Type") == "" {
					return clean(r)
				}
				b := make([]byte, 8_000)
				n, _ := r.Body.Read(b) // the fault does not mind how it ends
				v, err := url.ParseQuery(string(b[:n]))
				return v.Get("access_token"), err
			}
		},
	},
	{
		Name: "second-header-ignored", Violates: "rfc6750-3.1-invalid-request", At: "bearer.header",
		Apply: func(o *Options) {
			clean := o.Bearer.Header
			o.Bearer.Header = func(r *http.Request) (string, error) {
				one := &http.Request{Header: http.Header{}}
				if v := r.Header.Get("Authorization"); v != "" {
					one.Header.Set("Authorization", v)
				}
				return clean(one)
			}
		},
	},
	{
		Name: "second-token-in-form-ignored", Violates: "rfc6750-3.1-one-method-only", At: "bearer.body",
		Apply: func(o *Options) { o.Bearer.Body = func(*http.Request) (string, error) { return "", nil } },
	},
	{
		Name: "second-token-in-url-ignored", Violates: "rfc6750-3.1-one-method-only", At: "bearer.query",
		Apply: func(o *Options) { o.Bearer.Query = func(*http.Request) (string, error) { return "", nil } },
	},
	{
		Name: "token-in-url", Violates: "oauth21-5.1-rs-ignores-query-token", At: "bearer.query",
		Apply: func(o *Options) {
			o.Bearer.Query = func(r *http.Request) (string, error) { return r.URL.Query().Get("access_token"), nil }
		},
	},
	{
		Name: "scope-not-checked", Violates: "oauth21-5.2-rs-validates", At: "access.scope",
		AlsoRed: []string{"rfc6750-3.1-insufficient-scope"}, Gross: true, // nothing is refused, and there is no challenge to look at
		Apply: func(o *Options) { o.Access.Scope = func(*Token, string) error { return nil } },
	},
	unscoped("no-scope-is-every-scope", func(t *Token) bool { s, _ := t.Claims["scope"].(string); return s == "" }),
	unscoped("scope-not-checked-without-a-client", func(t *Token) bool { return t.Claims["client_id"] == nil }), // CVE-2026-54560
	{
		Name: "token-in-the-answer", Violates: "rfc9700-4.9.3-rs-token-leak", At: "access.reply",
		Apply: func(o *Options) {
			o.Access.Reply = func(t *Token, _ http.Header, m map[string]any) { m["token"] = t.Raw }
		},
	},
	{
		Name: "token-in-the-refusal", Violates: "rfc9700-4.9.3-rs-token-leak", At: "refuse.body",
		Apply: func(o *Options) {
			o.Refuse.Body = func(r *Refusal, token string) map[string]any {
				return map[string]any{"error": r.Code, "token": token}
			}
		},
	},
}

// challenging changes the challenge.
func challenging(name, violates string, change func(r *Refusal, clean string) string, also ...string) Fault {
	return Fault{Name: name, Violates: violates, At: "refuse.challenge", AlsoRed: also, Apply: func(o *Options) {
		clean := o.Refuse.Challenge
		o.Refuse.Challenge = func(r *Refusal) string { return change(r, clean(r)) }
	}}
}

// gross marks a fault that takes the ground from under other scenarios.
func gross(f Fault) Fault {
	f.Gross = true
	return f
}

// refusalFaults refuse wrongly (RFC 6750 §3).
var refusalFaults = []Fault{
	gross(challenging("basic-asked-for", "rfc6750-3-no-token-challenge", func(r *Refusal, clean string) string {
		if r.Code == "" {
			return strings.Replace(clean, "Bearer", "Basic", 1)
		}
		return clean
	}, "rfc6750-3-challenge-has-auth-param")), // it is no Bearer challenge
	challenging("challenge-of-a-word", "rfc6750-3-challenge-has-auth-param", func(r *Refusal, clean string) string {
		if r.Code == "" {
			return "Bearer"
		}
		return clean
	}),
	challenging("error-without-token", "rfc6750-3-no-token-no-error-code", func(r *Refusal, clean string) string {
		if r.Code == "" {
			return clean + `, error="invalid_token"`
		}
		return clean
	}),
	challenging("error-twice", "rfc6750-3-challenge-attributes-once", func(r *Refusal, clean string) string {
		if r.Code != "" {
			return clean + `, error="invalid_token"`
		}
		return clean
	}),
	challenging("scope-twice", "rfc6750-3-challenge-attributes-once", func(r *Refusal, clean string) string {
		if r.Scope != "" {
			return clean + `, scope="` + r.Scope + `"`
		}
		return clean
	}),
	challenging("challenge-without-commas", "rfc6750-3-challenge-has-auth-param", func(r *Refusal, clean string) string {
		if r.Code != "" {
			return strings.ReplaceAll(clean, ", ", " ")
		}
		return clean
	}),
	challenging("no-error", "rfc6750-3.1-invalid-token", func(r *Refusal, clean string) string {
		if r.Code == "invalid_token" && !strings.Contains(r.Text, "ended") {
			return `Bearer realm="api"`
		}
		return clean
	}),
	challenging("no-scope-error", "rfc6750-3.1-insufficient-scope", func(r *Refusal, clean string) string {
		if r.Code == "insufficient_scope" {
			return `Bearer realm="api", error="invalid_token"`
		}
		return clean
	}),
	challenging("metadata-elsewhere", "rfc9728-5.1-www-authenticate", func(r *Refusal, clean string) string {
		return strings.ReplaceAll(clean, wellKnown+"/data", wellKnown+"/nowhere")
	}),
	challenging("end-of-token-not-named", "rfc9068-4-rs-error-code", func(r *Refusal, clean string) string {
		if strings.Contains(r.Text, "ended") {
			return `Bearer realm="api"`
		}
		return clean
	}),
}

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
		return !strings.EqualFold(alg, "none") && !strings.HasSuffix(t.Raw, ".") && !namesKey(t)
	}, "rfc6749-10.3-token-guessing"), // a token that was altered is one too
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
	believing("end-not-looked-at", "rfc9068-4-rs-exp-checked", "jwt.expiry", func(o *Options) *func(*Token) error { return &o.JWT.Expiry }, anyToken,
		"rfc9068-4-rs-error-code"), // nothing is refused
	believing("beginning-not-looked-at", "rfc9068-4-rs-nbf-checked", "jwt.notbefore", func(o *Options) *func(*Token) error { return &o.JWT.NotBefore }, anyToken),
	{
		Name: "keys-for-ever", Violates: "rfc9068-4-rs-key-rotation", At: "jwt.keys",
		Apply: func(o *Options) {
			o.JWT.Keys = func(t *Token) ([]Key, error) {
				if len(t.s.keys.keys) == 0 {
					return t.s.keysFor(t)
				}
				return t.s.keys.keys, nil
			}
		},
	},
}

// unsignedIs believes some tokens without a look at their signature.
func unsignedIs(name, violates string, which func(t *Token) bool, also ...string) Fault {
	return Fault{Name: name, Violates: violates, At: "jwt.algorithm", AlsoRed: also, Apply: func(o *Options) {
		alg, keys, sig := o.JWT.Algorithm, o.JWT.Keys, o.JWT.Signature
		o.JWT.Algorithm = func(t *Token) error {
			if which(t) {
				return nil
			}
			return alg(t)
		}
		o.JWT.Keys = func(t *Token) ([]Key, error) {
			if which(t) {
				return nil, nil
			}
			return keys(t)
		}
		o.JWT.Signature = func(t *Token, ks []Key) error {
			if which(t) {
				return nil
			}
			return sig(t, ks)
		}
	}}
}

// askFaults ask about tokens wrongly, or not at all (RFC 7662 §2, §4).
var askFaults = []Fault{
	{
		Name: "inactive-is-fine", Violates: "rfc7662-2.2-rs-honours-inactive", At: "ask.active", Variant: "introspection",
		Apply: func(o *Options) {
			clean := o.Ask.Active
			o.Ask.Active = func(t *Token) error {
				if t.Claims["active"] == false && len(t.Claims) == 1 {
					t.Claims["scope"] = ReadScope
					return nil
				}
				return clean(t)
			}
		},
		AlsoRed: []string{"rfc6749-10.3-token-guessing", "rfc7662-4-rs-cache-bounded", "rfc6750-3.1-invalid-token"}, // what is unknown is inactive
		Gross:   true,                                                                                               // and there are no challenges to look at
	},
	{
		Name: "asked-by-nobody", Violates: "rfc7662-2.1-rs-authenticates", At: "ask.request", Variant: "introspection", Gross: true,
		AlsoRed: []string{"rfc6750-2.1-header-supported"}, // the issuer tells nobody anything
		Apply:   func(o *Options) { o.Ask.Request = func(*Token, *http.Request) {} },
	},
	{
		Name: "active-as-a-text", Violates: "rfc7662-rs-fails-closed", At: "ask.active", Variant: "introspection",
		Apply: activeWhere(func(active any) bool { _, text := active.(string); return text }),
	},
	{
		Name: "active-unless-denied", Violates: "rfc7662-rs-fails-closed", At: "ask.active", Variant: "introspection",
		Apply: activeWhere(func(active any) bool { return active == nil }),
	},
	{
		Name: "audience-of-an-answer-not-compared", Violates: "rfc9700-2.3-rs-refuses-other-audience", At: "ask.active", Variant: "introspection",
		Apply: func(o *Options) {
			clean := o.Ask.Active
			o.Ask.Active = func(t *Token) error {
				delete(t.Claims, "aud")
				return clean(t)
			}
		},
	},
	{
		Name: "open-where-nobody-answers", Violates: "rfc7662-rs-fails-closed", At: "ask.failed", Variant: "introspection",
		Apply: func(o *Options) {
			o.Ask.Failed = func(t *Token, _ error) error {
				t.Claims = map[string]any{"active": true, "scope": ReadScope}
				return nil
			}
		},
	},
	{
		Name: "answers-kept-for-ever", Violates: "rfc7662-4-rs-cache-bounded", At: "ask.cached", Variant: "introspection",
		Apply: func(o *Options) {
			o.Ask.Cached = func(t *Token) map[string]any {
				t.s.mu.Lock()
				defer t.s.mu.Unlock()
				return t.s.asked[t.Raw]
			}
			clean := o.Ask.Active
			o.Ask.Active = func(t *Token) error {
				if t.Claims["active"] == true {
					delete(t.Claims, "exp")
				}
				return clean(t)
			}
		},
	},
}

// activeWhere takes what is no true for one.
func activeWhere(is func(active any) bool) func(*Options) {
	return func(o *Options) {
		clean := o.Ask.Active
		o.Ask.Active = func(t *Token) error {
			if is(t.Claims["active"]) {
				t.Claims["active"] = true
			}
			return clean(t)
		}
	}
}

// describing changes the metadata.
func describing(name, violates string, change func(m map[string]any), also ...string) Fault {
	return Fault{Name: name, Violates: violates, At: "metadata.document", AlsoRed: also, Apply: func(o *Options) { o.Metadata.Document = change }}
}

// metadataFaults publish the wrong thing, or in the wrong place (RFC 9728).
var metadataFaults = []Fault{
	{
		Name: "metadata-after-the-path", Violates: "rfc9728-3-well-known", At: "metadata.path", Gross: true,
		AlsoRed: []string{"rfc9728-3.2-status-and-type", "rfc9728-5.1-www-authenticate"}, // there is no document
		Apply:   func(o *Options) { o.Metadata.Path = func(*Server, string) bool { return false } },
	},
	{
		Name: "metadata-everywhere", Violates: "rfc9728-3.1-path-insertion", At: "metadata.path",
		Apply: func(o *Options) {
			o.Metadata.Path = func(_ *Server, path string) bool { return strings.HasPrefix(path, wellKnown) }
		},
	},
	{
		Name: "metadata-as-text", Violates: "rfc9728-3.2-status-and-type", At: "metadata.type",
		Apply: func(o *Options) { o.Metadata.Type = func() string { return "text/plain" } },
	},
	describing("empty-members", "rfc9728-3.2-zero-values-omitted", func(m map[string]any) { m["resource_policy_uri"] = nil }),
	describing("resource-with-fragment", "rfc9728-2-resource-required", func(m map[string]any) { m["resource"] = fmt.Sprint(m["resource"]) + "#part" },
		"rfc9728-3.3-resource-identical"), // it is another
	describing("another-resource", "rfc9728-3.3-resource-identical", func(m map[string]any) { m["resource"] = "https://other.example/data" }),
	describing("another-authorization-server", "rfc9728-2-authorization-servers", func(m map[string]any) {
		m["authorization_servers"] = []string{"https://other.example"}
	}),
	describing("no-scopes", "rfc9728-2-scopes-supported", func(m map[string]any) { delete(m, "scopes_supported") }),
	describing("signed-with-nothing", "rfc9728-2-no-none-alg", func(m map[string]any) {
		m["resource_signing_alg_values_supported"] = []string{"RS256", "none"}
	}),
	describing("body-offered", "rfc6750-2.2-body-token", func(m map[string]any) {
		m["bearer_methods_supported"] = []string{"header", "body"}
	}),
}

// unscoped lets some tokens do everything.
func unscoped(name string, which func(t *Token) bool) Fault {
	return Fault{Name: name, Violates: "oauth21-5.2-rs-validates", At: "access.scope", AlsoRed: []string{"rfc6750-3.1-insufficient-scope"}, Apply: func(o *Options) { // nothing is refused
		clean := o.Access.Scope
		o.Access.Scope = func(t *Token, wanted string) error {
			if which(t) {
				return nil
			}
			return clean(t, wanted)
		}
	}}
}
