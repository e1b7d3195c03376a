package steps

import (
	"context"
	"fmt"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	phrase("with another user's name beside the code", func(*World) ([]oauth.Mutation, error) {
		address := servers.Impostor + "@users.example"
		m := []oauth.Mutation{
			oauth.With("user", fmt.Sprintf(`{"name":{"firstName":%q,"lastName":%[1]q},"email":%q}`, servers.Impostor, address)),
			oauth.With("email", address), oauth.With("email_verified", "true"),
		}
		for _, name := range []string{"sub", "name", "username", "preferred_username", "login", "uid"} {
			m = append(m, oauth.With(name, servers.Impostor))
		}
		return m, nil
	})
	then(`nobody is shown whom the answer names`, func(w *World) any { return w.nothingBeside })
}

// nothingBeside wants the page to show nothing of what stood beside the code. Whether the user is signed in is the application's
// choice: it may refuse an answer that says too much.
func (w *World) nothingBeside(ctx context.Context) error {
	if _, err := w.signedIn(ctx, ""); err != nil {
		return err
	}
	if strings.Contains(w.page, servers.Impostor) {
		return verdict.Mismatchf("nothing of what the answer said about another user", "a page that shows it")
	}
	return w.cleanSignIn(ctx)
}
