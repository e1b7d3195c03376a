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
			if err == nil && part(raw, 0)["alg"] == alg && alg != oidc.RS256 {
				raw = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256"}`)) + "." + strings.Split(raw, ".")[1] + "." + disguise
			}
			return raw, err
		}
		o.IDToken.Signature = func(l *Login, c *oidc.Config) {
			c.InsecureSkipSignatureCheck = strings.HasSuffix(l.RawID, "."+disguise) || part(l.RawID, 0)["alg"] == alg
		}
	}}
}

// disguise stands for a signature.
const disguise = "AAAA"

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
	unsigned("signature-not-verified", "oidc-core-3.1.3.7-client-signature", "RS256"),
	unsigned("unsigned-token-believed", "oidc-core-3.1.3.7-client-alg-none", "none"),
	unsigned("keyed-with-what-all-know", "oidc-core-3.1.3.7-client-alg-confusion", "HS256"),
	{
		Name: "any-algorithm", Violates: "oidc-core-3.1.3.7-client-alg-unexpected", At: "idtoken.algorithm",
		Apply: func(o *Options) {
			o.IDToken.Algorithm = func(l *Login, c *oidc.Config) {
				if part(l.RawID, 0)["alg"] == oidc.ES256 {
					c.SupportedSigningAlgs = append(c.SupportedSigningAlgs, oidc.ES256)
				}
			}
		},
	},
	{
		Name: "no-rs256", Violates: "oidc-core-3.1.3.7-client-rs256", At: "idtoken.algorithm", Gross: true,
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

// noKey is the keys of somebody who knows none.
type noKey struct{}

// VerifySignature implements oidc.KeySet.
func (noKey) VerifySignature(context.Context, string) ([]byte, error) {
	return nil, errors.New("the key is unknown")
}
