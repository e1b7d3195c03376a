package learn

import (
	"fmt"
	"net/http"

	"github.com/oauthspec/oauthspec/servers/client"
	"github.com/oauthspec/oauthspec/servers/resource"
)

// accounts are the API's own users, to whom subjects of tokens are mapped.
func accounts() map[string]resource.User {
	return map[string]resource.User{
		"248289761001": {Name: "a.liddell", Roles: []string{"reader", "editor"}},
		"90125":        {Name: "b.dodgson", Roles: []string{"reader"}},
	}
}

// apis are the addresses by which the applications know the API.
func apis(url string) []client.API {
	return []client.API{{Name: "data", URL: url + "/data"}, {Name: "me", URL: url + "/me"}}
}

func (b *builder) makeAPI() error {
	variant := "jwt"
	if b.Opaque {
		variant = "introspection"
	}
	o, err := resource.Defaults(variant)
	if err != nil {
		return err
	}
	o.URL, o.Issuer, o.Users = b.Suite.api.url, b.Suite.as.url, accounts()
	o.RootCAs, o.Wrap = b.o.CA, named(agentAPI)
	if !b.Register {
		o.ClientID, o.Secret = "api", b.secrets.api
	}
	reply := o.Access.Reply
	o.Access.Reply = func(t *resource.Token, h http.Header, m map[string]any) {
		if v, ok := t.Claims[customClaim]; ok {
			m[customClaim] = v
		}
		reply(t, h, m)
	}
	if name := b.planted("rs"); name != "" {
		for _, f := range resource.Faults() {
			if f.Name == name {
				f.Apply(&o)
			}
		}
	}
	api, err := resource.New(o)
	if err != nil {
		return fmt.Errorf("make the API: %w", err)
	}
	b.end = append(b.end, api.Close)
	b.api = api
	return nil
}
