package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`a confidential client with a refresh token and an ID token`, func(w *World) any { return w.withBoth })

	then(`the client gets a refresh token`, func(w *World) any { return func() error { return check.HasRefreshToken(w.last) } })
	then(`the client gets no refresh token, unless the user was asked`, func(w *World) any { return w.offlineByConsent })
	then(`a new ID token, if any, has the same "([^"]+)"`, func(w *World) any {
		return func(claim string) error {
			return w.renewed(func(before, after oauth.JWT) error { return check.SameClaim(before, after, claim) })()
		}
	})
	then(`a new ID token, if any, has no other nonce`, func(w *World) any { return w.renewed(check.NoOtherNonce) })
	then(`a new ID token, if any, has no nonce`, func(w *World) any {
		return w.renewed(func(_, after oauth.JWT) error { return check.NoNonceAgain(after) })
	})
	then(`a new ID token, if any, tells the time of the first sign-in`, func(w *World) any { return w.renewed(check.SignInTime) })
	then(`a new ID token, if any, was issued later`, func(w *World) any {
		return w.renewed(func(before, after oauth.JWT) error { return check.IssuedLater(before, after, 2*time.Second) })
	})

	phrase("for offline access with consent", offline("consent"))
	phrase("for offline access with no prompt", offline(""))
}

// offline asks for offline access, with a prompt or without.
func offline(prompt string) how {
	return func(w *World) ([]oauth.Mutation, error) {
		c := w.client
		r := w.in.Profile.Refresh
		known := len(c.Scopes) == 0 || slices.Contains(c.Scopes, "offline_access") || r != nil && slices.Contains(strings.Fields(r.Scope), "offline_access")
		if !may(c, "refresh_token") || !known {
			return nil, lacks("offline access for client "+c.Name, "clients: [{name: "+c.Name+", scopes: [openid, offline_access]}]")
		}
		return []oauth.Mutation{func(r *oauth.Request) {
			r.Form.Set("scope", strings.TrimSpace(r.Form.Get("scope")+" offline_access"))
			if prompt != "" {
				r.Form.Set("prompt", prompt)
			}
		}}, nil
	}
}

// withBoth signs in with a nonce, and has a refresh token and an ID token to compare with.
func (w *World) withBoth(ctx context.Context) error {
	if err := w.aClient("confidential"); err != nil {
		return err
	}
	m, err := forRefresh(w)
	if err != nil {
		return err
	}
	m = append([]oauth.Mutation{withOpenID}, append(m, oauth.With("nonce", oauth.Random(16)))...)
	if err := w.obtain(ctx, visit{}, nil, m...); err != nil {
		return err
	}
	if err := w.hasRedeemed(ctx); err != nil {
		return err
	}
	if w.refreshToken = w.first.Text("refresh_token"); w.refreshToken == "" {
		return lacks("refresh token for client "+w.client.Name, "refresh: {scope: …}")
	}
	return check.HasIDToken(w.first)
}

// renewed compares the ID token of a refresh with the first one. A server may send none (OpenID Connect Core section 12.2).
func (w *World) renewed(f func(before, after oauth.JWT) error) func() error {
	return func() error {
		if w.last.Text("access_token") == "" {
			return fmt.Errorf("nothing was refreshed: %s", w.last)
		}
		if w.last.Text("id_token") == "" {
			w.note("no ID token comes with a refresh")
			return nil
		}
		before, err := idTokenOf(w.first)
		if err != nil {
			return err
		}
		return w.idToken(func(after oauth.JWT) error { return f(before, after) })()
	}
}

// offlineByConsent lets a server give refresh tokens for other reasons than offline access, which is what a client gets without
// asking (OpenID Connect Core section 11).
func (w *World) offlineByConsent() error {
	if mustGrant(w.last, nil) != nil {
		return fmt.Errorf("there is no grant to judge: %s", w.last)
	}
	switch {
	case w.first.Text("refresh_token") != "":
		return &verdict.NotApplicable{Reason: "the server gives refresh tokens without offline access", Section: "OpenID Connect Core section 11"}
	case w.last.Text("refresh_token") == "":
		w.note("offline access is left out")
	case w.landing.Has(useragent.KindConsent):
		w.note("the user was asked")
	default:
		return verdict.Mismatchf("no refresh token, or a question to the user", "a refresh token and no question")
	}
	return nil
}
