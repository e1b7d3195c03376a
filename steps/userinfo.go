package steps

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a client with signed UserInfo responses`, func(w *World) any { return w.signedInfoClient })
	given(`the user is signed in to the client(?: (.+))?`, func(w *World) any { return w.isSignedIn })
	given(`the client has learnt who the user is`, func(w *World) any { return w.hasLearnt })

	when(`the client asks who the user is( by POST)?`, func(w *World) any { return w.asksWho })
	when(`the client asks who the user is with (nothing|a token of its invention|its ID token|its refresh token)`, func(w *World) any { return w.asksWhoWith })
	when(`somebody asks who the user is over plain http`, func(w *World) any { return w.asksWhoPlainly })

	then(`the UserInfo endpoint says who the user is`, func(w *World) any { return func() error { return check.UserInfo(w.used) } })
	then(`the UserInfo endpoint refuses the access token`, func(w *World) any { return func() error { return check.UserInfoRefused(w.used) } })
	then(`the UserInfo response has the subject of the ID token`, func(w *World) any { return w.sameUser })
	then(`the UserInfo response is declared as the JSON it is`, func(w *World) any { return w.declaredJSON })
	then(`the UserInfo response has no claim that is null or empty`, func(w *World) any { return w.userClaims(check.NoEmptyClaims) })
	then(`each standard claim of the UserInfo response has its type`, func(w *World) any { return w.userClaims(check.ClaimTypes) })
	then(`the UserInfo response is a JWT that is signed with a published key`, func(w *World) any { return w.infoSigned })
	then(`it names the server as its issuer and the client in its audience`, func(w *World) any { return w.infoIsFor })
	then(`the UserInfo response has what is known of the user under the scope "([^"]+)"`, func(w *World) any { return w.hasScopeClaims })
	then(`the UserInfo response has no standard claim of a scope that was not granted`, func(w *World) any { return w.onlyGranted })
	then(`the UserInfo response has the family name, if it is known`, func(w *World) any {
		return func() error { return w.hasOneOf("family_name") }
	})

	for scope := range check.ScopeClaims {
		phrase("that asks for the scope "+scope, func(w *World) ([]oauth.Mutation, error) { return w.withScope(scope) })
	}
	plainly("that asks for the scope openid alone", oauth.With("scope", "openid"))
	plainly("that asks for the family name by the claims parameter", oauth.With("scope", "openid"),
		oauth.With("claims", `{"userinfo":{"family_name":null}}`))
	plainly("with an unknown member in its claims parameter", withOpenID, oauth.With("claims", `{"userinfo":{"name":null},"made_up":{"name":null}}`))
	plainly("with an unknown claim in its claims parameter", withOpenID, oauth.With("claims", `{"userinfo":{"https://claims.example/made-up":null}}`))
	plainly("with an essential claim that nobody has", withOpenID,
		oauth.With("claims", `{"userinfo":{"https://claims.example/made-up":{"essential":true}}}`))
	plainly("with an unusual language for its claims", withOpenID, oauth.With("claims_locales", "vot kpg"))
}

func (w *World) signedInfoClient() (err error) {
	w.client, err = w.pick("a client with signed UserInfo responses", func(c servers.Client) bool {
		return slices.Contains(c.Traits, "userinfo-signed")
	})
	return err
}

// withScope asks for openid and one more, where the client and the server have it.
func (w *World) withScope(scope string) ([]oauth.Mutation, error) {
	offered, listed := w.facts.Metadata["scopes_supported"].([]any)
	if listed && !slices.Contains(offered, any(scope)) {
		return nil, lacks("scope "+scope, "the server's metadata do not offer it")
	}
	if len(w.client.Scopes) > 0 && !slices.Contains(w.client.Scopes, scope) {
		return nil, lacks("client with the scope "+scope, "clients: [{name: "+w.client.Name+", scopes: [openid, "+scope+"]}]")
	}
	return []oauth.Mutation{oauth.With("scope", "openid "+scope)}, nil
}

// isSignedIn proves that there is an access token to ask with.
func (w *World) isSignedIn(ctx context.Context, how string) error {
	if err := w.signIn(ctx, visit{who: "a fresh browser"}, how); err != nil {
		return err
	}
	w.first = w.last
	return check.TokenGranted(w.first)
}

func (w *World) hasLearnt(ctx context.Context) error {
	if err := w.asksWho(ctx, ""); err != nil {
		return err
	}
	return check.UserInfo(w.used)
}

