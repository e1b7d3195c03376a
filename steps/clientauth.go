package steps

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a client that authenticates by (.+)`, func(w *World) any { return w.authenticatesBy })
	given(`a client that has authenticated by (.+)`, func(w *World) any { return w.hasAuthenticatedBy })
	given(`a client whose credentials hold (.+)`, func(w *World) any { return w.credentialsHold })
	given(`a native client that ships a secret`, func(w *World) any { return w.shipsSecret })
	given(`it is about to use its (client credentials|authorization code|refresh token)`, func(w *World) any { return w.aboutToUse })

	when(`the client asks for a token( of its own)?(?: (.+))?`, func(w *World) any { return w.asksForToken })
	when(`somebody tries a hundred secrets in the client's name`, func(w *World) any { return w.guess })

	then(`the client is challenged to use Basic`, func(w *World) any { return func() error { return check.ChallengedToUse(w.last, "Basic") } })
	then(`it finds a way to authenticate with asymmetric keys`, func(w *World) any { return w.each(check.AsymmetricClientAuth) })
	then(`the guessing was slowed down or stopped`, func(w *World) any { return w.slowedDown })
	then(`the server grants the token request, or refuses it with "([^"]+)"(?: or "([^"]+)")?`, func(w *World) any { return w.grantedOrRefused })
}

// methods are the ways to authenticate, in the words of the specification.
var methods = map[string][]string{
	"Basic":                              {"client_secret_basic"},
	"its secret in the body":             {"client_secret_post"},
	"a secret":                           {"client_secret_post", "client_secret_basic"},
	"a signed assertion":                 {"private_key_jwt"},
	"an assertion keyed with its secret": {"client_secret_jwt"},
}

func (w *World) authenticatesBy(words string) (err error) {
	ms, ok := methods[words]
	if !ok {
		return fmt.Errorf("no such way to authenticate: %q", words)
	}
	for _, m := range ms {
		if w.client, err = w.pick("a client that authenticates by "+m, method(m)); err == nil {
			return nil
		}
	}
	return err
}

// hasAuthenticatedBy shows that the method works, so that a refusal is owed to what comes after.
func (w *World) hasAuthenticatedBy(ctx context.Context, words string) error {
	if err := w.authenticatesBy(words); err != nil {
		return err
	}
	a, err := w.askToken(ctx)
	return mustGrant(a, err)
}

// credentialsHold picks a client by a character of its identifier or secret.
func (w *World) credentialsHold(what string) (err error) {
	among := map[string]string{"a space": " ", "a colon": ":", "a percent sign": "%", "a plus sign": "+", "an ampersand": "&"}
	special := func(s string) bool { return strings.Contains(s, among[what]) }
	if what == "a non-ASCII character" {
		special = func(s string) bool { return strings.ContainsFunc(s, func(r rune) bool { return r > '~' }) }
	} else if among[what] == "" {
		return fmt.Errorf("no such character: %q", what)
	}
	w.client, err = w.pick("a client with the trait reserved-characters whose credentials hold "+what, func(c servers.Client) bool {
		return (len(c.Traits) == 0 || trait("reserved-characters")(c)) && c.AuthMethod() == "client_secret_basic" && special(c.ID+c.Secret)
	})
	return err
}

func (w *World) shipsSecret() (err error) {
	w.client, err = w.pick("a native client with the trait shipped-secret", func(c servers.Client) bool {
		return c.Kind == "native" && trait("shipped-secret")(c)
	})
	return err
}

// can says whether a client may use a grant here, by its registration and the server's metadata.
func (w *World) can(c servers.Client, grant string) bool {
	user := len(c.Redirects) > 0 && c.Kind != "machine"
	switch grant {
	case "client credentials":
		return w.facts.Can("client_credentials") && (c.Kind == "machine" || slices.Contains(c.Grants, "client_credentials"))
	case "refresh token":
		return user && w.facts.Can("refresh_token") && may(c, "refresh_token")
	}
	return user && may(c, "authorization_code")
}

// aboutToUse gives the client what it needs for a grant. Where the client has not registered for that grant, another
// one that authenticates in the same way takes its place.
func (w *World) aboutToUse(ctx context.Context, grant string) (err error) {
	if !w.can(w.client, grant) {
		same := w.client.AuthMethod()
		w.client, err = w.pick("a client for its "+grant+" that authenticates by "+same, func(c servers.Client) bool {
			return method(same)(c) && w.can(c, grant)
		})
		if err != nil {
			return err
		}
	}
	w.grant = grant
	switch grant {
	case "authorization code":
		return w.obtain(ctx, visit{}, nil)
	case "refresh token":
		return w.obtainRefreshToken(ctx)
	}
	return nil
}

func (w *World) obtainRefreshToken(ctx context.Context) error {
	var m []oauth.Mutation
	if r := w.in.Profile.Refresh; r != nil {
		m = append(m, oauth.With("scope", strings.TrimSpace(w.needScope(w.client)+" "+r.Scope)))
		for name, value := range r.Params {
			m = append(m, oauth.With(name, value))
		}
	}
	if err := w.obtain(ctx, visit{}, nil, m...); err != nil {
		return err
	}
	a, err := w.redeem(ctx, w.client)
	if err := mustGrant(a, err); err != nil {
		return err
	}
	if w.first = a; a.Text("refresh_token") == "" {
		return lacks("refresh token for client "+w.client.Name, "refresh: {scope: offline_access}")
	}
	return nil
}

func (w *World) asksForToken(ctx context.Context, own, how string) error {
	if own != "" {
		w.grant = "client credentials"
	}
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	_, err = w.askToken(ctx, m...)
	return err
}

// askToken asks for a token by the grant that a Given chose, else by the simplest that the client may use.
func (w *World) askToken(ctx context.Context, m ...oauth.Mutation) (oauth.Answer, error) {
	switch {
	case w.grant == "refresh token":
		return w.refresh(ctx, w.client, w.first.Text("refresh_token"), m...)
	case w.grant == "client credentials", w.grant == "" && w.can(w.client, "client credentials"):
		return w.credentials(ctx, w.client, m...)
	case w.grant == "":
		if err := w.obtain(ctx, visit{}, nil); err != nil {
			return oauth.Answer{}, err
		}
	}
	return w.redeem(ctx, w.client, m...)
}

func (w *World) guess(ctx context.Context) error {
	before := w.grant
	if before == "" && !w.can(w.client, "client credentials") { // one code will do: none of the guesses is to redeem it
		if err := w.obtain(ctx, visit{}, nil); err != nil {
			return err
		}
		w.grant = "authorization code"
	}
	w.all = nil
	for range 100 {
		if _, err := w.askToken(ctx, w.withSecret(oauth.Random(24))); err != nil {
			return err
		}
	}
	w.grant = before
	_, err := w.askToken(ctx)
	return err
}

func (w *World) slowedDown() error { return check.SlowedDown(w.all[:len(w.all)-1], w.last) }

func (w *World) grantedOrRefused(code, or string) error {
	if err := check.TokenGranted(w.last); err == nil {
		w.note("the server takes it")
		return nil
	}
	err := check.TokenRefused(w.last, code, cmp.Or(or, code))
	if red := new(verdict.Mismatch); errors.As(err, &red) {
		red.Want = "200 with an access token, or " + red.Want
	}
	if err == nil {
		w.note("the server refuses it")
	}
	return err
}
