// Package servers describes what can be put under test, as data.
package servers

// A Profile says how to reach and use one product under test. It is the YAML of servers/profiles/NAME/profile.yaml.
type Profile struct {
	Issuer   string    `yaml:"issuer"`
	Clients  []Client  `yaml:"clients,omitempty"`
	Users    []User    `yaml:"users,omitempty"`
	Resource *Resource `yaml:"resource,omitempty"`

	Suite       *Suite       `yaml:"suite,omitempty"`       // our issuers, where a client or a resource server is under test
	Application *Application `yaml:"application,omitempty"` // the client under test
	API         *API         `yaml:"api,omitempty"`         // the resource server under test

	// Restart is an executable beside the profile that has a client or a resource server under test start again, for scenarios
	// in which it has to meet what it reads once. A product with a start script needs none.
	Restart string `yaml:"restart,omitempty"`

	Login     []Page            `yaml:"login,omitempty"`  // selectors per page; empty: the driver guesses
	Refuse    []Page            `yaml:"refuse,omitempty"` // how consent is refused; empty: the driver guesses
	Driver    string            `yaml:"driver,omitempty"` // "rod" where the pages need JavaScript
	Refresh   *Refresh          `yaml:"refresh,omitempty"`
	Nonce     bool              `yaml:"nonce,omitempty"`     // every authorization request carries a nonce: the server insists on one
	Supports  map[string]bool   `yaml:"supports,omitempty"`  // corrects what metadata says, by capability
	Endpoints map[string]string `yaml:"endpoints,omitempty"` // where discovery is silent, by metadata member without _endpoint
	Known     map[string]string `yaml:"known,omitempty"`     // requirement id: reason (section, issue link, date)
	Siblings  []string          `yaml:"siblings,omitempty"`  // other issuers on the same host, of whom only the metadata are read
	Against   []string          `yaml:"against,omitempty"`   // sets it is judged against unless the command says otherwise
	Audience  string            `yaml:"assertion-audience,omitempty"`
	CA        string            `yaml:"ca,omitempty"`
	Intrusive bool              `yaml:"intrusive,omitempty"`
	Load      bool              `yaml:"load,omitempty"`
}

// A Client is one registration at the authorization server.
type Client struct {
	Name          string      `yaml:"name"`
	Kind          string      `yaml:"kind"` // confidential, public, machine, native
	ID            string      `yaml:"id"`
	Secret        string      `yaml:"secret,omitempty"`
	Key           string      `yaml:"key,omitempty"`  // a private JWK: JSON, or the name of a file beside the profile
	Auth          string      `yaml:"auth,omitempty"` // client_secret_basic unless said otherwise; none for public ones
	Redirects     []string    `yaml:"redirects,omitempty"`
	Logout        []string    `yaml:"logout,omitempty"` // its post_logout_redirect_uris (RP-Initiated Logout section 3.1)
	Grants        []string    `yaml:"grants,omitempty"`
	ResponseTypes []string    `yaml:"response_types,omitempty"`
	Encrypted     *Encryption `yaml:"id-token-encryption,omitempty"` // nil: its ID tokens are not encrypted
	Scopes        []string    `yaml:"scopes,omitempty"`
	// Traits are what is special about it; a client with any is asked for by it and never taken for an ordinary one:
	//   - reserved-characters: its identifier or secret holds space : % + & or letters beyond ASCII
	//   - shipped-secret: a native app that has a secret, which is no secret then (RFC 8252 section 8.5)
	//   - pairwise:SECTOR: its users have subjects of their own in that sector (OpenID Connect Core section 8.1)
	//   - userinfo-signed: its userinfo responses are signed
	//   - introspects: it asks about the access tokens of others, as a protected resource (RFC 7662)
	//   - foreign-resource: it may do so too, but the tokens of the other clients here are not meant for it
	//   - resource-scope:SCOPES: it may do so too, but only these scopes concern it
	//   - no-code-grant: it may not use the authorization code grant
	//   - no-redirects, wildcard-redirect, redirect-with-query, plain-http-redirect: what it has for redirect URIs
	Traits []string `yaml:"traits,omitempty"`
}

