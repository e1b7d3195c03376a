package servers

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Kinds of client.
const (
	Confidential = "confidential" // a web application that keeps a secret
	Public       = "public"       // a browser application
	Native       = "native"       // an application on a device; its loopback redirect accepts any port (RFC 8252 section 7.3)
	Machine      = "machine"      // acts for itself: client credentials only
)

var (
	kinds       = []string{Confidential, Public, Native, Machine}
	secretAuths = []string{"client_secret_basic", "client_secret_post", "client_secret_jwt"}
	keyAuths    = []string{"private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"}
	allAuths    = slices.Concat(secretAuths, keyAuths, []string{"none"})
)

// AuthMethod is how the client authenticates at the token endpoint, as its registration says: a member of
// token_endpoint_auth_methods (RFC 7591 section 2).
func (c Client) AuthMethod() string {
	switch {
	case c.Auth != "":
		return c.Auth
	case c.Kind == Public || c.Kind == Native:
		return "none"
	}
	return secretAuths[0]
}

// ofUsers are scopes that say what of a user is asked for (OpenID Connect Core sections 5.4 and 11): nothing for a client itself.
var ofUsers = []string{"openid", "profile", "email", "address", "phone", "offline_access"}

// OwnScopes are those of the client's scopes that it may ask for without a user: all of a machine's.
func (c Client) OwnScopes() []string {
	if c.Kind == Machine {
		return c.Scopes
	}
	return slices.DeleteFunc(slices.Clone(c.Scopes), func(s string) bool { return slices.Contains(ofUsers, s) })
}

// client validates one client and fills in its name and how it authenticates.
func (v *validation) client(path string, c *Client) {
	if c.ID == "" {
		v.wrong(path+".id", "missing: the client_id it was registered with")
	}
	c.Name = cmp.Or(c.Name, c.ID)
	if c.Kind == "" {
		v.wrong(path+".kind", "missing: want %s", strings.Join(kinds, ", "))
	}
	v.oneOf(path+".kind", c.Kind, kinds...)
	v.oneOf(path+".auth", c.Auth, allAuths...)
	c.Key = v.jwk(path+".key", c.Key, true)
	if c.Encrypted != nil {
		c.Encrypted.Enc = cmp.Or(c.Encrypted.Enc, "A128CBC-HS256")
		c.Encrypted.Key = v.jwk(path+".id-token-encryption.key", c.Encrypted.Key, false)
		if c.Encrypted.Alg == "" || c.Encrypted.Key == "" {
			v.wrong(path+".id-token-encryption", "want alg and key")
		}
	}
	v.credentials(path, c)
	v.redirects(path+".redirects", c)
}

func (v *validation) credentials(path string, c *Client) {
	if c.Kind == Public || c.Kind == Native {
		c.Auth = cmp.Or(c.Auth, "none")
		return
	}
	if c.Auth == "" {
		c.Auth = secretAuths[0]
		if c.Secret == "" && c.Key != "" {
			c.Auth = keyAuths[0]
		}
	}
	switch {
	case slices.Contains(secretAuths, c.Auth) && c.Secret == "":
		v.wrong(path+".secret", "missing: %s needs one (a public client is kind: public)", c.Auth)
	case c.Auth == keyAuths[0] && c.Key == "":
		v.wrong(path+".key", "missing: %s needs the client's private JWK", c.Auth)
	}
}

func (v *validation) redirects(path string, c *Client) {
	wants := c.Kind != Machine && (len(c.Grants) == 0 || slices.Contains(c.Grants, "authorization_code"))
	_, said := v.lines[path] // "redirects: []" says on purpose that it was registered without one
	if wants && len(c.Redirects) == 0 && !said {
		v.wrong(path, "missing: a %s client needs the redirect URI it was registered with (one that only acts for itself is of kind machine)", cmp.Or(c.Kind, "code"))
	}
	for i, r := range c.Redirects {
		u, err := url.Parse(r)
		if err != nil || u.Scheme == "" || strings.Contains(r, "#") {
			v.wrong(fmt.Sprintf("%s[%d]", path, i), "want an absolute URI without a fragment (RFC 6749 section 3.1.2)")
		}
	}
}

// jwk is a key, or that in the file that is named.
func (v *validation) jwk(path, key string, private bool) string {
	if key == "" {
		return ""
	}
	text := []byte(key)
	if !strings.HasPrefix(strings.TrimSpace(key), "{") {
		var err error
		if text, err = readBounded(v.beside(key)); err != nil {
			v.wrong(path, "%v", err)
			return key
		}
	}
	var jwk struct {
		Kty  string          `json:"kty"`
		D    string          `json:"d"`
		K    string          `json:"k"`
		Keys json.RawMessage `json:"keys"`
	}
	switch err := json.Unmarshal(text, &jwk); {
	case err != nil:
		v.wrong(path, "want a JWK as JSON, or the name of a file that holds one") // the text is a secret: not in the message
	case jwk.Keys != nil:
		v.wrong(path, "want one JWK, got a set")
	case jwk.Kty == "" || private && jwk.D == "" && jwk.K == "":
		v.wrong(path, "want a%s JWK: this one has no kty or no private part", map[bool]string{true: " private"}[private])
	}
	return string(text)
}
