package authserver

import (
	"slices"
	"strings"
)

// refreshOpenIDFaults break offline access, and the ID tokens that come with a refresh.
var refreshOpenIDFaults = []Fault{
	{
		Name: "offline-access-ignored", Violates: "oidc-core-11-offline-access-consent", At: "token.refresh.issue", Variant: "oidc",
		Apply: func(o *Options) { o.Token.Refresh.Issue = func(*Call) bool { return false } },
	},
	{
		Name: "offline-access-without-consent", Violates: "oidc-core-11-offline-access-consent", At: "authorize.consent.needed", Variant: "oidc",
		Apply: func(o *Options) {
			scope, clean := o.Authorize.Scope, o.Authorize.Consent.Needed
			o.Authorize.Scope = func(a *Authorization) error {
				err := scope(a)
				if asked := strings.Fields(a.Params.Get("scope")); err == nil && has(asked, "offline_access") && !has(a.Scope, "offline_access") {
					a.Scope = append(a.Scope, "offline_access")
				}
				return err
			}
			o.Authorize.Consent.Needed = func(a *Authorization) bool {
				given, _ := a.s.store.consents.get(a.consentKey())
				asked := slices.DeleteFunc(slices.Clone(a.Scope), func(s string) bool { return s == "offline_access" })
				return clean(a) && (has(a.Prompt, "consent") || a.Client.Kind == "native" || !within(asked, given))
			}
		},
	},
	refreshedClaims("refreshed-iss", func(_ *Call, claims map[string]any) { claims["iss"] = "https://other.example" }),
	refreshedClaims("refreshed-sub", func(_ *Call, claims map[string]any) { claims["sub"] = "somebody-else" }),
	// The audience was whoever asked, as in github.com/cdelmonte-zg/nanoidp before its issue 56.
	refreshedClaims("refreshed-aud", func(c *Call, claims map[string]any) { claims["aud"] = []string{c.Client.ID, "https://api.example"} }),
	refreshedClaims("refreshed-auth-time", func(c *Call, claims map[string]any) { claims["auth_time"] = c.s.now().Unix() }),
	refreshedClaims("refreshed-iat", func(c *Call, claims map[string]any) { claims["iat"] = c.Record.Session.AuthTime.Unix() }),
	{
		Name: "refreshed-nonce", Violates: "oidc-core-12.2-refresh-id-token-claims", At: "idtoken.claims", Variant: "oidc",
		AlsoRed: []string{"oidc-core-12.2-refresh-id-token-no-nonce"}, // another nonce is one
		Apply:   func(o *Options) { refreshed(o, func(_ *Call, claims map[string]any) { claims["nonce"] = "another" }) },
	},
	{
		Name: "refreshed-with-nonce", Violates: "oidc-core-12.2-refresh-id-token-no-nonce", At: "idtoken.claims", Variant: "oidc",
		Apply: func(o *Options) {
			refreshed(o, func(c *Call, claims map[string]any) { claims["nonce"] = c.Record.Session.Nonce })
		},
	},
}

func refreshedClaims(name string, change func(*Call, map[string]any)) Fault {
	return Fault{Name: name, Violates: "oidc-core-12.2-refresh-id-token-claims", At: "idtoken.claims", Variant: "oidc",
		Apply: func(o *Options) { refreshed(o, change) }}
}

// refreshed changes the claims of ID tokens that come with a refresh.
func refreshed(o *Options, change func(*Call, map[string]any)) {
	clean := o.IDToken.Claims
	o.IDToken.Claims = func(c *Call, claims map[string]any) {
		clean(c, claims)
		if c.Grant == "refresh_token" {
			change(c, claims)
		}
	}
}
