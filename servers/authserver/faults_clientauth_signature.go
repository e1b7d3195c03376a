package authserver

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// signatureFaults break how the signature of a client assertion is looked at, and its form.
var signatureFaults = []Fault{
	believes("assertion-signature-ignored", "rfc7523-3-signature-checked", func(_ *Call, a *Assertion) bool {
		return a.Alg != "HS256" && len(a.JWS.Signatures[0].Signature) > 0
	},
		"rfc7519-7.2-crit-unknown"), // extensions are looked at together with the signature
	believes("assertion-brings-its-key", "rfc7523-3-signature-checked", func(_ *Call, a *Assertion) bool {
		k := a.JWS.Signatures[0].Header.JSONWebKey
		if k == nil {
			return false
		}
		_, err := a.JWS.Verify(k)
		return err == nil
	}),
	believes("secret-jwt-signature-ignored", "rfc7523-2.2-client-secret-jwt", func(c *Call, a *Assertion) bool {
		return a.Alg == "HS256" && c.Client.Auth == "client_secret_jwt"
	}),
	believes("assertion-crit-ignored", "rfc7519-7.2-crit-unknown", func(_ *Call, a *Assertion) bool {
		_, ok := a.JWS.Signatures[0].Header.ExtraHeaders["crit"]
		return ok
	}),
	publicKeyAsSecret("public-pem-as-secret", func(k jose.JSONWebKey) []byte {
		der, err := x509.MarshalPKIXPublicKey(k.Key)
		if err != nil {
			return nil
		}
		return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	}),
	publicKeyAsSecret("public-jwk-as-secret", func(k jose.JSONWebKey) []byte {
		b, err := json.Marshal(k.Public())
		if err != nil {
			return nil
		}
		return b
	}),
	publicKeyAsSecret("missing-secret-as-secret", func(jose.JSONWebKey) []byte { return nil }),

	unsigned("alg-none-taken", "rfc7523-3-signature-required", func(p []string) bool { return algOf(p[0]) == "none" }),
	unsigned("alg-none-in-any-case-taken", "rfc7523-3-signature-required", func(p []string) bool {
		return strings.EqualFold(algOf(p[0]), "none") && algOf(p[0]) != "none"
	}),
	unsigned("missing-signature-taken", "rfc7523-3-signature-required", func(p []string) bool {
		return len(p) == 3 && p[2] == "" && !strings.EqualFold(algOf(p[0]), "none")
	}),
	unsigned("two-segments-taken", "rfc7519-7.2-malformed", func(p []string) bool { return len(p) == 2 }),
	unsigned("header-not-json-taken", "rfc7519-7.2-malformed", func(p []string) bool { return algOf(p[0]) == "" }),
	repairs("foreign-characters-dropped", "!"),
	repairs("line-breaks-dropped", "\r\n"),
	{
		Name:     "further-segments-dropped",
		Violates: "rfc7519-7.2-malformed",
		At:       "token.client.assertion.parse",
		Apply: func(o *Options) {
			clean := o.Token.Client.Assertion.Parse
			o.Token.Client.Assertion.Parse = func(c *Call, raw string) (*Assertion, error) {
				p := strings.Split(raw, ".")
				return clean(c, strings.Join(p[:min(3, len(p))], "."))
			}
		},
	},
	{
		Name:     "claims-as-list-500",
		Violates: "rfc7519-7.2-malformed",
		At:       "token.client.assertion.parse",
		Apply: func(o *Options) {
			clean := o.Token.Client.Assertion.Parse
			o.Token.Client.Assertion.Parse = func(c *Call, raw string) (*Assertion, error) {
				p := strings.Split(raw, ".")
				if b, err := base64.RawURLEncoding.DecodeString(p[min(1, len(p)-1)]); err == nil && strings.HasPrefix(string(b), "[") {
					return nil, &Error{http.StatusInternalServerError, "server_error", "the claims could not be read"}
				}
				return clean(c, raw)
			}
		},
	},
}

// believes takes a signature where it should not.
func believes(name, violates string, when func(*Call, *Assertion) bool, alsoRed ...string) Fault {
	return Fault{
		Name: name, Violates: violates, At: "token.client.assertion.signature", AlsoRed: alsoRed,
		Apply: func(o *Options) { checkUnless(&o.Token.Client.Assertion.Signature, when) },
	}
}

// publicKeyAsSecret lets the assertion's header choose the algorithm, and takes what it has for the key.
func publicKeyAsSecret(name string, secret func(jose.JSONWebKey) []byte) Fault {
	confused := func(c *Call, alg string) bool { return alg == "HS256" && c.Client.Auth == "private_key_jwt" }
	return Fault{
		Name: name, Violates: "rfc7523-3-signature-checked", At: "token.client.assertion.signature",
		Apply: func(o *Options) {
			offered := o.Token.Client.Offered
			o.Token.Client.Offered = func(c *Call) error {
				if confused(c, "HS256") && c.Method == "client_secret_jwt" {
					return nil
				}
				return offered(c)
			}
			checkUnless(&o.Token.Client.Assertion.Signature, func(c *Call, a *Assertion) bool {
				raw := c.Form.Get("client_assertion")
				end := strings.LastIndexByte(raw, '.')
				keys := c.Client.keys.get(false)
				return confused(c, a.Alg) && slices.ContainsFunc(keys, func(k jose.JSONWebKey) bool {
					m := hmac.New(sha256.New, secret(k))
					m.Write([]byte(raw[:end]))
					return raw[end+1:] == base64.RawURLEncoding.EncodeToString(m.Sum(nil))
				})
			})
		},
	}
}

// unsigned takes some assertions at their word.
func unsigned(name, violates string, when func(segments []string) bool) Fault {
	return Fault{
		Name: name, Violates: violates, At: "token.client.assertion.parse",
		Apply: func(o *Options) {
			as := &o.Token.Client.Assertion
			clean := as.Parse
			as.Parse = func(c *Call, raw string) (*Assertion, error) {
				p := strings.Split(raw, ".")
				if len(p) < 2 || !when(p) {
					return clean(c, raw)
				}
				a := &Assertion{Alg: "ES256"}
				b, err := base64.RawURLEncoding.DecodeString(p[1])
				if err != nil || json.Unmarshal(b, &a.Claims) != nil {
					return nil, errClient
				}
				return a, nil
			}
			checkUnless(&as.Signature, func(_ *Call, a *Assertion) bool { return a.JWS == nil })
		},
	}
}

func algOf(header string) string {
	var h struct{ Alg string }
	if b, err := base64.RawURLEncoding.DecodeString(header); err == nil {
		_ = json.Unmarshal(b, &h) // without it there is no algorithm
	}
	return h.Alg
}

func repairs(name, drops string) Fault {
	return Fault{
		Name: name, Violates: "rfc7519-7.2-malformed", At: "token.client.assertion.parse",
		Apply: func(o *Options) {
			clean := o.Token.Client.Assertion.Parse
			o.Token.Client.Assertion.Parse = func(c *Call, raw string) (*Assertion, error) {
				return clean(c, strings.Map(func(r rune) rune {
					if strings.ContainsRune(drops, r) {
						return -1
					}
					return r
				}, raw))
			}
		},
	}
}
