package steps

import (
	"context"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a (confidential|public|machine|native) client`, func(w *World) any { return w.aClient })
	given(`another (confidential|public) client`, func(w *World) any { return w.anotherClient })
	given(`an authorization code for (?:the|a) (confidential|public) client`, func(w *World) any { return w.codeFor })
	given(`an authorization code for a (confidential|public) client that sent no code challenge`, func(w *World) any { return w.codeWithoutChallenge })
	given(`the client has redeemed the code`, func(w *World) any { return w.hasRedeemed })
	given(`its access token opens the protected resource`, func(w *World) any { return w.opens })

	when(`the client redeems the (?:same )?code(?: again)?(?: (?:but )?(.+))?`, func(w *World) any { return w.clientRedeems })
	when(`the other client redeems the code`, func(w *World) any { return w.otherRedeems })

	then(`the token request is granted`, func(w *World) any { return func() error { return check.TokenGranted(w.last) } })
	then(`the token request is refused with "([^"]+)"(?: or "([^"]+)")?(?: or "([^"]+)")?`, func(w *World) any { return w.tokenRefused })
	then(`the first access token no longer opens the protected resource`, func(w *World) any { return w.dead })

	plainly("without its code verifier", oauth.Without("code_verifier"))
	plainly("with a wrong code verifier", oauth.With("code_verifier", "this-is-a-wrong-verifier-of-forty-three-chars"))
	plainly("without the redirect URI", oauth.Without("redirect_uri"))
}

func (w *World) aClient(k string) (err error) {
	w.client, err = w.pick("a "+k+" client", kind(k))
	return err
}

func (w *World) anotherClient(k string) (err error) {
	w.other, err = w.pick("another "+k+" client", kind(k), w.client.Name)
	return err
}

func (w *World) codeFor(ctx context.Context, k string) error {
	if err := w.aClient(k); err != nil {
		return err
	}
	return w.obtain(ctx, visit{}, nil)
}

func (w *World) codeWithoutChallenge(ctx context.Context, k string) error {
	if err := w.aClient(k); err != nil {
		return err
	}
	return w.obtain(ctx, visit{}, requiresPKCE, oauth.Without("code_challenge"), oauth.Without("code_challenge_method"))
}

func (w *World) hasRedeemed(ctx context.Context) error {
	a, err := w.redeem(ctx, w.client)
	w.first = a
	return mustGrant(a, err)
}

func (w *World) opens(ctx context.Context) error {
	ok, a, err := w.alive(ctx, w.first.Text("access_token"))
	if err == nil && !ok {
		err = &verdict.Mismatch{Want: "a resource opened by the access token", Got: a.String()}
	}
	return err
}

func (w *World) clientRedeems(ctx context.Context, how string) error {
	return w.redeems(ctx, w.client, how)
}
func (w *World) otherRedeems(ctx context.Context) error { return w.redeems(ctx, w.other, "") }

func (w *World) redeems(ctx context.Context, c servers.Client, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	_, err = w.redeem(ctx, c, m...)
	return err
}

func (w *World) tokenRefused(code, or1, or2 string) error {
	codes := []string{code}
	for _, c := range []string{or1, or2} {
		if c != "" {
			codes = append(codes, c)
		}
	}
	return check.TokenRefused(w.last, codes...)
}

func (w *World) dead(ctx context.Context) error {
	ok, a, err := w.alive(ctx, w.first.Text("access_token"))
	if err == nil && ok {
		err = verdict.Mismatchf("an access token that is refused", "%s", a)
	}
	return err
}
