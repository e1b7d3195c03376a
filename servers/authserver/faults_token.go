package authserver

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
}
