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
	given(`a (confidential|public) client with a refresh token`, func(w *World) any { return w.withRefreshToken })

	when(`the client refreshes(?: (.+))?`, func(w *World) any { return w.clientRefreshes })
	when(`the other client refreshes`, func(w *World) any { return w.otherRefreshes })

	then(`its refresh token was replaced, unless it is bound to a key`, func(w *World) any { return w.replaced })

	phrase("with a made-up refresh token", func(*World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("refresh_token", oauth.Random(32))}, nil
	})
	plainly("without its refresh token", oauth.Without("refresh_token"))
	phrase("with the refresh token it had before", func(w *World) ([]oauth.Mutation, error) {
		old := w.first.Text("refresh_token")
		if old == w.refreshToken {
			return nil, &verdict.NotApplicable{Reason: "the server does not replace refresh tokens", Section: "RFC 9700 section 4.14.2"}
		}
		return []oauth.Mutation{oauth.With("refresh_token", old)}, nil
	})
}

// withRefreshToken proves that a client was given a refresh token.
func (w *World) withRefreshToken(ctx context.Context, kind string) error {
	if err := w.codeFor(ctx, kind, "for a refresh token"); err != nil {
		return err
	}
	if err := w.hasRedeemed(ctx); err != nil {
		return err
	}
	w.refreshToken = w.first.Text("refresh_token")
	if w.refreshToken == "" {
		return lacks("refresh token for client "+w.client.Name, "refresh: {scope: …}")
	}
	return nil
}

func (w *World) clientRefreshes(ctx context.Context, how string) error {
	return w.refreshes(ctx, w.client, how)
}
func (w *World) otherRefreshes(ctx context.Context) error { return w.refreshes(ctx, w.other, "") }

func (w *World) refreshes(ctx context.Context, c servers.Client, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	_, err = w.refresh(ctx, c, w.refreshToken, m...)
	return err
}

// replaced demands a new refresh token: one of a public client is used once, or bound to a key (RFC 9700 section 2.2.2).
func (w *World) replaced() error {
	if w.last.Text("access_token") == "" {
		return fmt.Errorf("nothing was refreshed: %s", w.last)
	}
	if strings.EqualFold(w.last.Text("token_type"), "DPoP") {
		w.note("the refresh token is bound to a key")
		return nil
	}
	if t := w.last.Text("refresh_token"); t == "" || t == w.refreshToken {
		return &verdict.Mismatch{Want: "another refresh token in place of the one that was used", Got: "none, or the same"}
	}
	return nil
}
