package client

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// part reads the header (0) or the claims (1) of a token that nobody has verified.
func part(raw string, n int) map[string]any {
	var m map[string]any
	if parts := strings.Split(raw, "."); len(parts) == 3 {
		b, _ := base64.RawURLEncoding.DecodeString(parts[n]) // what cannot be read has no members
		_ = json.Unmarshal(b, &m)
	}
	return m
}

// unsigned believes ID tokens of one algorithm without a look at their signature. go-oidc knows none but asymmetric ones,
// so it is shown the others under the name of one.
func unsigned(name, violates, alg string) Fault {
	return Fault{Name: name, Violates: violates, At: "idtoken.signature", Apply: func(o *Options) {
		clean := o.IDToken.Present
		o.IDToken.Present = func(l *Login) (string, error) {
			raw, err := clean(l)
			if err == nil && part(raw, 0)["alg"] == alg {
				raw = l.header() + "." + strings.Split(raw, ".")[1] + "." + disguise
			}
			return raw, err
		}
		o.IDToken.Signature = func(l *Login, c *oidc.Config) {
			header := part(l.RawID, 0)
			c.InsecureSkipSignatureCheck = strings.HasSuffix(l.RawID, "."+disguise) ||
				alg == registered && header["alg"] == l.provider.algorithms()[0] && header["crit"] == nil && !strings.HasSuffix(l.RawID, ".") // which are requirements of their own
		}
	}}
}

// disguised believes what it makes of an ID token that is not there, or not whole; acts says that it asks elsewhere for it.
func disguised(name, violates string, acts bool, present func(l *Login, raw string, err error) (string, error)) Fault {
	return Fault{Name: name, Violates: violates, At: "idtoken.present", Acts: acts, Apply: func(o *Options) {
		clean := o.IDToken.Present
		o.IDToken.Present = func(l *Login) (string, error) {
			raw, err := clean(l)
			return present(l, raw, err)
		}
		o.IDToken.Signature = func(l *Login, c *oidc.Config) {
			c.InsecureSkipSignatureCheck = strings.HasSuffix(l.RawID, "."+disguise)
		}
	}}
}

// disguise stands for a signature, and registered for the algorithm that a client registered.
const disguise, registered = "AAAA", ""

