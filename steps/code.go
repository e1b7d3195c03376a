package steps

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a (confidential|public|machine|native) client`, func(w *World) any { return w.aClient })
	given(`another (confidential|public) client`, func(w *World) any { return w.anotherClient })
	given(`an authorization code for (?:the|a) (confidential|public|native) client(?: that asked (.+))?`, func(w *World) any { return w.codeFor })
	given(`the client has redeemed the code`, func(w *World) any { return w.hasRedeemed })
	given(`its access token opens the protected resource`, func(w *World) any { return w.opensAtFirst })
	given(`the client has used its refresh token(?: (.+))?`, func(w *World) any { return w.hasRefreshed })

	when(`the client redeems the (?:same )?code(?: again)?(?: (?:but )?(.+))?`, func(w *World) any { return w.clientRedeems })
	when(`the other client redeems the code(?: (.+))?`, func(w *World) any { return w.otherRedeems })
	when(`(\d+) minutes have passed`, func(w *World) any { return w.minutesPass })
	when(`(\d) seconds have passed`, func(w *World) any { return w.seconds })
	when(`the client asks for the same scopes in reverse order and redeems the code`, func(w *World) any { return w.reversesScopes })

	then(`the token request is granted`, func(w *World) any { return func() error { return check.TokenGranted(w.last) } })
	then(`the token request is refused with "([^"]+)"(?: or "([^"]+)")?(?: or "([^"]+)")?(?: or "([^"]+)")?`, func(w *World) any { return w.tokenRefused })
	then(`the access token works wherever it can be tried`, func(w *World) any { return w.works })
	then(`the token request is refused for its method`, func(w *World) any { return func() error { return check.MethodRefused(w.last) } })
	then(`the first access token no longer opens the protected resource`, func(w *World) any { return w.dead })
	then(`the first access token still opens the protected resource`, func(w *World) any { return w.opens })
	then(`the refresh token is refused with "([^"]+)"`, func(w *World) any { return w.refreshDead })
	then(`the same scope is granted as before`, func(w *World) any { return w.sameScope })

}

func (w *World) aClient(k string) (err error) {
	w.client, err = w.pickKind("a", k)
	return err
}

func (w *World) anotherClient(k string) (err error) {
	w.other, err = w.pickKind("another", k, w.client.Name)
	return err
}

// codeFor gets a code for a client, by a proper request or by one that departs from it. A server that is stricter than the
// request's way to depart is skipped.
func (w *World) codeFor(ctx context.Context, k, how string) error {
	if err := w.aClient(k); err != nil {
		return err
	}
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	return w.obtain(ctx, visit{}, stricter[how], m...)
}

func (w *World) hasRedeemed(ctx context.Context) error {
	a, err := w.redeem(ctx, w.client)
	w.first = a
	return mustGrant(a, err)
}

// opensAtFirst proves that the access token can be seen to work. Introspection, where there is no resource, may tell nothing to
// those who ask here.
func (w *World) opensAtFirst(ctx context.Context) error {
	ok, a, err := w.alive(ctx, w.first.Text("access_token"))
	untold := a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden || err == nil && !ok
	switch {
	case untold && !w.atResource():
		return keptFrom("access")
	case err == nil && !ok:
		return &verdict.Mismatch{Want: "a resource opened by the access token", Got: a.String()}
	}
	return err
}

func (w *World) opens(ctx context.Context) error {
	ok, a, err := w.alive(ctx, w.first.Text("access_token"))
	if err == nil && !ok {
		err = &verdict.Mismatch{Want: "a resource opened by the access token", Got: a.String()}
	}
	return err
}

// works tries the access token at the protected resource, where there is one. Only a 401 says that the token is none: the
// resource may want another scope.
func (w *World) works(ctx context.Context) error {
	if w.in.Profile.Resource == nil {
		w.note("there is no resource to try the access token at")
		return nil
	}
	a, err := w.use(ctx, w.last.Text("access_token"))
	switch {
	case err != nil:
		return err
	case a.None != nil || a.Status >= http.StatusInternalServerError:
		return fmt.Errorf("the resource does not say whether it knows the access token: %s", a)
	case a.Status == http.StatusUnauthorized:
		return &verdict.Mismatch{Want: "an access token that the resource knows", Got: a.String()}
	}
	return nil
}

func (w *World) clientRedeems(ctx context.Context, how string) error {
	return w.redeems(ctx, w.client, how)
}
func (w *World) otherRedeems(ctx context.Context, how string) error {
	return w.redeems(ctx, w.other, how)
}

func (w *World) redeems(ctx context.Context, c servers.Client, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	_, err = w.redeem(ctx, c, m...)
	return err
}

func (w *World) tokenRefused(code, or1, or2, or3 string) error {
	codes := []string{code}
	for _, c := range []string{or1, or2, or3} {
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

// hasRefreshed uses the refresh token once; what the server put in its place, if it did, is the one that is good now.
func (w *World) hasRefreshed(ctx context.Context, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	token := w.first.Text("refresh_token")
	if token == "" {
		return lacks("refresh token for client "+w.client.Name, "refresh: {scope: …}")
	}
	a, err := w.refresh(ctx, w.client, token, m...)
	w.refreshToken = cmp.Or(a.Text("refresh_token"), token)
	return mustGrant(a, err)
}

func (w *World) refreshDead(ctx context.Context, code string) error {
	a, err := w.refresh(ctx, w.client, w.refreshToken)
	if err != nil {
		return err
	}
	return check.TokenRefused(a, code)
}

func (w *World) minutesPass(ctx context.Context, n int) error {
	return w.wait(ctx, time.Duration(n)*time.Minute+time.Second)
}

// reversesScopes asks from another browser, so that an earlier sign-in plays no part. It judges nothing: that no code or no token
// came is for the Then to see.
func (w *World) reversesScopes(ctx context.Context) error {
	words := strings.Fields(w.sent.Form.Get("scope"))
	slices.Reverse(words)
	if err := w.authorize(ctx, visit{who: "another"}, oauth.With("scope", strings.Join(words, " "))); err != nil {
		return err
	}
	w.last, w.code = oauth.Answer{}, w.response.Get("code")
	if w.code == "" {
		return nil
	}
	_, err := w.redeem(ctx, w.client)
	return err
}

func (w *World) sameScope() error {
	if w.code == "" {
		return verdict.Mismatchf("an authorization code", "%s", w.arrived())
	}
	asked := w.sent.Form.Get("scope")
	if w.refreshToken != "" { // which stands for what was granted (RFC 6749 section 6)
		asked = cmp.Or(w.first.Text("scope"), asked)
	}
	return check.SameScope(w.first, w.last, asked)
}
