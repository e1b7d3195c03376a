package authserver

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"sync"
)

// pkceFaults break proof key for code exchange.
var pkceFaults = []Fault{
	{
		// github.com/ory/fosite as it is: it forgets the challenge before it compares the verifier.
		Name:     "pkce-forgotten-after-failure",
		Violates: "rfc7636-4.6-verifier-missing",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			var tried sync.Map // *Record
			passes(o, func(c *Call) bool {
				_, again := tried.LoadOrStore(c.Record, true)
				return again && !c.Form.Has("code_verifier")
			})
		},
	},
	{
		// CVE-2023-48228: leaving the verifier out left the check out.
		Name:     "pkce-optional",
		Violates: "rfc7636-4.6-verifier-missing",
		AlsoRed: []string{
			"rfc8252-8.5-secret-not-proof",   // a native client is public
			"rfc9700-2.1.1-as-pkce-enforced", // of every client
		},
		At: "token.code.pkce",
		Apply: func(o *Options) {
			passes(o, func(c *Call) bool { return !c.Form.Has("code_verifier") && c.Client.Public() })
		},
	},
	{
		Name:     "pkce-uncompared-for-native",
		Violates: "rfc8252-6-server-supports-pkce-native",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			passes(o, func(c *Call) bool { return c.Client.Kind == "native" && c.Form.Has("code_verifier") })
		},
	},
	{
		Name:     "pkce-never-right-for-native",
		Violates: "rfc8252-6-server-supports-pkce-native",
		At:       "token.code.pkce",
		Apply:    func(o *Options) { fails(o, func(c *Call) bool { return c.Client.Kind == "native" }) },
	},
	{
		Name:     "pkce-not-demanded-of-native",
		Violates: "rfc8252-8.1-pkce-required-public-native",
		At:       "authorize.pkce.required",
		Apply:    func(o *Options) { o.Authorize.PKCE.Required = func(*Authorization) error { return nil } },
	},
	{
		Name:     "pkce-only-for-public",
		Violates: "rfc9700-2.1.1-as-pkce-enforced",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			passes(o, func(c *Call) bool { return !c.Client.Public() && c.Record.Challenge != "" })
		},
	},
	{
		Name:     "pkce-plain-listed-and-refused",
		Violates: "rfc8414-2-code-challenge-methods",
		At:       "authorize.pkce.method",
		Gross:    true, // nobody gets a code with it
		Apply: func(o *Options) {
			clean := o.Authorize.PKCE.Method
			o.Authorize.PKCE.Method = func(a *Authorization) error {
				if a.Params.Get("code_challenge_method") == "plain" {
					return problem("invalid_request", "this code challenge method is not served here")
				}
				return clean(a)
			}
		},
	},
	{
		Name:     "pkce-optional-for-confidential",
		Violates: "oauth21-4.1.3-verifier-iff-challenge",
		At:       "token.code.pkce",
		Variant:  "oauth2.1",
		AlsoRed: []string{
			"oauth21-7.5.2-invalid-replay-does-not-revoke", // a replay without a verifier is a valid one then
			"rfc9700-2.1.1-as-pkce-enforced",               // of every client
		},
		Apply: func(o *Options) {
			passes(o, func(c *Call) bool { return !c.Form.Has("code_verifier") && !c.Client.Public() })
		},
	},
	{
		// A product ignored the verifier where there was no challenge: its pull request 26808.
		Name:     "pkce-verifier-unbound",
		Violates: "rfc9700-2.1.1-as-pkce-downgrade",
		At:       "token.code.pkce",
		Apply:    func(o *Options) { passes(o, func(c *Call) bool { return c.Record.Challenge == "" }) },
	},
	{
		Name:     "pkce-uncompared",
		Violates: "rfc7636-4.6-verifier-mismatch",
		At:       "token.code.pkce",
		AlsoRed: []string{
			"rfc7636-4.4-challenge-bound-to-code",   // what is not compared is bound to nothing
			"rfc7636-4.6-challenge-as-verifier",     // nor is a challenge told from a verifier
			"rfc8252-6-server-supports-pkce-native", // of no client
			"rfc9700-2.1.1-as-pkce-enforced",        // of no client
		},
		Apply: func(o *Options) {
			passes(o, func(c *Call) bool { return len(c.Form.Get("code_verifier")) == 43 && c.Record.Method == "S256" })
		},
	},
	{
		// A column of 43 characters.
		Name:     "pkce-verifier-cut",
		Violates: "rfc7636-4.6-verifier-mismatch",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			passes(o, func(c *Call) bool {
				v := c.Form.Get("code_verifier")
				return len(v) > 43 && hashes(v[:43], c)
			})
		},
	},
	{
		Name:     "pkce-compared-plainly-too",
		Violates: "rfc7636-4.6-challenge-as-verifier",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			passes(o, func(c *Call) bool {
				return c.Record.Challenge != "" && c.Form.Get("code_verifier") == c.Record.Challenge && c.Record.Method == "S256"
			})
		},
	},
	{
		// Kept by client and not by code.
		Name:     "pkce-challenge-of-another-request",
		Violates: "rfc7636-4.4-challenge-bound-to-code",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			type key struct {
				s                 *Server
				client, challenge string
			}
			var seen sync.Map // key
			clean := o.Authorize.PKCE.Challenge
			o.Authorize.PKCE.Challenge = func(a *Authorization) error {
				seen.Store(key{a.s, a.Client.ID, a.Params.Get("code_challenge")}, true)
				return clean(a)
			}
			passes(o, func(c *Call) bool {
				_, ok := seen.Load(key{c.s, c.Client.ID, digest(c.Form.Get("code_verifier"))})
				return ok && c.Record.Method == "S256" && !hashes(c.Form.Get("code_verifier"), c)
			})
		},
	},
	{
		// What others see is readable, however it is packed.
		Name:     "pkce-challenge-in-code",
		Violates: "rfc7636-4.4-challenge-not-in-code",
		At:       "authorize.code.make",
		Apply: func(o *Options) {
			clean := o.Authorize.Code.Make
			o.Authorize.Code.Make = func(a *Authorization) (string, error) {
				code, err := clean(a)
				b, _ := json.Marshal(map[string]string{"challenge": a.Params.Get("code_challenge")}) // strings always encode
				return code + "." + base64.RawURLEncoding.EncodeToString(b), err
			}
		},
	},
	{
		Name:     "pkce-s256-padded",
		Violates: "rfc7636-4.2-server-s256",
		At:       "token.code.pkce",
		Gross:    true,
		AlsoRed: []string{
			"rfc7636-4.1-verifier-length-bounds",    // its verifiers are proven with S256
			"rfc8252-6-server-supports-pkce-native", // a native client is public
			"rfc8414-2-code-challenge-methods",      // it is listed
		},
		Apply: func(o *Options) {
			fails(o, func(c *Call) bool { return c.Record.Method == "S256" && c.Client.Public() })
		},
	},
	{
		Name:     "pkce-plain-advertised-only",
		Violates: "rfc7636-4.2-server-plain",
		At:       "token.code.pkce",
		AlsoRed:  []string{"rfc8414-2-code-challenge-methods"}, // it is listed
		Apply:    func(o *Options) { fails(o, func(c *Call) bool { return c.Record.Method == "plain" }) },
	},
	{
		Name:     "pkce-default-s256",
		Violates: "rfc7636-4.3-method-default-plain",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			unnamed := func(c *Call) bool { return c.Record.Method == "" && c.Record.Challenge != "" }
			fails(o, unnamed)
			passes(o, func(c *Call) bool { return unnamed(c) && hashes(c.Form.Get("code_verifier"), c) })
		},
	},
	{
		Name:     "pkce-verifier-base64-only",
		Violates: "rfc7636-4.1-verifier-length-bounds",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			fails(o, func(c *Call) bool { return strings.ContainsAny(c.Form.Get("code_verifier"), ".~") })
		},
	},
	{
		Name:     "pkce-short-verifier",
		Violates: "rfc7636-4.1-verifier-too-short",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			passes(o, func(c *Call) bool {
				v := c.Form.Get("code_verifier")
				return len(v) < 43 && v != "" && hashes(v, c)
			})
		},
	},
	{
		Name:     "pkce-any-verifier",
		Violates: "rfc7636-4.1-verifier-bad-chars",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			passes(o, func(c *Call) bool {
				v := c.Form.Get("code_verifier")
				return (len(v) > 128 || strings.ContainsFunc(v, reserved)) && hashes(v, c)
			})
		},
	},
	{
		Name:     "pkce-demanded-too-late",
		Violates: "rfc7636-5-legacy-tolerant-server",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			fails(o, func(c *Call) bool { return c.Record.Challenge == "" })
		},
	},
	{
		Name:     "pkce-missing-is-denied",
		Violates: "rfc7636-4.4.1-challenge-required-error",
		At:       "authorize.pkce.required",
		Variant:  "oauth2.1",
		AlsoRed:  []string{"rfc8252-8.1-pkce-required-public-native"}, // native apps are told the same
		Apply: func(o *Options) {
			clean := o.Authorize.PKCE.Required
			o.Authorize.PKCE.Required = func(a *Authorization) error {
				if clean(a) != nil {
					return problem("access_denied", "code_challenge is missing")
				}
				return nil
			}
		},
	},
	{
		Name:     "pkce-unknown-method-ignored",
		Violates: "rfc7636-4.4.1-method-unsupported-error",
		At:       "authorize.pkce.method",
		Apply: func(o *Options) {
			clean := o.Authorize.PKCE.Method
			o.Authorize.PKCE.Method = func(a *Authorization) error {
				if clean(a) != nil {
					a.Params.Del("code_challenge")
					a.Params.Del("code_challenge_method")
				}
				return nil
			}
		},
	},
	takesPlain("pkce-plain-taken-unproven", "plain", passes),
	takesPlain("pkce-no-method-taken-and-never-proven", "", fails),
	{
		Name:     "pkce-challenge-unchecked",
		Violates: "rfc7636-4.4.1-challenge-malformed",
		At:       "authorize.pkce.challenge",
		Apply: func(o *Options) {
			o.Authorize.PKCE.Challenge = func(*Authorization) error { return nil }
		},
	},
}

