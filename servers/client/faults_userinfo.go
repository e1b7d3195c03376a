package client

import (
	"net/url"

	"github.com/coreos/go-oidc/v3/oidc"
)

// userinfoFaults ask UserInfo wrongly, or believe what it says of others (OpenID Connect Core §5.3).
var userinfoFaults = []Fault{
	{
		Name: "told-about-others", Violates: "oidc-core-5.3.4-client-userinfo-sub", At: "userinfo.subject",
		Apply: func(o *Options) { o.Userinfo.Subject = func(*Login, *oidc.UserInfo) error { return nil } },
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