// An Encryption is how a client registered its ID tokens to be encrypted (OpenID Connect Dynamic Client Registration section 2).
type Encryption struct {
	Alg string `yaml:"alg"`           // id_token_encrypted_response_alg
	Enc string `yaml:"enc,omitempty"` // id_token_encrypted_response_enc; A128CBC-HS256 unless said otherwise
	Key string `yaml:"key"`           // the client's JWK, public or private: JSON, or the name of a file beside the profile
}

// A User is somebody who can sign in.
type User struct {
	Name     string         `yaml:"name"`
	Password string         `yaml:"password"`
	Claims   map[string]any `yaml:"claims,omitempty"`
}

// A Resource is a place where an access token can be used.
type Resource struct {
	URL       string `yaml:"url"`
	Scope     string `yaml:"scope,omitempty"`
	Validates string `yaml:"validates,omitempty"` // introspection: a revoked token is refused at once; jwt: only when it expires
}

// A Suite is the issuers of ours that a client or a resource server under test was given. An address left out is on
// loopback, at a port that the kernel chose, as is one with the port 0; the start script finds it in $OAUTHSPEC_ISSUER and
// $OAUTHSPEC_SECOND. For https there is an authority of each run's own, whose certificate is in the file that
// $OAUTHSPEC_CA names.
type Suite struct {
	Issuer string `yaml:"issuer,omitempty"`
	Second string `yaml:"second,omitempty"` // for a client that works with two
	CA     string `yaml:"ca,omitempty"`     // where to write the authority's certificate, for a product that has no start script
	Alg    string `yaml:"alg,omitempty"`    // what ID tokens and access tokens are signed with: RS256, which is the default, or ES256
}

// An Application is a client under test. Its registrations at our issuer are the profile's clients.
type Application struct {
	Start    string `yaml:"start"`               // begins a sign-in
	Second   string `yaml:"second,omitempty"`    // begins one at the second issuer
	SignedIn string `yaml:"signed-in,omitempty"` // a page that shows who is signed in: name, address or subject; empty: the start
	Call     string `yaml:"call,omitempty"`      // makes it use its user's access token at our issuer's /resource or at UserInfo
	Machine  string `yaml:"machine,omitempty"`   // makes it get a token for itself and use it there
	Identify string `yaml:"identify,omitempty"`  // begins a sign-in with who the user is, {{identifier}}, by WebFinger (OpenID Connect Discovery section 2)
	Initiate string `yaml:"initiate,omitempty"`  // where others may have a sign-in begin (OpenID Connect Core section 4)
}

// An API is a resource server under test: a protected address, and what a token needs there.
type API struct {
	URL      string `yaml:"url"`
	Audience string `yaml:"audience,omitempty"` // what a token's aud has to hold; empty: the URL
	Scope    string `yaml:"scope,omitempty"`
	Other    string `yaml:"other,omitempty"` // a protected address that wants another scope
	Needs    string `yaml:"needs,omitempty"` // that scope

	Validates string `yaml:"validates,omitempty"` // jwt: with our keys; introspection: by asking us
	Type      string `yaml:"type,omitempty"`      // the typ of a JWT that it takes; at+jwt (RFC 9068) unless said otherwise
}

// A Page is what to do on one page of the login.
type Page struct {
	When  string            `yaml:"when,omitempty"` // a selector that tells the page; empty: the next page
	Fill  map[string]string `yaml:"fill,omitempty"` // selector: value, with {{name}} and {{password}}
	Check []string          `yaml:"check,omitempty"`
	Press string            `yaml:"press,omitempty"`
}

// Refresh is what a refresh token needs here beyond the grant.
type Refresh struct {
	Scope  string            `yaml:"scope,omitempty"`  // such as offline_access
	Params map[string]string `yaml:"params,omitempty"` // such as prompt: consent
}
