package authserver

// Redirect URIs of the default clients. Nothing listens there: a user agent stops before it.
const (
	redirectOne      = "https://client.example/cb"
	redirectTwo      = "https://client2.example/cb2"
	redirectLoopback = "http://127.0.0.1:8765/cb"
)

var (
	codeGrants = []string{"authorization_code", "refresh_token"}
	apiScopes  = []string{"api:read", "api:write"}
)

// defaultClients has at least two of each kind, because bugs between clients are the commonest serious ones.
func defaultClients() []Client {
	web := Client{ID: "web", Name: "Example Web", Secret: "web-secret-5f0c9f3b2a7d4e61b8c4", Kind: "confidential",
		Auth: "client_secret_basic", Redirects: []string{redirectOne, redirectLoopback}, Grants: append(codeGrants, "client_credentials"),
		PostLogout: []string{"https://client.example/out"}, ResponseTypes: []string{"code"}, Scopes: apiScopes}
	like := func(c Client, id string, change func(*Client)) Client {
		c.ID, c.Name = id, ""
		if c.Secret != "" {
			c.Secret = id + "-secret-5f0c9f3b2a7d4e61b8c4"
		}
		change(&c)
		return c
	}
	two := func(c *Client) {
		c.Redirects, c.PostLogout = []string{redirectTwo, redirectLoopback}, []string{"https://client2.example/out"}
	}
	spa := like(web, "spa", func(c *Client) {
		c.Name, c.Kind, c.Auth, c.Secret, c.Grants = "Example Page", "public", "none", "", codeGrants
	})
	pair := func(sector, uri string) func(*Client) {
		return func(c *Client) { c.SectorID, c.Redirects = sector, []string{uri} }
	}
	clients := []Client{
		web,
		like(web, "web2", two),
		like(web, "post", func(c *Client) { c.Auth = "client_secret_post" }),
		spa,
		like(spa, "spa2", two),
		like(spa, "native", func(c *Client) {
			c.Kind = "native"
			c.Redirects = []string{"http://127.0.0.1/cb", "http://[::1]/cb", "com.example.app:/cb", "https://app.example/cb"}
		}),
		like(web, "batch", func(c *Client) {
			c.Kind, c.Grants, c.Redirects, c.ResponseTypes = "machine", []string{"client_credentials"}, nil, nil
		}),
		like(web, "jwt", func(c *Client) { c.Auth, c.Secret, c.Keys = "private_key_jwt", "", bothKeys() }),
		like(web, "sjwt", func(c *Client) { c.Auth = "client_secret_jwt" }),
		like(web, "rsa", func(c *Client) { c.Auth, c.Secret, c.Keys = "private_key_jwt", "", rsaKey() }),
		like(spa, "shipped", func(c *Client) {
			c.Kind, c.Auth, c.Secret = "native", "client_secret_basic", "everybody-can-read-this-5f0c9f3b2a7d4e61"
			c.Redirects = []string{"https://app.example/cb"}
		}),
		like(web, "many", func(c *Client) { c.Redirects = []string{redirectOne, redirectTwo} }),
		like(web, "single", func(c *Client) { c.Redirects = []string{redirectOne} }),
		like(web, "queryredir", func(c *Client) { c.Redirects = []string{redirectOne + "?tenant=a%20b&x=1"} }),
		like(spa, "bare", func(c *Client) { c.Redirects = nil }), // no redirect URI registered
		like(web, "bareweb", func(c *Client) { c.Redirects = nil }),
		like(web, "plainhttp", func(c *Client) { c.Redirects = []string{"http://client.example/cb"} }),               // never used (RFC 9700 §2.6)
		like(spa, "plainapp", func(c *Client) { c.Kind, c.Redirects = "native", []string{"http://app.example/cb"} }), // nor this one
		like(spa, "claimed", func(c *Client) { c.Kind, c.Redirects = "native", []string{"https://app.example/cb"} }),
		like(web, "consentonly", func(c *Client) { c.ResponseTypes = []string{"none"} }),
		like(web, "wild", func(c *Client) { c.Redirects = []string{"https://*.example/cb", redirectOne + "*"} }), // taken literally
		like(web, "noself", func(c *Client) { c.Grants = codeGrants }),                                           // gets no token of its own
		like(web, "nocode", func(c *Client) { c.ResponseTypes, c.Grants = nil, []string{"client_credentials"} }),
		like(web, "pair1", pair("one.example", "https://a.one.example/cb")),
		like(web, "pair2", pair("one.example", "https://b.one.example/cb")),
		like(web, "pair3", pair("two.example", "https://two.example/cb")),
		like(web, "rs256", func(*Client) {}), // registered for no algorithm
		like(web, "elsewhere", func(c *Client) {
			c.Kind, c.Grants, c.Redirects, c.ResponseTypes, c.Resource = "machine", []string{"client_credentials"}, nil, nil, "https://elsewhere.example/api"
		}),
		like(web, "reader", func(c *Client) {
			c.Kind, c.Grants, c.Redirects, c.ResponseTypes, c.ResourceScopes = "machine", []string{"client_credentials"}, nil, nil, []string{"api:read"}
		}),
		like(web, "signedinfo", func(c *Client) { c.UserinfoAlg = "RS256" }),
	}
	// Each has one character in identifier and secret that Basic sends only in its form encoding (RFC 6749 §2.3.1).
	// They differ in more than that character, so that none is another one decoded wrongly.
	for _, odd := range []string{"space ", "colon:", "percent%20", "plus+", "and&x=", "accenté"} {
		clients = append(clients, like(web, odd+"id", func(c *Client) { c.Secret = odd + "secret-5f0c9f3b2a7d4e61b8c4" }))
	}
	return clients
}

// defaultUsers are one who has every standard claim and one who lacks some.
func defaultUsers() []User { return []User{alice(), bob()} }

func alice() User {
	return User{Name: "alice", Password: "alice-password-1", Sub: "248289761001", Claims: map[string]any{
		"name": "Alice Liddell", "given_name": "Alice", "family_name": "Liddell", "middle_name": "Pleasance",
		"nickname": "Al", "preferred_username": "alice", "profile": "https://people.example/alice",
		"picture": "https://people.example/alice.png", "website": "https://alice.example/", "gender": "female",
		"birthdate": "1852-05-04", "zoneinfo": "Europe/London", "locale": "en-GB", "updated_at": 1700000000,
		"email": "alice@people.example", "email_verified": true,
		"phone_number": "+44 20 7946 0123", "phone_number_verified": false,
		"address": map[string]any{"formatted": "1 Deanery Garden\nOxford", "street_address": "1 Deanery Garden",
			"locality": "Oxford", "region": "Oxfordshire", "postal_code": "OX1 1DP", "country": "GB"},
	}}
}

func bob() User {
	return User{Name: "bob", Password: "bob-password-2", Sub: "90125-bob", Claims: map[string]any{
		"name": "Bob Dodgson", "given_name": "Bob", "family_name": "Dodgson", "preferred_username": "bob",
		"updated_at": 1710000000, "email": "bob@people.example", "email_verified": false,
	}}
}
