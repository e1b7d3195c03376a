package client

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

// userinfoFaults ask UserInfo wrongly, or believe what it says of others (OpenID Connect Core §5.3).
var userinfoFaults = []Fault{
	{
		Name: "told-about-others", Violates: "oidc-core-5.3.4-client-userinfo-sub", At: "userinfo.subject",
		Apply: func(o *Options) { o.Userinfo.Subject = func(*Login, *oidc.UserInfo) error { return nil } },
	},
	{
		Name: "told-about-nobody", Violates: "oidc-core-5.3.4-client-userinfo-sub", At: "userinfo.subject",
		Apply: func(o *Options) {
			clean := o.Userinfo.Subject
			o.Userinfo.Subject = func(l *Login, u *oidc.UserInfo) error {
				if u.Subject == "" {
					return nil
				}
				return clean(l, u)
			}
		},
	},
	{
		Name: "userinfo-by-token-in-header-and-form", Violates: "rfc6750-2-client-one-method", At: "userinfo.fetch",
		AlsoRed: []string{"oidc-core-5.3.1-client-userinfo-call"}, // only POST has a form
		Apply: func(o *Options) {
			clean := o.Userinfo.Fetch
			o.Userinfo.Fetch = func(l *Login) (*oidc.UserInfo, error) {
				form := url.Values{"access_token": {l.Token.AccessToken}}.Encode()
				req, err := http.NewRequestWithContext(l.HTTP.Context(), http.MethodPost, l.provider.Userinfo, strings.NewReader(form))
				if err != nil {
					return nil, err
				}
				req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				req.Header.Set("Authorization", "Bearer "+l.Token.AccessToken)
				if resp, err := l.s.http.Do(req); err == nil { // the server refuses it so
					resp.Body.Close()
				}
				return clean(l)
			}
		},
	},
	sourcing("aggregated-claims-refused", "oidc-core-5.6.2-client-aggregated", "JWT"),
	sourcing("distributed-claims-demanded", "oidc-core-5.6.2-client-distributed", "endpoint"),
	{
		Name: "own-token-for-distributed-claims", Violates: "oidc-core-5.6.2-client-distributed", At: "userinfo.bearer",
		Apply: func(o *Options) {
			o.Userinfo.Bearer = func(l *Login, _ string) string { return l.Token.AccessToken }
		},
	},
	{
		Name: "userinfo-by-token-in-url", Violates: "rfc6750-2.3-client-no-query-token", At: "userinfo.fetch",
		AlsoRed: []string{"oidc-core-5.3.1-client-userinfo-call"}, // nor is it in the header
		Apply: func(o *Options) {
			clean := o.Userinfo.Fetch
			o.Userinfo.Fetch = func(l *Login) (*oidc.UserInfo, error) {
				at := l.provider.Userinfo + "?" + url.Values{"access_token": {l.Token.AccessToken}}.Encode()
				_, _ = l.s.get(l.HTTP.Context(), at, "application/json", "") // the server refuses it there
				return clean(l)
			}
		},
	},
	{
		Name: "userinfo-by-post", Violates: "oidc-core-5.3.1-client-userinfo-call", At: "userinfo.fetch",
		Apply: func(o *Options) {
			clean := o.Userinfo.Fetch
			o.Userinfo.Fetch = func(l *Login) (*oidc.UserInfo, error) {
				resp, err := l.s.http.PostForm(l.provider.Userinfo, url.Values{"access_token": {l.Token.AccessToken}})
				if err != nil {
					return nil, err
				}
				resp.Body.Close()
				return clean(l)
			}
		},
	},
}

// sourcing signs nobody in of whom claims come from elsewhere in one of the two ways.
func sourcing(name, violates, way string) Fault {
	return Fault{Name: name, Violates: violates, At: "userinfo.claims", Apply: func(o *Options) {
		clean := o.Userinfo.Claims
		o.Userinfo.Claims = func(l *Login, u *oidc.UserInfo) (map[string]any, error) {
			claims, err := clean(l, u)
			all, _ := claims["_claim_sources"].(map[string]any)
			for _, one := range all {
				if source, ok := one.(map[string]any); ok && source[way] != nil {
					return nil, refuse("a claim is missing that was promised")
				}
			}
			return claims, err
		}
	}}
}
