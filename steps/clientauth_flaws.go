package steps

import (
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	secret := func(name string, change func(secret string) string) {
		phrase("with "+name, func(w *World) ([]oauth.Mutation, error) {
			return []oauth.Mutation{w.withSecret(change(w.client.Secret))}, nil
		})
	}
	secret("a wrong secret", func(string) string { return oauth.Random(24) })
	secret("an empty secret", func(string) string { return "" })
	secret("its secret cut short", func(s string) string { return s[:len(s)/2] })
	secret("its secret and one character more", func(s string) string { return s + "x" })
	secret("its secret in the other case", otherCase)
	phrase("with another client's secret", func(w *World) ([]oauth.Mutation, error) {
		c, err := w.pick("another client with a secret", func(c servers.Client) bool {
			return c.Secret != "" && c.Secret != w.client.Secret
		})
		return []oauth.Mutation{w.withSecret(c.Secret)}, err
	})

	phrase("with its secret in the body as well", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.Also(oauth.Auth{Method: "client_secret_post", ID: w.client.ID, Secret: w.client.Secret})}, nil
	})
	phrase("with a secret by Basic as well", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.Also(oauth.Auth{Method: "client_secret_basic", ID: w.client.ID, Secret: oauth.Random(24)})}, nil
	})
	phrase("with its secret in the query", func(w *World) ([]oauth.Mutation, error) {
		inBody := oauth.Auth{Method: "client_secret_post", ID: w.client.ID, Secret: w.client.Secret}
		return []oauth.Mutation{oauth.AuthAs(inBody), oauth.InQuery("client_id", "client_secret")}, nil
	})
	phrase("naming itself in the body as well", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("client_id", w.client.ID)}, nil
	})
	phrase("naming itself without authenticating", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.AuthAs(oauth.Auth{Method: "none", ID: w.client.ID})}, nil
	})
	plainly("without saying who it is", oauth.AuthAs(oauth.Auth{}))
	phrase("naming another client beside its assertion", func(w *World) ([]oauth.Mutation, error) {
		c, err := w.pick("another client", func(c servers.Client) bool { return c.ID != w.client.ID })
		return []oauth.Mutation{oauth.With("client_id", c.ID)}, err
	})
	phrase("in the name of a client that nobody registered", func(w *World) ([]oauth.Mutation, error) {
		a := w.auth(w.client)
		a.ID = oauth.Random(12)
		return []oauth.Mutation{oauth.AuthAs(a)}, nil
	})
}

// withSecret authenticates as the scenario's client does, with another secret.
func (w *World) withSecret(secret string) oauth.Mutation {
	a := w.auth(w.client)
	a.Secret = secret
	return oauth.AuthAs(a)
}
