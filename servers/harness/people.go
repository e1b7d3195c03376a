package harness

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// strangers are two users whom no application can know from an earlier sign-in. All that names one of them holds a mark
// that is in nothing else.
func strangers() []authserver.User {
	var all []authserver.User
	for range 2 {
		mark := "u" + strings.ToLower(rand.Text()[:14])
		all = append(all, authserver.User{Name: mark, Password: rand.Text(), Sub: mark, Claims: map[string]any{
			"sub": mark, "name": mark, "preferred_username": mark, "email": mark + "@users.example", "email_verified": true,
		}})
	}
	return all
}

// registration is a client of a profile as the issuer knows it. What the profile leaves open is allowed.
func (h *Harness) registration(c servers.Client) (authserver.Client, error) {
	r := authserver.Client{ID: c.ID, Name: c.Name, Secret: c.Secret, Kind: c.Kind, Auth: c.AuthMethod(), Redirects: c.Redirects,
		Grants: c.Grants, ResponseTypes: []string{"code"}, Scopes: c.Scopes, IDTokenAlg: h.alg}
	if slices.Contains(c.Traits, "userinfo-signed") {
		r.UserinfoAlg = h.alg
	}
	if len(r.Grants) == 0 {
		r.Grants = []string{"authorization_code", "refresh_token"}
		if !r.Public() {
			r.Grants = append(r.Grants, "client_credentials")
		}
	}
	if len(r.Scopes) == 0 {
		r.Scopes = []string{"openid", "profile", "email", "offline_access", "api:read", "api:write"}
	}
	if c.Key != "" {
		set, err := json.Marshal(map[string]any{"keys": []json.RawMessage{json.RawMessage(c.Key)}})
		if err != nil {
			return r, fmt.Errorf("the key of client %s is no JWK: %w", c.Name, err)
		}
		r.Keys = set
	}
	return r, nil
}
