package authserver

import "strings"

// credentialsFaults break the client credentials grant.
var credentialsFaults = []Fault{
	{
		Name:     "own-token-without-type",
		Violates: "rfc6749-4.4.2-cc-success",
		AlsoRed:  []string{"rfc7662-2.2-token-type"}, // there is none to be the same as
		At:       "token.reply.success",
		Apply: func(o *Options) {
			clean := o.Token.Reply.Success
			o.Token.Reply.Success = func(c *Call, r *Reply) {
				if clean(c, r); ofMachine(c) {
					delete(r.Members, "token_type")
				}
			}
		},
	},
	{
		Name:     "machine-secret-unchecked",
		Violates: "rfc6749-4.4.2-cc-must-authenticate",
		At:       "token.client.secret",
		Apply: func(o *Options) {
			clean := o.Token.Client.Secret
			o.Token.Client.Secret = func(c *Call, secret string) bool { return ofMachine(c) || clean(c, secret) }
		},
	},
	{
		Name:     "machine-by-name-alone",
		Violates: "rfc6749-4.4.2-cc-must-authenticate",
		At:       "token.client.none",
		Apply:    func(o *Options) { byName(o, ofMachine) },
	},
	{
		Name:     "nobody-is-a-machine",
		Violates: "rfc6749-4.4.2-cc-must-authenticate",
		At:       "token.client.methods",
		Apply: func(o *Options) {
			machine := ""
			for _, c := range o.Clients {
				if c.Kind == "machine" {
					machine = c.ID
				}
			}
			clean := o.Token.Client.Methods
			o.Token.Client.Methods = func(c *Call) error {
				err := clean(c)
				if err != nil && c.Grant == "client_credentials" && c.HTTP.Header.Get("Authorization") == "" && c.HTTP.URL.RawQuery == "" {
					c.Form.Set("client_id", machine)
					c.Method = "guessed"
					return nil
				}
				return err
			}
			allowGuessed(o)
		},
	},
	ownTokenFor("public"),
	ownTokenFor("native"),
	{
		Name:     "refresh-token-beside-own-token",
		Violates: "rfc6749-4.4.3-cc-no-refresh",
		At:       "token.credentials.refresh",
		Apply:    func(o *Options) { o.Token.Credentials.Refresh = func(*Call) bool { return true } },
	},
	{
		Name:     "offline-access-for-machines",
		Violates: "rfc6749-4.4.3-cc-no-refresh",
		At:       "token.credentials.scope",
		Apply: func(o *Options) {
			offline := func(c *Call) bool { return strings.Contains(c.Form.Get("scope"), "offline_access") }
			clean := o.Token.Credentials.Scope
			o.Token.Credentials.Scope = func(c *Call) error {
				if offline(c) {
					c.Scope = c.Client.Scopes
					return nil
				}
				return clean(c)
			}
			o.Token.Credentials.Refresh = offline
		},
	},
	{
		Name:     "own-token-can-do-more",
		Violates: "rfc6749-4.4.3-cc-scope-narrow",
		At:       "token.credentials.scope",
		Apply: func(o *Options) {
			clean := o.Token.Credentials.Scope
			o.Token.Credentials.Scope = func(c *Call) error {
				err := clean(c)
				if ofMachine(c) {
					c.Scope = c.Client.Scopes
				}
				return err
			}
			reply := o.Token.Reply.Success
			o.Token.Reply.Success = func(c *Call, r *Reply) {
				if reply(c, r); ofMachine(c) {
					delete(r.Members, "scope")
				}
			}
		},
	},
}

func ofMachine(c *Call) bool {
	return c.Grant == "client_credentials" && c.Client != nil && c.Client.Kind == "machine"
}

// ownTokenFor gives the grant to clients that cannot keep a secret.
func ownTokenFor(kind string) Fault {
	return Fault{
		Name: "own-token-for-" + kind + "-client", Violates: "rfc6749-4.4-cc-confidential-only", At: "token.allowed",
		Apply: func(o *Options) {
			allowCredentials(o, func(c *Call) bool { return c.Client.Kind == kind && c.Client.Secret == "" })
		},
	}
}

// allowCredentials gives the grant to clients that are neither registered for it nor fit for it.
func allowCredentials(o *Options, when func(*Call) bool) {
	clean := o.Token.Allowed
	o.Token.Allowed = func(c *Call) error {
		if c.Grant != "client_credentials" || !when(c) {
			return clean(c)
		}
		fit, as := *c.Client, *c.Client.Client
		as.Kind = "machine"
		fit.Client, fit.grant = &as, []string{c.Grant}
		c.Client = &fit
		return nil
	}
}
