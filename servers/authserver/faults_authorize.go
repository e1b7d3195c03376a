package authserver

import (
	"net/url"
	"strings"
)

// authorizeFaults break the authorization endpoint.
var authorizeFaults = []Fault{
	{
		Name:     "redirect-prefix-match",
		Violates: "rfc6749-3.1.2.3-redirect-simple-string-match",
		At:       "authorize.redirect.match",
		AlsoRed:  []string{"rfc6749-3.1.2.3-redirect-path-confusion"}, // dot segments after the prefix match as well
		Apply: func(o *Options) {
			o.Authorize.Redirect.Match = func(_ *Authorization, registered, requested string) bool {
				return strings.HasPrefix(requested, registered)
			}
		},
	},
	{
		Name:     "no-iss",
		Violates: "rfc9207-2-iss-on-success",
		At:       "authorize.success.params",
		Apply: func(o *Options) {
			clean := o.Authorize.Success.Params
			o.Authorize.Success.Params = func(a *Authorization, out url.Values) {
				clean(a, out)
				out.Del("iss")
			}
		},
	},
	{
		Name:     "implicit-offered",
		Violates: "rfc9700-2.1.2-no-implicit",
		At:       "authorize.code.issue",
		Apply: func(o *Options) {
			o.ResponseTypes = append(o.ResponseTypes, "token")
			for i := range o.Clients {
				o.Clients[i].ResponseTypes = append([]string{"token"}, o.Clients[i].ResponseTypes...)
			}
			clean := o.Authorize.Code.Issue
			o.Authorize.Code.Issue = func(a *Authorization, out url.Values) error {
				if !has(a.ResponseType, "token") {
					return clean(a, out)
				}
				a.Mode = "fragment"
				c := a.call()
				c.Grant = "implicit"
				if err := c.issue(a.SignIn.User, false); err != nil {
					return err
				}
				out.Set("access_token", c.out.GetAccessToken())
				out.Set("token_type", "Bearer")
				return nil
			}
		},
	},
}
