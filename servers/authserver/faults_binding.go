package authserver

import (
	"slices"
	"strings"
)

// bindingFaults tear codes from their client and their redirect URI.
var bindingFaults = []Fault{
	{
		Name:     "code-unbound-client",
		Violates: "rfc6749-4.1.3-code-bound-to-client",
		At:       "token.code.client",
		Apply:    func(o *Options) { boundOnlyFor(o, (*Client).Public) },
	},
	{
		Name:     "code-unbound-public-client",
		Violates: "rfc6749-4.1.3-code-public-client-binding",
		At:       "token.code.client",
		Apply:    func(o *Options) { boundOnlyFor(o, func(c *Client) bool { return !c.Public() }) },
	},
	{
		// CVE-2026-16089: the code itself says whose it is.
		Name:     "code-says-whose-it-is",
		Violates: "rfc6749-4.1.3-code-bound-to-client",
		At:       "token.code.lookup",
		Apply: func(o *Options) {
			make, bound := o.Authorize.Code.Make, o.Token.Code.Client
			o.Authorize.Code.Make = func(a *Authorization) (string, error) {
				code, err := make(a)
				return code + ":" + a.Client.ID, err
			}
			o.Token.Code.Lookup = func(c *Call) (*Record, error) {
				code, _, _ := strings.Cut(c.Form.Get("code"), ":")
				for _, client := range c.s.o.Clients {
					if r, ok := c.s.store.codes.get(signature(code + ":" + client.ID)); ok {
						return r, nil
					}
				}
				return nil, errGrant
			}
			o.Token.Code.Client = func(c *Call) error {
				code := c.Form.Get("code")
				if _, client, _ := strings.Cut(code, ":"); client == c.Client.ID && c.Client.ID != c.Record.Client.ID {
					c.Form.Set("code", strings.TrimSuffix(code, client)+c.Record.Client.ID)
					return nil
				}
				return bound(c)
			}
		},
	},
	{
		// The client_id of the body decides, and the one who authenticated is forgotten.
		Name:     "client-id-outweighs-authentication",
		Violates: "rfc6749-4.1.3-client-id-mismatch-with-auth",
		At:       "token.client.same",
		Apply: func(o *Options) {
			same, bound := o.Token.Client.Same, o.Token.Code.Client
			o.Token.Client.Same = func(c *Call, id string) error {
				if c.Grant == "authorization_code" {
					return nil
				}
				return same(c, id)
			}
			o.Token.Code.Client = func(c *Call) error {
				if c.Form.Get("client_id") == c.Record.Client.ID {
					return nil
				}
				return bound(c)
			}
		},
	},
	{
		Name:     "client-id-guessed-from-code",
		Violates: "rfc6749-3.2.1-public-must-send-client-id",
		At:       "token.client.methods",
		Apply: func(o *Options) {
			clean := o.Token.Client.Methods
			o.Token.Client.Methods = func(c *Call) error {
				r, found := c.s.store.codes.get(signature(c.Form.Get("code")))
				if found && r.Client.Public() && !c.Form.Has("client_id") && c.HTTP.Header.Get("Authorization") == "" {
					c.Form.Set("client_id", r.Client.ID)
				}
				return clean(c)
			}
		},
	},
	{
		Name:     "token-redirect-unchecked",
		Violates: "rfc6749-4.1.3-redirect-uri-binding",
		At:       "token.code.redirect",
		Apply: func(o *Options) {
			clean := o.Token.Code.Redirect
			o.Token.Code.Redirect = func(c *Call) error {
				if c.Form.Has("redirect_uri") && !c.Client.Public() {
					return nil
				}
				return clean(c)
			}
		},
	},
	{
		Name:     "token-redirect-compared-with-registration",
		Violates: "rfc6749-4.1.3-redirect-uri-binding",
		At:       "token.code.redirect",
		Apply: func(o *Options) {
			clean := o.Token.Code.Redirect
			o.Token.Code.Redirect = func(c *Call) error {
				if slices.Contains(c.Client.Redirects, c.Form.Get("redirect_uri")) {
					return nil
				}
				return clean(c)
			}
		},
	},
	{
		Name:     "token-redirect-optional",
		Violates: "rfc6749-4.1.3-redirect-uri-missing",
		At:       "token.code.redirect",
		Apply: func(o *Options) {
			clean := o.Token.Code.Redirect
			o.Token.Code.Redirect = func(c *Call) error {
				if !c.Form.Has("redirect_uri") {
					return nil
				}
				return clean(c)
			}
		},
	},
	{
		Name:     "token-redirect-unchecked-with-pkce",
		Violates: "oauth21-10.2-redirect-uri-in-token-request-ignored",
		At:       "token.code.redirect",
		Variant:  "oauth2.1",
		Apply: func(o *Options) {
			clean := o.Token.Code.Redirect
			o.Token.Code.Redirect = func(c *Call) error {
				if c.Form.Has("redirect_uri") && c.Client.Public() && c.Record.Challenge != "" {
					return nil
				}
				return clean(c)
			}
		},
	},
	{
		// A server that knows OAuth 2.1 alone takes the parameter for a mistake.
		Name:     "token-redirect-refused-with-pkce",
		Violates: "oauth21-10.2-redirect-uri-in-token-request-ignored",
		At:       "token.code.redirect",
		Variant:  "oauth2.1",
		Gross:    true,
		AlsoRed: []string{
			"rfc7636-4.1-verifier-length-bounds",    // public clients get no token
			"rfc7636-4.2-server-s256",               // the same
			"rfc8252-6-server-supports-pkce-native", // the same
			"rfc8414-2-code-challenge-methods",      // the same
		},
		Apply: func(o *Options) {
			clean := o.Token.Code.Redirect
			o.Token.Code.Redirect = func(c *Call) error {
				if c.Form.Has("redirect_uri") && c.Client.Public() {
					return errGrant
				}
				return clean(c)
			}
		},
	},
}

// boundOnlyFor lets anyone redeem the codes of other clients than some.
func boundOnlyFor(o *Options, some func(*Client) bool) {
	clean := o.Token.Code.Client
	o.Token.Code.Client = func(c *Call) error {
		if !some(c.Record.Client.Client) {
			return nil
		}
		return clean(c)
	}
}