// passes lets some redemptions pass unproven.
func passes(o *Options, some func(*Call) bool) {
	clean := o.Token.Code.PKCE
	o.Token.Code.PKCE = func(c *Call) error {
		if some(c) {
			return nil
		}
		return clean(c)
	}
}

// fails refuses some redemptions, however well proven.
func fails(o *Options, some func(*Call) bool) {
	clean := o.Token.Code.PKCE
	o.Token.Code.PKCE = func(c *Call) error {
		if some(c) {
			return errGrant
		}
		return clean(c)
	}
}

// digest is the S256 challenge of a verifier (RFC 7636 §4.2).
func digest(verifier string) string {
	h := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(h[:])
}

// hashes says whether a verifier is the right one by S256.
func hashes(verifier string, c *Call) bool {
	return c.Record.Challenge != "" && digest(verifier) == c.Record.Challenge
}

// takesPlain takes plain challenges for a method as it is written, where the metadata offer none and nothing can prove them: any
// verifier redeems such a code, or none does.
func takesPlain(name, method string, redeemed func(*Options, func(*Call) bool)) Fault {
	return Fault{Name: name, Violates: "rfc7636-4.4.1-method-unsupported-error", At: "authorize.pkce.method", Variant: "oauth2.1", Apply: func(o *Options) {
		o.Authorize.PKCE.Method = unless(o.Authorize.PKCE.Method, func(a *Authorization) bool {
			return a.Params.Has("code_challenge") && a.Params.Get("code_challenge_method") == method
		})
		redeemed(o, func(c *Call) bool { return c.Record.Challenge != "" && c.Record.Method != "S256" })
	}}
}
