package steps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`the user has signed in to the client before`, func(w *World) any { return w.signedInBefore })
	given(`a client with pairwise subjects`, func(w *World) any { return w.pairwiseClient })
	given(`the user has signed in to (another client of its sector|a client of another sector)`, func(w *World) any { return w.signedInElsewhere })

	when(`the user signs in to the client(?: (.+))?`, func(w *World) any { return w.signsIn })
	when(`another user signs in to the client`, func(w *World) any { return w.anotherSignsIn })

	then(`the client gets an ID token`, func(w *World) any { return func() error { return check.HasIDToken(w.last) } })
	then(`the client gets an ID token, and no nonce with it`, func(w *World) any { return w.withoutNonce })
	then(`the ID token has every required claim, each of its type`, func(w *World) any { return w.idToken(check.RequiredClaims) })
	then(`the ID token names the server's issuer`, func(w *World) any {
		return w.idToken(func(t oauth.JWT) error { return check.Claim(t, "iss", w.in.Profile.Issuer) })
	})
	then(`the ID token has a subject of at most 255 ASCII characters`, func(w *World) any { return w.idToken(check.SubjectLength) })
	then(`the ID token is for the client`, func(w *World) any {
		return w.idToken(func(t oauth.JWT) error { return check.Audience(t, w.client.ID) })
	})
	then(`the ID token names no authorized party but the client`, func(w *World) any {
		return w.idToken(func(t oauth.JWT) error { return check.AuthorizedParty(t, w.client.ID) })
	})
	then(`the ID token is valid now`, func(w *World) any {
		return w.idToken(func(t oauth.JWT) error { return check.ValidAt(t, w.now()) })
	})
	then(`the ID token has the nonce that was sent`, func(w *World) any {
		return w.idToken(func(t oauth.JWT) error { return check.Claim(t, "nonce", w.sent.Form.Get("nonce")) })
	})
	then(`the ID token has the nonce that was sent, or the client got an error`, func(w *World) any { return w.nonceOrError })
	then(`the ID token says when the user signed in`, func(w *World) any {
		return w.idToken(func(t oauth.JWT) error { return check.AuthTime(t, w.now()) })
	})
	then(`the ID token is signed with a published key`, func(w *World) any { return w.signed })
	then(`the ID token is not unsigned`, func(w *World) any { return w.idToken(check.NotUnsigned) })
	then(`the ID token has no "([^"]+)" in its header`, func(w *World) any {
		return func(member string) error {
			return w.idToken(func(t oauth.JWT) error { return check.NoHeader(t, member) })()
		}
	})
	then(`the ID token has a class and methods of the right types, if any`, func(w *World) any { return w.idToken(check.ContextTypes) })
	then(`the ID token has the right hash of the access token, if any`, func(w *World) any {
		return w.idToken(func(t oauth.JWT) error { return check.TokenHash(t, w.last.Text("access_token")) })
	})
	then(`the ID token names its key where several are published`, func(w *World) any { return w.namesKey })
	then(`both ID tokens have (the same subject|different subjects)`, func(w *World) any { return w.subjects })

	phrase("that names the scope openid last", openidLast)
	plainly("without a nonce", oauth.Without("nonce"))
	phrase("with a nonce of 64 characters", func(*World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("nonce", oauth.Random(48))}, nil
	})
	plainly("with a nonce of reserved characters", oauth.With("nonce", `a b+c&d=e/f?g#h:i@j;k,l%2B`))
	phrase("with a nonce of two thousand characters", func(*World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("nonce", oauth.Random(1500))}, nil
	})
	then(`the ID token tells of the sign-in before, unless there was another`, func(w *World) any { return w.sameSignIn })
	plainly("with a maximum age", oauth.With("max_age", "3600"))
}

// signsIn does an OpenID sign-in: the scope openid is asked for, and the code redeemed. What came is for the Then to judge.
func (w *World) signsIn(ctx context.Context, how string) error {
	return w.signIn(ctx, visit{who: "a fresh browser"}, how)
}

func (w *World) anotherSignsIn(ctx context.Context) error {
	if len(w.in.Profile.Users) < 2 {
		return lacks("second user", "users: [{name: …}, {name: …}]")
	}
	return w.signIn(ctx, visit{who: "another user's", user: w.in.Profile.Users[1]}, "")
}

func (w *World) signIn(ctx context.Context, v visit, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	if err := w.obtain(ctx, v, nil, append([]oauth.Mutation{withOpenID}, m...)...); err != nil {
		return err
	}
	_, err = w.redeem(ctx, w.client)
	return err
}

// withOpenID adds the scope openid to a request that does not ask for it.
func withOpenID(r *oauth.Request) {
	if scopes := strings.Fields(r.Form.Get("scope")); !slices.Contains(scopes, "openid") {
		r.Form.Set("scope", strings.Join(append([]string{"openid"}, scopes...), " "))
	}
}

