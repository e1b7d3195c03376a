package authserver

import "github.com/go-jose/go-jose/v4"

// registerFaults break what clients are told, or may choose, when they register themselves.
var registerFaults = []Fault{
	{
		Name:     "default-method-is-secret-jwt",
		Violates: "oidc-core-9-client-secret-basic-default",
		At:       "register.method",
		Variant:  "oidc",
		Apply: func(o *Options) {
			clean := o.Register.Method
			o.Register.Method = func(g *Registration) string {
				if g.Asked.Method == "" {
					return "client_secret_jwt"
				}
				return clean(g)
			}
		},
	},
	{
		Name:     "registered-secret-short",
		Violates: "oidc-core-16.19-hs-secret-length",
		At:       "register.secret",
		Variant:  "oidc",
		Apply: func(o *Options) {
			clean := o.Register.Secret
			o.Register.Secret = func(g *Registration) (string, error) {
				secret, err := clean(g)
				return secret[:min(31, len(secret))], err
			}
		},
	},
	{
		Name:     "client-keys-never-refetched",
		Violates: "oidc-core-10.1.1-server-follows-client-rotation",
		At:       "token.client.assertion.keys",
		Variant:  "oidc",
		Apply: func(o *Options) {
			clean := o.Token.Client.Assertion.Keys
			o.Token.Client.Assertion.Keys = func(c *Call, _ bool) []jose.JSONWebKey { return clean(c, false) }
		},
	},
	{
		Name:     "client-chooses-identifier",
		Violates: "rfc9700-2.6-sub-client-id-collision",
		At:       "register.id",
		Apply:    chooseID,
	},
	{
		Name:     "client-passes-for-user",
		Violates: "rfc9700-4.15.1-sub-cannot-mimic-user",
		At:       "register.id",
		AlsoRed:  []string{"rfc9700-2.6-sub-client-id-collision"}, // choosing the identifier is the first half of it
		Apply: func(o *Options) {
			chooseID(o)
			clean := o.Introspect.Members
			o.Introspect.Members = func(c *Call, r *Record, kind string, m map[string]any) {
				clean(c, r, kind, m)
				delete(m, "username")
			}
		},
	},
}

func chooseID(o *Options) {
	clean := o.Register.ID
	o.Register.ID = func(g *Registration) (string, error) {
		if g.Asked.ClientID != "" {
			return g.Asked.ClientID, nil
		}
		return clean(g)
	}
}
