package steps

import (
	"context"
	"errors"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

// often is how many requests with tokens refused one after the other are no loop yet: one, the one after a refresh, and as
// many again for an application that tries something else.
const often = 4

func init() {
	when(`somebody has the application use a token`, func(w *World) any { return func(ctx context.Context) error { return w.call(ctx, "", 1) } })
	when(`somebody has the application use a token at an API that (.+)`, func(w *World) any {
		return func(ctx context.Context, flaw string) error { return w.call(ctx, flaw, 1) }
	})
	when(`somebody has the application use a token twice at an API that (.+)`, func(w *World) any {
		return func(ctx context.Context, flaw string) error { return w.call(ctx, flaw, 2) }
	})
	when(`the application gets a token for itself`, func(w *World) any { return w.machineToken })

	then(`the token is sent in the Authorization header`, func(w *World) any {
		return w.presented(func(r servers.Received) error { return check.TokenInHeader(r.Header, r.Query, r.Form) })
	})
	then(`a token in a body is in a form`, func(w *World) any {
		return w.presented(func(r servers.Received) error { return check.TokenInBody(r.Method, r.Header, r.Body) })
	})
	then(`no token stands in a URL`, func(w *World) any {
		return w.presented(func(r servers.Received) error { return check.TokenNotInURL(r.Query) })
	})
	then(`no token stands in a URL of our server's`, func(w *World) any { return w.noTokenInURLs })
	then(`the token is sent in one place alone`, func(w *World) any {
		return w.presented(func(r servers.Received) error { return check.TokenOnce(r.Header, r.Query, r.Form) })
	})
	then(`our server is sent the token in one place alone`, func(w *World) any { return w.onceAtOurs })
	then(`the API was not asked again and again`, func(w *World) any { return w.notAgain })
	then(`no refresh token was used again`, func(w *World) any { return w.noRefreshAgain })
	then(`it asks by client credentials, and authenticates`, func(w *World) any { return w.asksForItself })
}

// call has somebody sign in and the application use the access token, which has gone well until then.
func (w *World) call(ctx context.Context, flaw string, times int) error {
	if err := w.somebody(ctx, ""); err != nil {
		return err
	}
	w.signs.toldBefore = len(w.requests("userinfo"))
	if flaw != "" {
		if err := w.in.Harness.Switch(0, flaw); err != nil {
			return err
		}
		w.phrases = append(w.phrases, flaw)
	}
	for range times {
		if err := w.useToken(ctx); err != nil {
			return err
		}
	}
	return nil
}

// useToken has the application use the token of whoever is signed in.
func (w *World) useToken(ctx context.Context) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	s, err := w.session(ctx, "")
	if err != nil {
		return err
	}
	w.landing, err = s.Visit(ctx, useragent.Start{URL: app.Call}, useragent.Plan{WithoutLogin: true, Stop: w.ours})
	return err
}

// uses are the requests with the token of whoever is signed in: at our protected resource or, where the application knows no other
// API, at UserInfo, once its user was signed in.
func (w *World) uses() []servers.Received {
	if all := w.requests("resource"); len(all) > 0 {
		return all
	}
	all := w.requests("userinfo")
	return all[min(w.signs.toldBefore, len(all)):]
}

// presented judges every one of them.
func (w *World) presented(judge func(servers.Received) error) func(context.Context) error {
	return func(context.Context) error {
		all := w.uses()
		if len(all) == 0 {
			return neverCalled()
		}
		for _, r := range all {
			if err := judge(r); err != nil {
				return err
			}
		}
		return nil
	}
}

// noTokenInURLs judges all that reached our issuers, once a token was issued.
func (w *World) noTokenInURLs(context.Context) error {
	if len(w.requests("token")) == 0 {
		return errors.New("the application made no token request")
	}
	for _, r := range w.in.Harness.Received() {
		if err := check.TokenNotInURL(r.Query); err != nil {
			return err
		}
	}
	return nil
}

// onceAtOurs judges the requests about users.
func (w *World) onceAtOurs(context.Context) error {
	all := w.requests("userinfo")
	if len(all) == 0 {
		return &verdict.NotApplicable{Reason: "the application asks UserInfo nothing when somebody signs in"}
	}
	for _, r := range all {
		if err := check.TokenOnce(r.Header, r.Query, r.Form); err != nil {
			return err
		}
	}
	return nil
}

func neverCalled() error {
	return &verdict.NotApplicable{Reason: "the application called no API at our issuer's /resource, nor UserInfo", Change: "application: {call: URL} of the profile"}
}

func (w *World) notAgain(context.Context) error {
	n := len(w.uses())
	if n > often {
		return verdict.Mismatchf("an end after a few refusals", "%d requests", n)
	}
	if n == 0 {
		return neverCalled()
	}
	return nil
}

func (w *World) noRefreshAgain(context.Context) error {
	seen := map[string]bool{}
	for _, r := range w.requests("token") {
		t := r.Form.Get("refresh_token")
		if t == "" {
			continue
		}
		if seen[t] {
			return verdict.Mismatchf("each refresh token once", "one that was replaced, again")
		}
		seen[t] = true
	}
	if len(seen) < 2 {
		return &verdict.NotApplicable{Reason: "the application does not refresh twice, each time that an API refuses its token"}
	}
	return nil
}

func (w *World) machineToken(ctx context.Context) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	if err := w.renew(""); err != nil {
		return err
	}
	s, err := w.session(ctx, "")
	if err != nil {
		return err
	}
	w.landing, err = s.Visit(ctx, useragent.Start{URL: app.Machine}, useragent.Plan{WithoutLogin: true, Stop: w.ours})
	return err
}

func (w *World) asksForItself(context.Context) error {
	all := w.requests("token")
	if len(all) == 0 {
		return errors.New("the application made no token request")
	}
	r := all[0]
	if !strings.EqualFold(r.Form.Get("grant_type"), "client_credentials") {
		return verdict.Mismatchf("grant_type=client_credentials", "%q", r.Form.Get("grant_type"))
	}
	return check.Authenticated(r.Header, r.Form)
}
