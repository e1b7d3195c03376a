package steps

import (
	"context"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`the client has an access token that says it is a JWT of the profile`, func(w *World) any { return w.hasProfiled })
	when(`the client gets a token of the same kind again`, func(w *World) any { return w.hasProfiled })

	then(`the access token is signed with a published key`, func(w *World) any { return w.accessSigned })
	then(`the access token has the claims of the profile`, func(w *World) any { return func() error { return check.AccessClaims(w.access) } })
	then(`the access token names the issuer of the metadata`, func(w *World) any {
		return func() error { return check.Claim(w.access, "iss", w.in.Profile.Issuer) }
	})
	then(`the access token names the client`, func(w *World) any {
		return func() error { return check.Claim(w.access, "client_id", w.client.ID) }
	})
	then(`the access token has the scope that was granted`, func(w *World) any {
		return func() error { return check.AccessScope(w.access, w.sent.Form.Get("scope"), w.last.Text("scope")) }
	})
	then(`both access tokens can be told apart`, func(w *World) any { return func() error { return check.OwnIdentifiers(w.accessBefore, w.access) } })
}

// hasProfiled is a user's token. Who does not call it at+jwt claims nothing of RFC 9068.
func (w *World) hasProfiled(ctx context.Context) error {
	if err := w.obtain(ctx, visit{}, nil); err != nil {
		return err
	}
	a, err := w.redeem(ctx, w.client)
	if err := mustGrant(a, err); err != nil {
		return err
	}
	t, err := oauth.ParseJWT(a.Text("access_token"))
	typ, _ := t.Header["typ"].(string)
	if typ = strings.TrimPrefix(strings.ToLower(typ), "application/"); err != nil || typ != "at+jwt" {
		return &verdict.NotApplicable{Reason: "its access tokens do not say that they follow the profile for JWTs, by the type at+jwt",
			Section: "RFC 9068 section 2.1"}
	}
	w.accessBefore, w.access = w.access, t
	return nil
}

// accessSigned lets keys be that are shared with the resource server alone.
func (w *World) accessSigned(ctx context.Context) error {
	if alg, _ := w.access.Header["alg"].(string); strings.HasPrefix(alg, "HS") {
		return lacks("access token that is signed with a published key", "")
	}
	keys, err := w.published(ctx)
	if err != nil {
		return err
	}
	return check.Signed(w.access, keys)
}
