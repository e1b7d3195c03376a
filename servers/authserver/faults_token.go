package authserver

import "strings"

// tokenFaults break the token endpoint.
var tokenFaults = []Fault{
	{
		Name:     "no-store-missing",
		Violates: "rfc6749-5.1-cache-control-no-store",
		At:       "token.reply.success",
		Apply: func(o *Options) {
			clean := o.Token.Reply.Success
			o.Token.Reply.Success = func(c *Call, r *Reply) {
				clean(c, r)
				r.Header.Del("Cache-Control")
			}
		},
	},
	{
		Name:     "password-grant-offered",
		Violates: "rfc9700-2.4-no-password-grant",
		At:       "token.granttype",
		Apply: func(o *Options) {
			o.GrantTypes = append(o.GrantTypes, "password")
			for i := range o.Clients {
				o.Clients[i].Grants = append([]string{"password"}, o.Clients[i].Grants...)
			}
			clean := o.Token.GrantType
			o.Token.GrantType = func(c *Call) (GrantFunc, error) {
				if c.Grant == "password" {
					return (*Call).password, nil
				}
				return clean(c)
			}
		},
	},
	replies("pragma-missing", "rfc6749-5.1-pragma-no-cache", func(r *Reply) { r.Header.Del("Pragma") }),
	replies("token-as-text", "rfc6749-5.1-success-status-json", func(r *Reply) { r.Header.Set("Content-Type", "text/plain") }),
	{
		Name: "no-token-type", Violates: "rfc6749-5.1-success-required-members", At: "token.reply.success",
		Apply: func(o *Options) {
			clean := o.Token.Reply.Success
			o.Token.Reply.Success = func(c *Call, r *Reply) {
				clean(c, r)
				if c.Grant == "authorization_code" {
					delete(r.Members, "token_type")
				}
			}
		},
	},
	replies("expires-in-as-text", "rfc6749-5.1-expires-in-number", func(r *Reply) { r.Members["expires_in"] = "3600" }),
	{
		Name: "unknown-grant-invalid-request", Violates: "rfc6749-5.2-error-unsupported-grant-type", At: "token.granttype",
		Apply: func(o *Options) {
			o.Token.GrantType = grantRefused(o.Token.GrantType, func(g string) bool { return !strings.Contains(g, ":") && g != "password" })
		},
	},
	{
		Name: "extension-grant-invalid-request", Violates: "rfc6749-4.5-extension-grant-unknown", At: "token.granttype",
		Apply: func(o *Options) {
			o.Token.GrantType = grantRefused(o.Token.GrantType, func(g string) bool { return strings.Contains(g, ":") })
		},
	},
	{
		Name: "unknown-token-parameter-refused", Violates: "rfc6749-3.2-token-unknown-param", At: "token.params",
		Apply: func(o *Options) {
			clean := o.Token.Params
			o.Token.Params = func(c *Call) error {
				if c.Form.Has("unknown_extension") {
					return problem("invalid_request", "that parameter is not known here")
				}
				return clean(c)
			}
		},
	},
	repeats("grant-type-first-wins", "grant_type"),
	repeats("code-first-wins", "code"),
	repeats("redirect-uri-first-wins", "redirect_uri"),
	repeats("verifier-first-wins", "code_verifier"),
	repeats("refresh-token-first-wins", "refresh_token"),
}

// replies changes a granted answer on its way out.
func replies(name, violates string, change func(r *Reply)) Fault {
	return Fault{Name: name, Violates: violates, At: "token.reply.success", Apply: func(o *Options) {
		clean := o.Token.Reply.Success
		o.Token.Reply.Success = func(c *Call, r *Reply) {
			clean(c, r)
			change(r)
		}
	}}
}

// grantRefused refuses the grant types that match with an error that says something else.
func grantRefused(clean func(*Call) (GrantFunc, error), match func(string) bool) func(*Call) (GrantFunc, error) {
	return func(c *Call) (GrantFunc, error) {
		f, err := clean(c)
		if err != nil && c.Grant != "" && match(c.Grant) {
			err = problem("invalid_request", "that grant type is not known here")
		}
		return f, err
	}
}

// repeats takes the first of two values of one parameter.
func repeats(name, param string) Fault {
	return Fault{Name: name, Violates: "rfc6749-3.2-token-repeated-param", At: "token.params", Apply: func(o *Options) {
		clean := o.Token.Params
		o.Token.Params = func(c *Call) error {
			if len(c.Form[param]) > 1 {
				c.Form[param] = c.Form[param][:1]
			}
			return clean(c)
		}
	}}
}