// asksWho asks with the token that a Given got: without one, a refusal would say nothing.
func (w *World) asksWho(ctx context.Context, post string) error {
	if err := check.TokenGranted(w.first); err != nil {
		return err
	}
	at, err := w.endpoint("userinfo")
	if err != nil {
		return err
	}
	token := w.first.Text("access_token")
	if token == "" {
		return errors.New("there is no access token to ask with")
	}
	r := oauth.Request{Method: http.MethodGet, URL: at, Header: bearer(token)}
	if post != "" {
		r.Method = http.MethodPost
	}
	w.used, err = w.http.Do(ctx, r)
	return err
}

// asksWhoWith asks with what is no access token.
func (w *World) asksWhoWith(ctx context.Context, what string) error {
	at, err := w.endpoint("userinfo")
	if err != nil {
		return err
	}
	shown := map[string]string{"a token of its invention": oauth.Random(32), "its ID token": w.first.Text("id_token"), "its refresh token": w.refreshToken}[what]
	r := oauth.Request{Method: http.MethodGet, URL: at}
	if what != "nothing" {
		if shown == "" {
			return fmt.Errorf("there is nothing to ask with: no %s came", strings.TrimPrefix(what, "its "))
		}
		r.Header = bearer(shown)
	}
	w.used, err = w.http.Do(ctx, r)
	return err
}

// asksWhoPlainly presents a token that is good for nothing.
func (w *World) asksWhoPlainly(ctx context.Context) error {
	at, err := w.endpoint("userinfo")
	if err != nil {
		return err
	}
	return w.plainly(ctx, oauth.Request{Method: http.MethodGet, URL: at, Header: bearer(oauth.Random(32))})
}

// userClaims applies a check to the claims of the UserInfo response.
func (w *World) userClaims(f func(map[string]any) error) func() error {
	return func() error {
		claims, err := check.UserClaims(w.used)
		if err != nil {
			return err
		}
		return f(claims)
	}
}

func (w *World) sameUser() error {
	t, err := idTokenOf(w.first)
	if err != nil {
		return err
	}
	return w.userClaims(func(claims map[string]any) error {
		if sub, _ := claims["sub"].(string); sub == "" || sub != t.Text("sub") {
			return verdict.Mismatchf("the subject of the ID token", "another one, or none")
		}
		return nil
	})()
}

// declaredJSON judges a response that is a JSON object; a signed or encrypted one is registered for.
func (w *World) declaredJSON() error {
	if w.used.MediaType() == "application/jwt" {
		return lacks("client with plain UserInfo responses", "register the client without userinfo_signed_response_alg")
	}
	if _, err := check.UserClaims(w.used); err != nil {
		return err
	}
	return check.JSONDocument(w.used)
}

// info is the UserInfo response as the JWT that the client registered for.
func (w *World) info() (oauth.JWT, error) {
	if _, err := check.UserClaims(w.used); err != nil {
		return oauth.JWT{}, err
	}
	t, err := oauth.ParseJWT(strings.TrimSpace(string(w.used.Body)))
	if err != nil || w.used.MediaType() != "application/jwt" {
		return t, verdict.Mismatchf("a JWT as application/jwt", "%s", w.used.MediaType())
	}
	return t, nil
}

func (w *World) infoSigned(ctx context.Context) error {
	t, err := w.info()
	if err != nil {
		return err
	}
	keys, err := w.published(ctx)
	if err != nil {
		return err
	}
	return check.Signed(t, keys)
}

func (w *World) infoIsFor() error {
	t, err := w.info()
	if err != nil {
		return err
	}
	if err := check.Claim(t, "iss", w.in.Profile.Issuer); err != nil {
		return err
	}
	return check.Audience(t, w.client.ID)
}

func (w *World) hasScopeClaims(scope string) error { return w.hasOneOf(check.ScopeClaims[scope]...) }

// hasOneOf demands one of the claims that the user is known to have: which of them it shares is the server's choice
// (OpenID Connect Core section 5.3.2).
func (w *World) hasOneOf(names ...string) error {
	known := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return w.user.Claims[n] == nil })
	if len(known) == 0 {
		return lacks("user who is known to have "+strings.Join(names, ", "), "users: [{name: "+w.user.Name+", claims: {"+names[0]+": …}}]")
	}
	return w.userClaims(func(claims map[string]any) error {
		for _, n := range known {
			if claims[n] != nil {
				return nil
			}
		}
		return verdict.Mismatchf(strings.Join(known, " or "), "only %s", strings.Join(slices.Sorted(maps.Keys(claims)), ", "))
	})()
}

// onlyGranted takes the scope that the server stated; where it states none, that which was asked for was granted (RFC 6749 section 5.1).
func (w *World) onlyGranted() error {
	granted := strings.Fields(w.first.Text("scope"))
	return w.userClaims(func(claims map[string]any) error { return check.OnlyOf(claims, granted) })()
}
