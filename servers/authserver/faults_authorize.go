package authserver

import (
	"net/url"
)

// authorizeFaults break the authorization endpoint.
var authorizeFaults = []Fault{
	{
		Name:     "implicit-offered",
		Violates: "rfc9700-2.1.2-no-implicit",
		At:       "authorize.responsetype",
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
