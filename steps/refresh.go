package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a (confidential|public) client with a refresh token( for less than it may have)?`, func(w *World) any { return w.withRefreshToken })

	when(`the client refreshes(?: (.+))?`, func(w *World) any { return w.clientRefreshes })
	when(`the other client refreshes(?: (.+))?`, func(w *World) any { return w.otherRefreshes })
	when(`a year has passed`, func(w *World) any { return w.yearPasses })

	then(`its refresh token was replaced, unless it is bound to a key`, func(w *World) any { return w.replaced })
	then(`the refresh is refused with "([^"]+)", or grants nothing new`, func(w *World) any { return w.nothingNew })
	then(`the browser sees no refresh token`, func(w *World) any { return w.unseen })

	phrase("with a made-up refresh token", refreshToken(func(string) string { return oauth.Random(32) }))
	phrase("with its refresh token with a character changed", refreshToken(changed))
	phrase("with its refresh token cut in half", refreshToken(func(t string) string { return t[:len(t)/2] }))
	phrase("with its refresh token in the other case", refreshToken(otherCase))
	phrase("with its refresh token and a character more", refreshToken(func(t string) string { return t + "A" }))
	plainly("without its refresh token", oauth.Without("refresh_token"))
	phrase("with its access token in the place of its refresh token", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("refresh_token", w.first.Text("access_token"))}, nil
	})
	phrase("with the refresh token it had before", func(w *World) ([]oauth.Mutation, error) {
		old := w.first.Text("refresh_token")
		if old == w.refreshToken {
			return nil, notReplaced
		}
		return []oauth.Mutation{oauth.With("refresh_token", old)}, nil
	})
	phrase("with the scope that its user was not asked for", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("scope", w.needScope(w.client))}, nil
	})
}

var notReplaced = &verdict.NotApplicable{Reason: "the server does not replace refresh tokens", Section: "RFC 9700 section 4.14.2"}

// refreshToken uses what becomes of the refresh token.
func refreshToken(of func(string) string) how {
	return func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("refresh_token", of(w.refreshToken))}, nil
	}
}

// withRefreshToken proves that a client was given a refresh token.
func (w *World) withRefreshToken(ctx context.Context, kind, less string) error {
	if err := w.aClient(kind); err != nil {
		return err
	}
	m, err := forRefresh(w)
	if err != nil {
		return err
	}
	if less != "" {
		if w.spared, err = w.dispensable(); err != nil {
			return err
		}
		m = append([]oauth.Mutation{func(r *oauth.Request) {
			r.Form.Set("scope", strings.Join(slices.DeleteFunc(strings.Fields(r.Form.Get("scope")), w.isSpared), " "))
		}}, m...)
	}
	if err := w.obtain(ctx, visit{}, nil, m...); err != nil {
		return err
	}
	if err := w.hasRedeemed(ctx); err != nil {
		return err
	}
	if slices.ContainsFunc(strings.Fields(w.first.Text("scope")), w.isSpared) {
		return &verdict.NotApplicable{Reason: "the server grants more than was asked for", Section: "RFC 6749 section 3.3"}
	}
	w.refreshToken = w.first.Text("refresh_token")
	if w.refreshToken == "" {
		return lacks("refresh token for client "+w.client.Name, "refresh: {scope: …}")
	}
	return nil
}

func (w *World) isSpared(scope string) bool { return w.spared != "" && scope == w.spared }

// dispensable is a scope that a client may have and can do without.
func (w *World) dispensable() (string, error) {
	words := slices.DeleteFunc(strings.Fields(w.needScope(w.client)), func(s string) bool { return s == "openid" })
	if len(words) == 0 || len(strings.Fields(w.needScope(w.client))) < 2 {
		return "", lacks("client with two scopes", "clients: [{name: "+w.client.Name+", scopes: [ONE, TWO]}]")
	}
	return words[len(words)-1], nil
}

func (w *World) clientRefreshes(ctx context.Context, how string) error {
	return w.refreshes(ctx, w.client, how)
}

func (w *World) otherRefreshes(ctx context.Context, how string) error {
	return w.refreshes(ctx, w.other, how)
}

func (w *World) refreshes(ctx context.Context, c servers.Client, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	_, err = w.refresh(ctx, c, w.refreshToken, m...)
	return err
}

func (w *World) yearPasses(ctx context.Context) error { return w.wait(ctx, year) }

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

func (w *World) nothingNew(code string) error {
	fresh := noSuch
	if w.spared != "" {
		fresh = w.spared
	}
	return check.NothingNew(w.last, fresh, code)
}

// unseen looks at everything that came back through the browser.
func (w *World) unseen() error {
	if !w.response.Has("code") {
		return fmt.Errorf("no code came that a refresh token could have come with: %s", w.arrived())
	}
	if w.response.Has("refresh_token") {
		return verdict.Mismatchf("no refresh token", "one beside the code")
	}
	return nil
}
