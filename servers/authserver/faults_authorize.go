package authserver

import (
	"net/url"
	"slices"
)

// authorizeFaults break the authorization endpoint.
var authorizeFaults = []Fault{
	implicit("implicit-offered", "", "token", "code token"),
	implicit("implicit-offered-beside-id-token", "oidc", "id_token token", "code id_token token"),
}

// implicit gives access tokens through the browser for some response types.
func implicit(name, variant string, types ...string) Fault {
	return Fault{Name: name, Violates: "rfc9700-2.1.2-no-implicit", At: "authorize.responsetype", Variant: variant, Apply: func(o *Options) {
		o.ResponseTypes = slices.Concat(o.ResponseTypes, types)
		for i := range o.Clients {
			o.Clients[i].ResponseTypes = slices.Concat(types, o.Clients[i].ResponseTypes)
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
	}}
}
