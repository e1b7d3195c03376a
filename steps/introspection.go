package steps

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`its (access|refresh) token is active`, func(w *World) any { return w.isActive })
	given(`a client with an access token that it may ask about`, func(w *World) any { return w.mayAsk })
	given(`its access token is a JWT`, func(w *World) any { return w.hasJWT })
	given(`a protected resource that the token is not meant for`, func(w *World) any { return w.foreignResource })

	when(`the client asks about its (access|refresh) token(?: (.+))?`, func(w *World) any { return w.asksAbout })
	when(`the protected resource asks about the client's (access|refresh) token`, func(w *World) any { return w.resourceAsksAbout })
	when(`somebody asks about a made-up token over plain http`, func(w *World) any { return w.asksAboutPlainly })

	then(`the token is active`, func(w *World) any { return func() error { return check.TokenActive(w.last) } })
	then(`the token is active, unless its client may not ask`, func(w *World) any { return w.activeOrForbidden })
	then(`the token is not active`, func(w *World) any { return func() error { return check.TokenInactive(w.last) } })
	then(`nothing is told about the token`, func(w *World) any { return func() error { return check.Undisclosed(w.last) } })
	then(`the introspection response is JSON with status 200`, func(w *World) any { return func() error { return check.Introspected(w.last) } })
	then(`the introspection response says so as a boolean`, func(w *World) any { return func() error { return check.ActiveBoolean(w.last) } })
	then(`the introspection response says nothing else`, func(w *World) any { return w.nothingElse })
	then(`each member of the introspection response has its type`, func(w *World) any { return func() error { return check.TokenMemberTypes(w.last) } })
	then(`the introspection response, if it names (.+), names that of the token`, func(w *World) any { return w.agrees })
	then(`the call is refused as one of a client that did not authenticate`, func(w *World) any { return w.callerRefused })
	then(`the call is refused for its own access token`, func(w *World) any {
		return func() error { return check.CallerRefused(w.last, "", "invalid_token") }
	})

	given(`the client has replaced its refresh token`, func(w *World) any { return w.hasReplaced })

	phrase("with the one it had before in its place", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("token", w.first.Text("refresh_token"))}, nil
	})
	plainly("with no token", oauth.Without("token"), oauth.With("token_type_hint", "access_token")) // a form has to hold something
	plainly("with a made-up token in its place", oauth.With("token", "there-is-no-such-token"))
	phrase("with a JWT of nobody's in its place", func(*World) ([]oauth.Mutation, error) {
		claims := map[string]any{"iss": "https://nobody.example", "sub": "nobody", "jti": oauth.Random(8), "exp": time.Now().Add(time.Hour).Unix()}
		return []oauth.Mutation{oauth.With("token", oauth.HS256([]byte(oauth.Random(32)), map[string]any{"alg": "HS256", "typ": "at+jwt"}, claims))}, nil
	})
	phrase("cut short", token(func(t string) string { return t[:len(t)-4] }))
	plainly("as if it were a refresh token", oauth.With("token_type_hint", "refresh_token"))
	plainly("as if it were an access token", oauth.With("token_type_hint", "access_token"))
	plainly("as if it were of a type that nobody knows", oauth.With("token_type_hint", "made_up"))
	phrase("with a character of it changed", token(changed))
	phrase("with a null byte in its middle", token(func(t string) string { return t[:len(t)/2] + "\x00" + t[len(t)/2:] }))
	phrase("with bytes in it that are no UTF-8", token(func(t string) string { return t[:len(t)/2] + "\xc3\x28\xff" + t[len(t)/2:] }))
	phrase("with what it says changed", token(swapClaims))
	phrase("with its signature changed", token(func(t string) string {
		i := strings.LastIndex(t, ".") + 1
		return t[:i] + changed(t[i:])
	}))
	plainly("by a bearer token that nobody issued", oauth.AuthAs(oauth.Auth{}), oauth.WithHeader("Authorization", "Bearer there-is-no-such-token"))
}

// token changes the token that a request is about.
func token(of func(string) string) how {
	return func(*World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{func(r *oauth.Request) { r.Form.Set("token", of(r.Form.Get("token"))) }}, nil
	}
}

// swapClaims lets a JWT say something else under the same signature.
func swapClaims(raw string) string {
	t, err := oauth.ParseJWT(raw)
	if err != nil {
		return raw
	}
	t.Claims["sub"] = "somebody-else"
	b, _ := json.Marshal(t.Claims) // they came from JSON
	parts := strings.Split(raw, ".")
	return parts[0] + "." + base64.RawURLEncoding.EncodeToString(b) + "." + parts[2]
}

// asker is the client that asks about access tokens: one that does so for a living, where there is one.
func (w *World) asker() servers.Client {
	if c, err := w.pick("", trait("introspects")); err == nil {
		return c
	}
	return w.client
}

// about is a request about a token, to the introspection or the revocation endpoint.
func (w *World) about(endpoint string, c servers.Client, token string) (oauth.Request, error) {
	at, err := w.endpoint(endpoint)
	return oauth.Request{Method: http.MethodPost, URL: at, Form: url.Values{"token": {token}}, Auth: w.auth(c)}, err
}

// own is the newest access or refresh token of the scenario's client.
func (w *World) own(kind string) string {
	if kind == "refresh" {
		return cmp.Or(w.refreshToken, w.first.Text("refresh_token"))
	}
	return w.first.Text("access_token")
}

func (w *World) asksAbout(ctx context.Context, kind, how string) error {
	c := w.client
	if kind == "access" {
		c = w.asker()
	}
	return w.askAs(ctx, c, kind, how)
}