func openidLast(w *World) ([]oauth.Mutation, error) {
	others := slices.DeleteFunc(strings.Fields(w.needScope(w.client)), func(s string) bool { return s == "openid" })
	if len(others) == 0 {
		return nil, lacks("client with a scope besides openid", "clients: [{name: "+w.client.Name+", scopes: [openid, profile]}]")
	}
	return []oauth.Mutation{oauth.With("scope", strings.Join(others, " ")+" openid")}, nil
}

// signedInBefore proves that there is an ID token to compare with, from a browser of its own.
func (w *World) signedInBefore(ctx context.Context) error {
	if err := w.signIn(ctx, visit{who: "an earlier browser"}, ""); err != nil {
		return err
	}
	w.first = w.last
	return check.HasIDToken(w.first)
}

func (w *World) pairwiseClient() (err error) {
	w.client, err = w.pick("a client with pairwise subjects", func(c servers.Client) bool { return sector(c) != "" })
	return err
}

func (w *World) signedInElsewhere(ctx context.Context, which string) error {
	mine := w.client
	other, err := w.pick(which, func(c servers.Client) bool {
		return sector(c) != "" && (sector(c) == sector(mine)) == strings.HasPrefix(which, "another")
	}, mine.Name)
	if err != nil {
		return err
	}
	w.client = other
	err = w.signedInBefore(ctx)
	w.client = mine
	return err
}

// sector is the sector of a client with pairwise subjects (OpenID Connect Core section 8.1).
func sector(c servers.Client) string {
	for _, t := range c.Traits {
		if s, ok := strings.CutPrefix(t, "pairwise:"); ok {
			return s
		}
	}
	return ""
}

// idToken applies a check to the ID token; that there is one is a requirement of its own.
func (w *World) idToken(f func(oauth.JWT) error) func() error {
	return func() error {
		t, err := idTokenOf(w.last)
		if err != nil {
			return err
		}
		return f(t)
	}
}

func idTokenOf(a oauth.Answer) (oauth.JWT, error) {
	raw := a.Text("id_token")
	if raw == "" {
		return oauth.JWT{}, fmt.Errorf("there is no ID token to judge: %s", a)
	}
	if strings.Count(raw, ".") == 4 {
		return oauth.JWT{}, lacks("ID token that is not encrypted", "register the client without id_token_encrypted_response_alg")
	}
	return oauth.ParseJWT(raw)
}

// published are the server's keys, as they are now.
func (w *World) published(ctx context.Context) (set jose.JSONWebKeySet, err error) {
	at, err := w.endpoint("jwks")
	if err != nil {
		return set, err
	}
	a, err := w.http.Do(ctx, oauth.Request{URL: at})
	if err == nil {
		err = json.Unmarshal(a.Body, &set)
	}
	return set, err
}

func (w *World) signed(ctx context.Context) error {
	keys, err := w.published(ctx)
	if err != nil {
		return err
	}
	return w.idToken(func(t oauth.JWT) error {
		if alg, _ := t.Header["alg"].(string); strings.HasPrefix(alg, "HS") {
			return lacks("ID token that is signed with a published key", "register the client without id_token_signed_response_alg: "+alg)
		}
		return check.Signed(t, keys)
	})()
}

func (w *World) namesKey(ctx context.Context) error {
	keys, err := w.published(ctx)
	if err != nil {
		return err
	}
	return w.idToken(func(t oauth.JWT) error { return check.NamesKey(t, keys) })()
}

func (w *World) subjects(how string) error {
	before, err := idTokenOf(w.first)
	if err != nil {
		return err
	}
	return w.idToken(func(t oauth.JWT) error { return check.Subjects(before, t, how == "the same subject") })()
}

// withoutNonce takes no refusal: in the code flow the nonce is optional (OpenID Connect Core section 3.1.2.1).
func (w *World) withoutNonce() error {
	if w.code == "" {
		return w.unlessUnanswered(verdict.Mismatchf("an ID token for a request without a nonce", "%s", w.arrived()))
	}
	return errors.Join(check.HasIDToken(w.last), w.idToken(check.NoNonce)())
}

// nonceOrError lets a server refuse a nonce that is too long for it.
func (w *World) nonceOrError() error {
	if w.response.Has("error") {
		w.note("a long nonce is refused")
		return w.errorArrived("", "")
	}
	if !w.response.Has("code") {
		return w.unlessUnanswered(verdict.Mismatchf("an ID token with the nonce, or an error at the client", "%s", w.arrived()))
	}
	return w.idToken(func(t oauth.JWT) error { return check.Claim(t, "nonce", w.sent.Form.Get("nonce")) })()
}
