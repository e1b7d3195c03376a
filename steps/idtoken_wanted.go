package steps

import (
	"context"
	"errors"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`a client that registered for no algorithm`, func(w *World) any { return w.registeredWithoutAlgorithm })

	when(`the user tries to sign in to the client (.+)`, func(w *World) any { return w.triesToSignIn })

	then(`the client gets no token`, func(w *World) any { return w.noToken })
	then(`the ID token is not keyed with a secret`, func(w *World) any { return w.idToken(check.NotKeyedWithSecret) })
	then(`the ID token is signed with RS256`, func(w *World) any { return w.signedWithRS256 })

	plainly("that asks for somebody else by subject", oauth.With("claims", `{"id_token":{"sub":{"value":"oauthspec-nobody"}}}`))
	plainly("that insists on a class of its own invention",
		oauth.With("claims", `{"id_token":{"acr":{"essential":true,"values":["urn:example:oauthspec:made-up"]}}}`))
}

// triesToSignIn redeems the code if one comes: an authorization server may refuse at either of its endpoints.
func (w *World) triesToSignIn(ctx context.Context, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	err = w.authorize(ctx, visit{who: "a fresh browser"}, append([]oauth.Mutation{withOpenID}, m...)...)
	stuck := errors.Is(err, useragent.ErrStuck)
	if err != nil && !stuck {
		return err
	}
	if at := w.arrival(); stuck || !at.Left && at.Status >= 500 {
		// Asking for another sign-in is a way to refuse one, and no browser gets through it: the driver ends at whatever page comes then.
		return &verdict.NotApplicable{Reason: "no response came: the server asked again who the user is, or broke down",
			Section: "OpenID Connect Core section 3.1.2.3"}
	}
	if w.code = w.response.Get("code"); w.code == "" {
		return nil
	}
	_, err = w.redeem(ctx, w.client)
	return err
}

func (w *World) registeredWithoutAlgorithm(ctx context.Context) error {
	return w.registers(ctx, "client_secret_basic", map[string]any{"token_endpoint_auth_method": "client_secret_basic"})
}

func (w *World) noToken() error {
	if w.response.Get("code") == "" {
		return check.NothingGranted(w.arrival())
	}
	return check.TokenRefused(w.last, "invalid_grant", "invalid_request", "access_denied", "login_required", "unmet_authentication_requirements")
}

func (w *World) signedWithRS256() error {
	return w.idToken(func(t oauth.JWT) error {
		switch alg, _ := t.Header["alg"].(string); {
		case alg == "RS256":
			return nil
		case strings.EqualFold(alg, "none"):
			return &verdict.NotApplicable{Reason: "the server issues unsigned ID tokens alone", Section: "OpenID Connect Core section 15.1"}
		default:
			return verdict.Mismatchf("alg RS256", "%s", alg)
		}
	})()
}
