package authserver

import "strings"

// secretFaults break who is let in with which secret, or with none.
var secretFaults = []Fault{
	takesSecret("secret-unchecked", func(c *Call, _ string) bool { return atGrant(c, "client_credentials") },
		"rfc6749-5.2-error-invalid-client-401", // its wrong secret is taken
		"rfc6749-2.3.1-secret-brute-force"),    // every guess is right
	takesSecret("secret-empty-taken", func(c *Call, s string) bool { return s == "" }),
	takesSecret("secret-prefix-taken", func(c *Call, s string) bool { return s != "" && strings.HasPrefix(c.Client.Secret, s) }),
	also(takesSecret("secret-suffix-ignored", func(c *Call, s string) bool { return strings.HasPrefix(s, c.Client.Secret) }),
		"rfc7009-2.1-client-auth-required", "rfc7662-2.3-wrong-credentials-401"), // clients authenticate there likewise
	takesSecret("secret-case-ignored", func(c *Call, s string) bool { return strings.EqualFold(s, c.Client.Secret) }),
	takesSecret("secret-of-any-client", func(c *Call, s string) bool {
		for _, r := range c.s.clients {
			if s != "" && r.Secret == s {
				return true
			}
		}
		return false
	}),
	takesSecret("secret-unchecked-in-body", func(c *Call, _ string) bool { return c.Method == "client_secret_post" }),
	takesSecret("secret-unchecked-with-code", func(c *Call, _ string) bool { return atGrant(c, "authorization_code") }),
	takesSecret("secret-unchecked-at-refresh", func(c *Call, _ string) bool { return atGrant(c, "refresh_token") }),

	{
		Name:     "secret-empty-taken-in-body", // leaving it out is how an empty one is sent
		Violates: "rfc6749-2.3.1-wrong-secret",
		At:       "token.client.none",
		Apply: func(o *Options) {
			byName(o, func(c *Call) bool { return c.Grant == "client_credentials" && c.Client.Auth == "client_secret_post" })
		},
	},

	also(unknownTaken("unknown-client-taken-by-basic", "client_secret_basic"),
		"rfc6749-5.2-error-invalid-client-401"), // there is no failure to answer
	unknownTaken("unknown-client-taken-in-body", "client_secret_post"),
	{
		Name:     "unknown-public-client-unauthorized",
		Violates: "rfc6749-2.3.1-unknown-client",
		At:       "token.client.lookup",
		Apply: func(o *Options) {
			clean := o.Token.Client.Lookup
			o.Token.Client.Lookup = func(c *Call, id string) (*Client, error) {
				found, err := clean(c, id)
				if err != nil && c.Method == "none" && c.Grant == "authorization_code" {
					return nil, problem("unauthorized_client", "the client is not known")
				}
				return found, err
			}
		},
	},

	unauthenticated("client_secret_basic"),
	unauthenticated("client_secret_post"),
	unauthenticated("private_key_jwt"),
	unauthenticated("client_secret_jwt"),
	{
		Name:     "code-names-its-client",
		Violates: "rfc6749-3.2.1-confidential-must-authenticate",
		AlsoRed:  []string{"rfc6749-3.2.1-public-must-send-client-id"}, // the code names a public client as well
		At:       "token.client.methods",
		Apply: func(o *Options) {
			clean := o.Token.Client.Methods
			o.Token.Client.Methods = func(c *Call) error {
				err := clean(c)
				if r, ok := c.s.store.codes.get(signature(c.Form.Get("code"))); ok && err != nil && !c.Form.Has("client_id") {
					c.Form.Set("client_id", r.Client.ID)
					c.Method = "guessed"
					return nil
				}
				return err
			}
			allowGuessed(o)
		},
	},

	{
		Name:     "shipped-secret-buys-tokens",
		Violates: "rfc8252-8.5-secret-not-proof",
		At:       "token.allowed",
		AlsoRed: []string{
			"rfc8252-8.4-type-recorded", // that a native client is public is not acted upon
		},
		Apply: func(o *Options) {
			allowCredentials(o, func(c *Call) bool { return c.Client.Kind == "native" && c.Client.Secret != "" })
		},
	},
	{
		Name:     "shipped-secret-instead-of-verifier",
		Violates: "rfc8252-8.5-secret-not-proof",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			clean := o.Token.Code.PKCE
			o.Token.Code.PKCE = func(c *Call) error {
				if c.Client.Kind == "native" && c.Method != "none" {
					return nil
				}
				return clean(c)
			}
		},
	},
}

func takesSecret(name string, when func(c *Call, secret string) bool, alsoRed ...string) Fault {
	return Fault{
		Name: name, Violates: "rfc6749-2.3.1-wrong-secret", At: "token.client.secret", AlsoRed: alsoRed,
		Apply: func(o *Options) {
			clean := o.Token.Client.Secret
			o.Token.Client.Secret = func(c *Call, secret string) bool { return clean(c, secret) || when(c, secret) }
		},
	}
}

// unknownTaken registers a client that is not known as it comes.
func unknownTaken(name, method string) Fault {
	return Fault{
		Name: name, Violates: "rfc6749-2.3.1-unknown-client", At: "token.client.lookup",
		Apply: func(o *Options) {
			clean := o.Token.Client.Lookup
			o.Token.Client.Lookup = func(c *Call, id string) (*Client, error) {
				found, err := clean(c, id)
				if err == nil || c.Method != method {
					return found, err
				}
				secret := c.Form.Get("client_secret")
				if method == "client_secret_basic" {
					if _, secret, err = basic(c.HTTP.Header.Get("Authorization")); err != nil {
						return nil, err
					}
				}
				return &Client{ID: id, Secret: secret, Kind: "confidential", Auth: method, Grants: c.s.o.GrantTypes, Scopes: c.s.o.Scopes}, nil
			}
		},
	}
}

// unauthenticated lets confidential clients of one method redeem codes by their name alone.
func unauthenticated(method string) Fault {
	return Fault{
		Name: "code-by-name-alone-" + method, Violates: "rfc6749-3.2.1-confidential-must-authenticate", At: "token.client.none",
		Apply: func(o *Options) {
			byName(o, func(c *Call) bool { return c.Grant == "authorization_code" && c.Client.Auth == method })
		},
	}
}

// byName lets clients through that have only named themselves.
func byName(o *Options, when func(*Call) bool) {
	clean := o.Token.Client.None
	o.Token.Client.None = func(c *Call) error {
		if when(c) {
			return nil
		}
		return clean(c)
	}
}

// allowGuessed lets clients through that the server itself named.
func allowGuessed(o *Options) { byName(o, func(c *Call) bool { return c.Method == "guessed" }) }
