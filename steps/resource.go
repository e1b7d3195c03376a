package steps

import (
	"context"
	"net/http"
	"net/url"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
)

// use presents an access token where it can be used, and keeps the answer.
func (w *World) use(ctx context.Context, token string, m ...oauth.Mutation) (oauth.Answer, error) {
	at := ""
	if w.in.Profile.Resource != nil {
		at = w.in.Profile.Resource.URL
	}
	if at == "" {
		return oauth.Answer{}, lacks("the protected resource", "resource: {url: URL, scope: …}")
	}
	a, err := w.http.Do(ctx, oauth.Request{Method: http.MethodGet, URL: at, Header: bearer(token)}, m...)
	w.used = a
	return a, err
}

// introspect asks about a token (RFC 7662 section 2) as the scenario's confidential client.
func (w *World) introspect(ctx context.Context, token string) (oauth.Answer, error) {
	at, err := w.endpoint("introspection")
	if err != nil {
		return oauth.Answer{}, err
	}
	c := w.client
	if c.AuthMethod() == "none" {
		if c, err = w.pickKind("a", "confidential"); err != nil {
			return oauth.Answer{}, err
		}
	}
	return w.http.Do(ctx, oauth.Request{Method: http.MethodPost, URL: at, Form: url.Values{"token": {token}}, Auth: w.auth(c)})
}

// alive says whether an access token still works: at the resource where there is one, else by introspection. An answer that says
// neither is an error: a resource that breaks down has refused nothing.
func (w *World) alive(ctx context.Context, token string) (bool, oauth.Answer, error) {
	if w.atResource() {
		a, err := w.use(ctx, token)
		if err != nil {
			return false, a, err
		}
		ok, err := check.Opens(a)
		return ok, a, err
	}
	a, err := w.introspect(ctx, token)
	if err != nil {
		return false, a, err
	}
	ok, err := check.Active(a)
	return ok, a, err
}

// atResource says that a token is tried where it is used, and not by introspection.
func (w *World) atResource() bool {
	r := w.in.Profile.Resource
	return r != nil && r.Validates != "jwt"
}

func bearer(token string) http.Header { return http.Header{"Authorization": {"Bearer " + token}} }