func (w *World) resourceAsksAbout(ctx context.Context, kind string) error {
	return w.askAs(ctx, w.other, kind, "")
}

func (w *World) askAs(ctx context.Context, c servers.Client, kind, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	r, err := w.about("introspection", c, w.own(kind))
	if err != nil {
		return err
	}
	w.last, err = w.http.Do(ctx, r, m...)
	return err
}

// isActive proves that the asker learns of the token. Whom a server lets know about what is its own policy.
func (w *World) isActive(ctx context.Context, kind string) error {
	if w.own(kind) == "" {
		return lacks(kind+" token for client "+w.client.Name, "refresh: {scope: …}")
	}
	if err := w.asksAbout(ctx, kind, ""); err != nil {
		return err
	}
	if check.TokenInactive(w.last) == nil || w.forbidden() {
		return keptFrom(kind)
	}
	return check.TokenActive(w.last)
}

// forbidden says that the server does not let the client ask at all.
func (w *World) forbidden() bool {
	return w.last.Status == http.StatusUnauthorized || w.last.Status == http.StatusForbidden
}

// keptFrom is a server that does not let a client know about its own token.
func keptFrom(kind string) error {
	return &verdict.NotApplicable{Reason: "the server does not let the client know about its " + kind + " token",
		Section: "RFC 7662 section 2.2", Change: "clients: [{traits: [introspects], …}]"}
}

// activeOrForbidden lets a server take no questions from clients, and none about what is meant for others (RFC 7662 section 4), but
// not say of a new token that it is none.
func (w *World) activeOrForbidden() error {
	if w.forbidden() || check.TokenInactive(w.last) == nil && w.meantForOthers() {
		return keptFrom("access")
	}
	return check.TokenActive(w.last)
}

// meantForOthers says that the access token names its audience, and its client is not among it.
func (w *World) meantForOthers() bool {
	t, err := oauth.ParseJWT(w.first.Text("access_token"))
	return err == nil && t.Claims["aud"] != nil && check.Audience(t, w.client.ID) != nil
}

// nothingElse leaves a token that is still active to the requirements that it should not be.
func (w *World) nothingElse() error {
	if check.TokenActive(w.last) == nil {
		return &verdict.NotApplicable{Reason: "the token is still active", Section: "RFC 7662 section 2.2"}
	}
	return check.NothingBesideActive(w.last)
}

// mayAsk finds a client that learns about its own access token: some servers let machines ask, others those that have users.
func (w *World) mayAsk(ctx context.Context) error {
	var why error
	for _, get := range []func(context.Context) error{w.askingMachine, w.askingWeb} {
		err := get(ctx)
		if err == nil {
			err = w.isActive(ctx, "access")
		}
		var na *verdict.NotApplicable
		if err == nil || !errors.As(err, &na) {
			return err
		}
		why = cmp.Or(why, err)
	}
	return why
}

func (w *World) askingMachine(ctx context.Context) error {
	if err := w.need("client_credentials"); err != nil {
		return err
	}
	if err := w.aClient(servers.Machine); err != nil {
		return err
	}
	return w.getsOwnToken(ctx)
}

func (w *World) askingWeb(ctx context.Context) error {
	if err := w.need("authorization_code"); err != nil {
		return err
	}
	if err := w.codeFor(ctx, servers.Confidential, ""); err != nil {
		return err
	}
	w.grant = ""
	return w.hasRedeemed(ctx)
}

func (w *World) hasReplaced(ctx context.Context) error {
	before := w.refreshToken
	if err := w.hasRefreshed(ctx, ""); err != nil {
		return err
	}
	if w.refreshToken == before {
		return notReplaced
	}
	return nil
}

func (w *World) hasJWT() error {
	if _, err := oauth.ParseJWT(w.first.Text("access_token")); err != nil {
		return lacks("access token that is a JWT", "")
	}
	return nil
}

func (w *World) foreignResource() (err error) {
	w.other, err = w.pick("a protected resource with the trait foreign-resource", trait("foreign-resource"))
	return err
}

// asksAboutPlainly has nothing to betray: neither the token nor the caller is real.
func (w *World) asksAboutPlainly(ctx context.Context) error {
	at, err := w.endpoint("introspection")
	if err != nil {
		return err
	}
	return w.plainly(ctx, oauth.Request{Method: http.MethodPost, URL: at, Form: url.Values{"token": {oauth.Random(32)}}})
}

// agrees compares a member of an introspection response with what the token response, or the ID token, said.
func (w *World) agrees(what string) error {
	if err := check.TokenActive(w.last); err != nil {
		return err
	}
	switch what {
	case "a scope":
		return check.ScopeWithin(w.last, cmp.Or(w.first.Text("scope"), w.needScope(w.client)))
	case "a client":
		return check.SameMember(w.last, "client_id", w.client.ID, false)
	case "a type":
		return check.SameMember(w.last, "token_type", w.first.Text("token_type"), true)
	case "a lifetime":
		told, said := check.Lifetime(w.first)
		if !said {
			return &verdict.NotApplicable{Reason: "the server does not say how long an access token lives", Section: "RFC 6749 section 5.1"}
		}
		return check.LivesAsTold(w.last, told)
	}
	t, err := idTokenOf(w.first)
	if err != nil {
		return err
	}
	return check.SameMember(w.last, "sub", t.Text("sub"), false)
}

func (w *World) callerRefused() error {
	scheme := ""
	if w.asker().AuthMethod() == "client_secret_basic" {
		scheme = "Basic"
	}
	return check.CallerRefused(w.last, scheme, "invalid_client")
}
