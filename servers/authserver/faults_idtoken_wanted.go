package authserver

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
)

// wantedFaults give a client another user, class or algorithm than the one it may rely on (OpenID Connect Core §3.1.2.2, §5.5.1.1, §10.1, §15.1).
var wantedFaults = []Fault{
	{
		Name: "idtoken-nonce-in-a-column", Violates: "oidc-core-2-nonce-long", At: "idtoken.claims", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.IDToken.Claims
			o.IDToken.Claims = func(c *Call, claims map[string]any) {
				clean(c, claims)
				if n, ok := claims["nonce"].(string); ok && len(n) > 255 {
					claims["nonce"] = n[:255] // the width of a column
				}
			}
		},
	},
	{
		Name: "idtoken-of-whoever-signs-in", Violates: "oidc-core-3.1.2.2-id-token-sub-requested", At: "authorize.login.user", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.Authorize.Login.User
			o.Authorize.Login.User = func(a *Authorization) error {
				if a.HintSub != "" {
					return clean(a)
				}
				return nil
			}
		},
	},
	{
		Name: "acr-essential-forgotten", Violates: "oidc-core-5.5.1.1-essential-acr", At: "authorize.claims", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.Authorize.Claims
			o.Authorize.Claims = func(a *Authorization) error {
				err := clean(a)
				if a.Claims.IDToken["acr"] != nil {
					return nil
				}
				return err
			}
		},
	},
	{
		Name: "idtoken-keyed-for-public", Violates: "oidc-core-10.1-no-hs-for-public", At: "idtoken.sign", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.IDToken.Sign
			o.IDToken.Sign = func(c *Call, alg string, header, claims map[string]any) (string, error) {
				if !c.Client.Public() {
					return clean(c, alg, header, claims)
				}
				header["alg"] = "HS256"
				signed := segmentOf(header) + "." + segmentOf(claims)
				m := hmac.New(sha256.New, []byte(c.Client.ID))
				m.Write([]byte(signed))
				return signed + "." + base64.RawURLEncoding.EncodeToString(m.Sum(nil)), nil
			}
		},
	},
	{
		Name: "idtoken-elliptic-by-default", Violates: "oidc-core-15.1-rs256", At: "idtoken.alg", Variant: "oidc",
		Apply: func(o *Options) { o.IDToken.Alg = func(*Call) string { return "ES256" } },
	},
}
