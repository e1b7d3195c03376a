package steps

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`the client has asked for a token of its own(?: (.+))?`, func(w *World) any { return w.hasAskedToken })
	given(`a confidential client that is not registered for tokens of its own`, func(w *World) any { return w.notForOwnTokens })

	when(`the lifetime of the access token has passed`, func(w *World) any { return w.lifetimePasses })

	then(`the answer says "([^"]+)" is "([^"]+)"`, func(w *World) any {
		return func(field, value string) error { return check.Directive(w.last, field, value) }
	})
	then(`the token says of which type it is`, func(w *World) any { return func() error { return check.TokenType(w.last) } })
	then(`the answer is JSON with status 200`, func(w *World) any { return func() error { return check.JSONDocument(w.last) } })
	then(`the answer says when the token expires, as a number`, func(w *World) any { return func() error { return check.ExpiresIn(w.last) } })
	then(`the error is told in JSON with status 400`, func(w *World) any { return func() error { return check.ErrorInJSON(w.last, 400) } })
	then(`the refusal is told in JSON with status 400 or 401`, func(w *World) any { return w.refusalInJSON })
	then(`the client is told that it did not authenticate`, func(w *World) any { return func() error { return check.ToldInvalidClient(w.last) } })
	then(`the client is told that nobody knows it`, func(w *World) any { return w.toldUnknown })
	then(`the token error's text keeps to the characters that are allowed`, func(w *World) any {
		return func() error { return check.ErrorCharacters(w.last) }
	})
	then(`the token request is refused for its body`, func(w *World) any { return func() error { return check.BodyRefused(w.last) } })
	then(`the token endpoint answers without a server error or hangs up`, func(w *World) any { return func() error { return check.NoServerErrorIfRead(w.last) } })
	then(`the (?:token|introspection|revocation) endpoint answers without a server error`, func(w *World) any { return func() error { return check.NoServerError(w.last) } })
	then(`the client still gets a token`, func(w *World) any { return w.stillServed })
	then(`both token requests are answered alike`, func(w *World) any { return w.alikeGrants })
	then(`nothing is granted that differs from what the client is told`, func(w *World) any { return w.toldTheScope })
}

// hasAskedToken has the answer to compare with, be it a grant or a refusal.
func (w *World) hasAskedToken(ctx context.Context, how string) error {
	err := w.asksForToken(ctx, " of its own", how)
	w.first = w.last
	return err
}

// notForOwnTokens is a client that proves with a code that it can authenticate.
func (w *World) notForOwnTokens(ctx context.Context) (err error) {
	w.client, err = w.pick("a confidential client whose grants leave out client_credentials", func(c servers.Client) bool {
		return kind("confidential")(c) && len(c.Grants) > 0 && len(c.Redirects) > 0 && !may(c, "client_credentials")
	})
	if err != nil {
		return err
	}
	if err := w.obtain(ctx, visit{}, nil); err != nil {
		return err
	}
	return w.hasRedeemed(ctx)
}

// lifetimePasses adds a minute: clocks differ.
func (w *World) lifetimePasses(ctx context.Context) error {
	d, ok := check.Lifetime(w.first)
	if !ok {
		return &verdict.NotApplicable{Reason: "the server does not say how long an access token lives", Section: "RFC 6749 section 5.1"}
	}
	return w.wait(ctx, d+time.Minute)
}

func (w *World) stillServed(ctx context.Context) error {
	if err := w.obtain(ctx, visit{who: "another"}, nil); err != nil {
		return err
	}
	return mustGrant(w.redeem(ctx, w.client))
}

// alikeGrants leaves out of the comparison which words were made up for it.
func (w *World) alikeGrants() error {
	apart := []string{noSuch}
	for _, s := range w.client.Scopes {
		if o := otherCase(s); !slices.Contains(w.client.Scopes, o) {
			apart = append(apart, o)
		}
	}
	return check.AlikeGrants(w.first, w.last, apart...)
}

// toldTheScope compares what the client was told, or has to think, with what the server says of the token elsewhere.
func (w *World) toldTheScope(ctx context.Context) error {
	if w.last.Text("access_token") == "" {
		return check.BodyRefused(w.last)
	}
	told, said := w.last.JSON["scope"].(string)
	if !said {
		told = strings.TrimSpace(w.scopeOr("") + " " + noSuch)
	}
	if said && !w.facts.Can("introspection") {
		w.note("the server says that it grants the scope " + told)
		return nil
	}
	has, err := w.scopeElsewhere(ctx)
	if err != nil {
		return err
	}
	return check.ScopeAsTold(told, has)
}

// refusalInJSON leaves a client that is served without authentication to the requirements that it is not.
func (w *World) refusalInJSON() error {
	if check.TokenGranted(w.last) == nil {
		return &verdict.NotApplicable{Reason: "nothing was refused, which is another requirement's matter", Section: "RFC 6749 section 3.2.1"}
	}
	return check.ErrorInJSON(w.last, http.StatusBadRequest, http.StatusUnauthorized)
}

// toldUnknown is for a client that nobody registered. The code or the refresh token that it comes with is another client's, which is a
// right answer too.
func (w *World) toldUnknown() error {
	if w.last.Text("error") == "invalid_grant" && check.TokenRefused(w.last, "invalid_grant") == nil {
		return &verdict.NotApplicable{Reason: "the server looks at the grant first, which is another client's", Section: "RFC 6749 section 5.2"}
	}
	return check.ToldInvalidClient(w.last)
}