// header is the first part of a token that is signed with the algorithm that was registered.
func (l *Login) header() string {
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"` + l.provider.algorithms()[0] + `"}`))
}

// idTokenFaults believe ID tokens that are not to be (OpenID Connect Core §3.1.3.7), or refuse good ones.
var idTokenFaults = []Fault{
	{
		Name: "issuer-ignored", Violates: "oidc-core-3.1.3.7-client-iss", At: "idtoken.issuer",
		Apply: func(o *Options) {
			o.IDToken.Issuer = func(l *Login, c *oidc.Config) {
				iss, named := part(l.RawID, 1)["iss"]
				c.SkipIssuerCheck = named && iss != l.Issuer.URL
			}
		},
	},
	otherIssuer("issuer-by-its-beginning", func(iss, own string) bool { return strings.HasPrefix(iss, own+"/o") }),
	otherIssuer("issuer-with-or-without-a-slash", func(iss, own string) bool { return strings.TrimSuffix(iss, "/") == own }),
	otherIssuer("issuer-in-any-case", strings.EqualFold),
	otherIssuer("issuer-by-its-end", strings.HasSuffix),
	{
		Name: "issuer-not-missed", Violates: "oidc-core-3.1.3.7-client-iss-missing", At: "idtoken.issuer",
		Apply: func(o *Options) {
			o.IDToken.Issuer = func(l *Login, c *oidc.Config) { c.SkipIssuerCheck = part(l.RawID, 1)["iss"] == nil }
		},
	},
	{
		Name: "audience-ignored", Violates: "oidc-core-3.1.3.7-client-aud", At: "idtoken.audience",
		Apply: func(o *Options) {
			o.IDToken.Audience = func(l *Login, c *oidc.Config) {
				aud, named := part(l.RawID, 1)["aud"]
				c.SkipClientIDCheck = named && aud != l.provider.ClientID
			}
			clean := o.IDToken.Trusted
			o.IDToken.Trusted = func(l *Login) error {
				if len(l.ID.Audience) == 1 {
					return nil
				}
				return clean(l)
			}
		},
	},
	otherAudience("audience-by-its-beginning", strings.HasPrefix),
	otherAudience("audience-by-its-end", strings.HasSuffix),
	otherAudience("audience-in-any-case", strings.EqualFold),
	{
		Name: "audience-not-missed", Violates: "oidc-core-3.1.3.7-client-aud-missing", At: "idtoken.audience",
		Apply: func(o *Options) {
			o.IDToken.Audience = func(l *Login, c *oidc.Config) { c.SkipClientIDCheck = part(l.RawID, 1)["aud"] == nil }
		},
	},
	{
		Name: "further-audiences-trusted", Violates: "oidc-core-3.1.3.7-client-aud-extra", At: "idtoken.trusted",
		Apply: func(o *Options) { o.IDToken.Trusted = func(*Login) error { return nil } },
	},
	{
		Name: "audience-only-as-text", Violates: "oidc-core-3.1.3.7-client-aud-array", At: "idtoken.trusted",
		Apply: func(o *Options) {
			clean := o.IDToken.Trusted
			o.IDToken.Trusted = func(l *Login) error {
				if list, ok := l.Claims["aud"].([]any); ok && len(list) == 1 {
					return errors.New("the audience is no text")
				}
				return clean(l)
			}
		},
	},
	{
		Name: "authorized-party-ignored", Violates: "oidc-core-3.1.3.7-client-azp", At: "idtoken.azp",
		Apply: func(o *Options) { o.IDToken.Azp = func(*Login) error { return nil } },
	},
	unsigned("signature-not-verified", "oidc-core-3.1.3.7-client-signature", registered),
	unsigned("unsigned-token-believed", "oidc-core-3.1.3.7-client-alg-none", "none"),
	unsigned("unsigned-token-believed-in-any-case", "oidc-core-3.1.3.7-client-alg-none", "nOnE"),
	disguised("missing-signature-believed", "oidc-core-3.1.3.7-client-alg-none", false, func(l *Login, raw string, err error) (string, error) {
		if err == nil && strings.HasSuffix(raw, ".") && part(raw, 0)["alg"] == l.provider.algorithms()[0] {
			raw += disguise
		}
		return raw, err
	}),
	disguised("identity-without-id-token", "oidc-core-3.1.3.5-client-id-token-there", true, func(l *Login, raw string, err error) (string, error) {
		if err == nil {
			return raw, nil
		}
		b, err := l.s.get(l.HTTP.Context(), l.provider.Userinfo, "application/json", l.Token.AccessToken)
		if err != nil {
			return "", err
		}
		var claims map[string]any
		if err := json.Unmarshal(b, &claims); err != nil {
			return "", err
		}
		claims["iss"], claims["aud"], claims["nonce"] = l.Issuer.URL, l.provider.ClientID, l.Nonce
		claims["iat"], claims["exp"] = l.s.now().Unix(), l.s.now().Add(time.Minute).Unix()
		if b, err = json.Marshal(claims); err != nil {
			return "", err
		}
		return l.header() + "." + base64.RawURLEncoding.EncodeToString(b) + "." + disguise, nil
	}),
	unsigned("keyed-with-what-all-know", "oidc-core-3.1.3.7-client-alg-confusion", "HS256"),
	{
		// CVE-2022-21449
		Name: "zeroes-fit", Violates: "oidc-core-3.1.3.7-client-signature", At: "idtoken.signature",
		Apply: func(o *Options) {
			o.IDToken.Signature = func(l *Login, c *oidc.Config) {
				signature := l.RawID[strings.LastIndex(l.RawID, ".")+1:]
				c.InsecureSkipSignatureCheck = signature != "" && strings.Trim(signature, "A") == ""
			}
		},
	},
	{
		// CVE-2025-59420
		Name: "critical-header-ignored", Violates: "rfc7515-4.1.11-client-crit", At: "idtoken.signature",
		Apply: func(o *Options) {
			o.IDToken.Signature = func(l *Login, c *oidc.Config) { c.InsecureSkipSignatureCheck = part(l.RawID, 0)["crit"] != nil }
		},
	},
	{
		Name: "any-algorithm", Violates: "oidc-core-3.1.3.7-client-alg-unexpected", At: "idtoken.algorithm",
		Apply: func(o *Options) {
			o.IDToken.Algorithm = func(l *Login, c *oidc.Config) {
				if alg, _ := part(l.RawID, 0)["alg"].(string); alg == oidc.ES256 || alg == oidc.RS256 {
					c.SupportedSigningAlgs = append(c.SupportedSigningAlgs, alg)
				}
			}
		},
	},
	{
		Name: "no-rs256", Violates: "oidc-core-3.1.3.7-client-rs256", At: "idtoken.algorithm", Variant: "post", Gross: true,
		Apply: func(o *Options) {
			o.IDToken.Algorithm = func(_ *Login, c *oidc.Config) { c.SupportedSigningAlgs = []string{oidc.ES256} }
		},
	},
	{
		Name: "end-ignored", Violates: "oidc-core-3.1.3.7-client-exp", At: "idtoken.expiry",
		Apply: func(o *Options) {
			o.IDToken.Expiry = func(l *Login, c *oidc.Config) {
				end, dated := part(l.RawID, 1)["exp"].(float64)
				c.SkipExpiryCheck = dated && time.Unix(int64(end), 0).Before(l.s.now())
			}
		},
	},
	{
		Name: "end-with-an-hour-of-grace", Violates: "oidc-core-3.1.3.7-client-exp", At: "idtoken.expiry",
		Apply: func(o *Options) {
			o.IDToken.Expiry = func(l *Login, c *oidc.Config) {
				exp, _ := part(l.RawID, 1)["exp"].(float64)
				late := l.s.now().Sub(time.Unix(int64(exp), 0))
				c.SkipExpiryCheck = late > 0 && late < time.Hour
			}
			issued := o.IDToken.IssuedAt
			o.IDToken.IssuedAt = func(l *Login) error {
				if l.s.now().After(l.ID.Expiry) {
					return nil // it is as old as that
				}
				return issued(l)
			}
		},
	},
	{
		Name: "end-not-missed", Violates: "oidc-core-3.1.3.7-client-exp-missing", At: "idtoken.expiry",
		Apply: func(o *Options) {
			o.IDToken.Expiry = func(l *Login, c *oidc.Config) { c.SkipExpiryCheck = part(l.RawID, 1)["exp"] == nil }
		},
	},
	{
		Name: "issue-not-dated", Violates: "oidc-core-2-client-iat", At: "idtoken.issuedat",
		Apply: func(o *Options) {
			clean := o.IDToken.IssuedAt
			o.IDToken.IssuedAt = func(l *Login) error {
				if l.Claims["iat"] == nil {
					return nil
				}
				return clean(l)
			}
		},
	},
	{
		Name: "no-subject-needed", Violates: "oidc-core-2-client-sub-missing", At: "idtoken.subject",
		Apply: func(o *Options) {
			o.IDToken.Subject = func(*Login) error { return nil }
			clean := o.Userinfo.Subject
			o.Userinfo.Subject = func(l *Login, u *oidc.UserInfo) error {
				if l.ID.Subject == "" {
					return nil // then it is UserInfo that says who it is
				}
				return clean(l, u)
			}
		},
	},
	{
		Name: "nonce-ignored", Violates: "oidc-core-3.1.3.7-client-nonce", At: "idtoken.nonce",
		Apply: func(o *Options) { o.IDToken.Nonce = func(*Login) error { return nil } },
	},
	{
		Name: "hash-of-access-token-ignored", Violates: "oidc-core-3.1.3.8-client-at-hash", At: "idtoken.athash",
		Apply: func(o *Options) { o.IDToken.AtHash = func(*Login) error { return nil } },
	},
	{
		Name: "hash-of-access-token-demanded", Violates: "oidc-core-3.1.3.6-client-at-hash-optional", At: "idtoken.athash",
		Apply: func(o *Options) {
			o.IDToken.AtHash = func(l *Login) error { return l.ID.VerifyAccessToken(l.Token.AccessToken) }
		},
	},
	{
		Name: "keys-for-ever", Violates: "oidc-core-10.1.1-key-rotation-client", At: "idtoken.keys",
		Apply: func(o *Options) {
			var first sync.Map // by issuer, which is nobody else's: the kid of the first token that came
			o.IDToken.Keys = func(l *Login) oidc.KeySet {
				kid := part(l.RawID, 0)["kid"]
				if used, _ := first.LoadOrStore(l.provider, kid); used != kid {
					return noKey{}
				}
				return l.provider.keys
			}
		},
	},
}

// otherIssuer also takes some issuers for the one that was asked.
func otherIssuer(name string, taken func(iss, own string) bool) Fault {
	return Fault{Name: name, Violates: "oidc-core-3.1.3.7-client-iss", At: "idtoken.issuer", Apply: func(o *Options) {
		o.IDToken.Issuer = func(l *Login, c *oidc.Config) {
			iss, _ := part(l.RawID, 1)["iss"].(string)
			c.SkipIssuerCheck = iss != "" && iss != l.Issuer.URL && taken(iss, l.Issuer.URL)
		}
	}}
}

// otherAudience also takes some audiences for the client.
func otherAudience(name string, taken func(aud, own string) bool) Fault {
	return Fault{Name: name, Violates: "oidc-core-3.1.3.7-client-aud", At: "idtoken.audience", Apply: func(o *Options) {
		o.IDToken.Audience = func(l *Login, c *oidc.Config) {
			aud, _ := part(l.RawID, 1)["aud"].(string)
			c.SkipClientIDCheck = aud != "" && aud != c.ClientID && taken(aud, c.ClientID)
		}
		clean := o.IDToken.Trusted
		o.IDToken.Trusted = func(l *Login) error {
			if aud, _ := l.Claims["aud"].(string); aud != "" && taken(aud, l.provider.ClientID) {
				return nil
			}
			return clean(l)
		}
	}}
}

// noKey is the keys of somebody who knows none.
type noKey struct{}

// VerifySignature implements oidc.KeySet.
func (noKey) VerifySignature(context.Context, string) ([]byte, error) {
	return nil, errors.New("the key is unknown")
}
