package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`guessing the client's secret is slowed down at the token endpoint`, func(w *World) any { return w.guessingResisted })
	given(`the client has revoked its (access|refresh) token`, func(w *World) any { return w.hasRevoked })
	given(`the client has been granted the same once more`, func(w *World) any { return w.grantedAgain })

	when(`the client revokes its (access|refresh) token(?: ([^,]+))?`, func(w *World) any { return w.revokes })
	when(`the client revokes its (access) token, which the server supports`, func(w *World) any { return w.hasRevoked })
	when(`the other client revokes the first's refresh token`, func(w *World) any { return w.otherRevokes })
	when(`somebody tries a hundred secrets in the client's name to revoke a token`, func(w *World) any { return w.guessesToRevoke })

	phrase("with a made-up token and a client secret that is wrong", func(w *World) ([]oauth.Mutation, error) {
		m, err := wrongSecret(w)
		return append(m, oauth.With("token", oauth.Random(32))), err
	})

	then(`the revocation is answered with 200`, func(w *World) any { return func() error { return check.Revoked(w.last) } })
	then(`the revocation is answered with 200, or the server said that it revokes no tokens of that type`, func(w *World) any { return w.revokedOrOfOtherType })
	then(`the revocation is refused with "([^"]+)"(?: or "([^"]+)")?`, func(w *World) any { return w.revocationRefused })
	then(`the refresh token still works`, func(w *World) any { return w.stillRefreshes })
	then(`the access token is dead, or the server said that it cannot revoke access tokens`, func(w *World) any { return w.revokedOrUnsupported })
	then(`the first access token is dead too, if access tokens can be revoked`, func(w *World) any { return w.cascaded })
	then(`whoever revoked it was told that it may not, or nothing`, func(w *World) any { return w.toldOrIgnored })
}

// revoke sends a revocation request (RFC 7009 section 2.1) and keeps the answer.
func (w *World) revoke(ctx context.Context, c servers.Client, kind, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	r, err := w.about("revocation", c, w.own(kind))
	if err != nil {
		return err
	}
	w.last, err = w.http.Do(ctx, r, m...)
	return err
}

func (w *World) revokes(ctx context.Context, kind, how string) error {
	return w.revoke(ctx, w.client, kind, how)
}

// grantedAgain lets a second grant of the same user, from the same browser, live beside the first, which stays the scenario's.
func (w *World) grantedAgain(ctx context.Context) error {
	m, err := forRefresh(w)
	if err != nil {
		return err
	}
	if err := w.obtain(ctx, visit{}, nil, m...); err != nil {
		return err
	}
	return mustGrant(w.redeem(ctx, w.client))
}

func (w *World) otherRevokes(ctx context.Context) error { return w.revoke(ctx, w.other, "refresh", "") }

// cannotRevoke is a server that revokes no access tokens: it should, and need not.
var cannotRevoke = &verdict.NotApplicable{Reason: "the server does not revoke access tokens", Section: "RFC 7009 section 2.2.1"}

// hasRevoked proves that the server took the request; what became of the token is for a Then to see.
func (w *World) hasRevoked(ctx context.Context, kind string) error {
	if err := w.revoke(ctx, w.client, kind, ""); err != nil {
		return err
	}
	if kind == "access" && w.last.Text("error") == "unsupported_token_type" {
		return cannotRevoke
	}
	if w.last.None != nil || w.last.Status/100 != 2 {
		return &verdict.Mismatch{Want: "a revocation that succeeds", Got: w.last.String()}
	}
	return nil
}

// guessingResisted is what the revocation endpoint is measured by. Where nothing shows at the token endpoint, whatever protects the
// server may show at neither.
func (w *World) guessingResisted(ctx context.Context) error {
	if err := w.guess(ctx); err != nil {
		return err
	}
	if w.slowedDown() != nil {
		return &verdict.NotApplicable{Reason: "nothing is seen to slow down guesses at the token endpoint, which it is measured by", Section: "RFC 7009 section 5"}
	}
	return nil
}

func (w *World) guessesToRevoke(ctx context.Context) error {
	r, err := w.about("revocation", w.client, "there-is-no-such-token")
	if err != nil {
		return err
	}
	w.all = nil
	for i := range 101 {
		m := []oauth.Mutation{w.withSecret(oauth.Random(24))}
		if i == 100 {
			m = nil // with the right one, at last
		}
		if w.last, err = w.http.Do(ctx, r, m...); err != nil {
			return err
		}
		w.all = append(w.all, w.last)
	}
	return nil
}

func (w *World) revocationRefused(code, or string) error {
	codes := []string{code}
	if or != "" {
		codes = append(codes, or)
	}
	return check.Refused(w.last, codes...)
}

func (w *World) stillRefreshes(ctx context.Context) error {
	before := w.last
	defer func() { w.last = before }()
	a, err := w.refresh(ctx, w.client, w.refreshToken)
	if err != nil {
		return err
	}
	return check.TokenGranted(a)
}

// revokedOrUnsupported takes two answers: 200 for a token that is dead now, and the error that RFC 7009 section 2.2.1 defines. Whoever
// is told that it may not revoke at all believes no token dead.
func (w *World) revokedOrUnsupported(ctx context.Context) error {
	if w.last.None == nil && w.last.Status/100 == 2 {
		return w.dead(ctx)
	}
	if check.Refused(w.last, "invalid_client", "unauthorized_client") == nil {
		return &verdict.NotApplicable{Reason: "the server lets its public clients revoke nothing: " + w.last.String(), Section: "RFC 7009 section 2.1"}
	}
	err := check.Refused(w.last, "unsupported_token_type")
	var m *verdict.Mismatch
	if errors.As(err, &m) {
		m.Want = `200 and a dead token, or the error "unsupported_token_type"`
	}
	if err != nil {
		return err
	}
	w.note("the server does not revoke access tokens")
	return nil
}

// revokedOrOfOtherType takes the error that RFC 7009 section 2.2.1 defines from a server that can tell tokens of a type it does not revoke.
func (w *World) revokedOrOfOtherType() error {
	if check.Refused(w.last, "unsupported_token_type") == nil {
		w.note("the server revokes no tokens of that type")
		return nil
	}
	return check.Revoked(w.last)
}

// cascaded asks to revoke the access token where it lives: whether that can be done at all is the condition (RFC 7009 section 2.1).
func (w *World) cascaded(ctx context.Context) error {
	red := w.dead(ctx)
	if red == nil {
		return nil
	}
	if err := w.hasRevoked(ctx, "access"); err != nil {
		return err
	}
	if err := w.dead(ctx); err != nil {
		return cannotRevoke
	}
	return red
}

// toldOrIgnored lets a server keep to itself whose token it is.
func (w *World) toldOrIgnored() error {
	switch {
	case w.last.None == nil && w.last.Status >= 400 && w.last.Status < 500:
		return nil
	case w.last.Status == http.StatusOK:
		w.note("the server does not say that the token is another client's")
		return nil
	}
	return fmt.Errorf("neither an error nor success: %s", w.last)
}
