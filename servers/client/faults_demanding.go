package client

import (
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
)

// demandingFaults do not look whether they got what they asked for, or had agreed on (OpenID Connect Core §3.1.3.7, §5.3.4).
var demandingFaults = []Fault{
	{
		Name: "any-class-of-authentication", Violates: "oidc-core-3.1.3.7-client-acr", At: "idtoken.acr", Variant: "demanding",
		Apply: func(o *Options) { o.IDToken.ACR = func(*Login) error { return nil } },
	},
	{
		Name: "sign-in-of-any-age", Violates: "oidc-core-3.1.3.7-client-auth-time", At: "idtoken.authtime", Variant: "demanding",
		Apply: func(o *Options) { o.IDToken.AuthTime = func(*Login) error { return nil } },
	},
	opening("unencrypted-token-believed", "oidc-core-3.1.3.7-client-encrypted", func(i *Issuer, raw string) (string, error) {
		if strings.Count(raw, ".") == 2 {
			return raw, nil
		}
		return open(i, raw)
	}),
	opening("any-way-of-encryption", "fapi1-adv-8.6.1-client-no-rsa15", func(i *Issuer, raw string) (string, error) {
		return i.Sealed.open(raw, jose.KeyAlgorithm(i.Sealed.Alg), jose.RSA1_5)
	}),
	{
		Name: "signature-of-userinfo-not-verified", Violates: "oidc-core-5.3.4-client-userinfo-signature", At: "userinfo.fetch", Variant: "demanding",
		Apply: func(o *Options) {
			o.Userinfo.Fetch = func(l *Login) (*oidc.UserInfo, error) {
				raw, err := l.s.get(l.HTTP.Context(), l.provider.Userinfo, "application/jwt", l.Token.AccessToken)
				if err != nil {
					return nil, err
				}
				l.Userinfo = part(string(raw), 1)
				sub, _ := l.Userinfo["sub"].(string)
				return &oidc.UserInfo{Subject: sub}, nil
			}
			o.Userinfo.Claims = func(l *Login, _ *oidc.UserInfo) (map[string]any, error) { return l.Userinfo, nil }
		},
	},
}

// opening is an application that decrypts ID tokens otherwise.
func opening(name, violates string, how func(i *Issuer, raw string) (string, error)) Fault {
	return Fault{Name: name, Violates: violates, At: "idtoken.open", Variant: "demanding", Apply: func(o *Options) { o.IDToken.Open = how }}
}
