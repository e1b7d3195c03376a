package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
)

func init() {
	when(`a page of the client asks whether it may call the authorization endpoint`, func(w *World) any {
		return func(ctx context.Context) error { return w.preflight(ctx, "authorization") }
	})
	when(`a page of the client calls the authorization endpoint`, func(w *World) any {
		return func(ctx context.Context) error { return w.callFromPage(ctx, "authorization") }
	})
	when(`a page of the client asks whether it may call the (token|metadata|keys|registration|revocation|userinfo) endpoint, and does`,
		func(w *World) any { return w.asksAndCalls })

	then(`the page may not read the answer`, func(w *World) any { return func() error { return check.NotShared(w.last) } })
	then(`the page may read the answer, if it was told that it may call`, func(w *World) any { return w.sharedAsTold })
	then(`the page may call with an access token, and read the answer`, func(w *World) any {
		return func() error { return check.SharedWithToken(w.told(), w.last, w.origin()) }
	})
}

// origin is where the pages of the scenario's client come from.
func (w *World) origin() string {
	if len(w.client.Redirects) == 0 {
		return ""
	}
	u, err := url.Parse(w.client.Redirects[0])
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// fromPage is the request that a page of the client makes to an endpoint. None of them changes anything at the server.
func (w *World) fromPage(endpoint string) (oauth.Request, error) {
	r := oauth.Request{Method: http.MethodPost, Auth: w.auth(w.client)}
	var err error
	switch endpoint {
	case "authorization":
		if r, err = w.authorization(w.client); err != nil {
			return r, err
		}
	case "metadata":
		inserted, appended, _, err := wellKnown(w.in.Profile.Issuer)
		if err != nil {
			return r, err
		}
		r = oauth.Request{Method: http.MethodGet, URL: inserted}
		if w.facts.Can("openid") {
			r.URL = appended
		}
	case "keys":
		at, err := w.endpoint("jwks")
		if err != nil {
			return r, err
		}
		r = oauth.Request{Method: http.MethodGet, URL: at}
	case "userinfo":
		at, err := w.endpoint(endpoint)
		if err != nil {
			return r, err
		}
		r = oauth.Request{Method: http.MethodGet, URL: at, Header: bearer(w.first.Text("access_token"))}
	case "registration":
		r = oauth.Request{Method: http.MethodPost, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(`{"redirect_uris":"none"}`)}
		r.URL, err = w.endpoint(endpoint)
	case "revocation":
		r, err = w.about(endpoint, w.client, "there-is-no-such-token")
	default:
		w.code = oauth.Random(32)
		r.Form = w.redemption()
		r.URL, err = w.endpoint(endpoint)
	}
	return r, err
}

// callFromPage sends that request as a browser does for a page.
func (w *World) callFromPage(ctx context.Context, endpoint string) error {
	r, err := w.fromPage(endpoint)
	if err != nil {
		return err
	}
	w.last, err = w.http.Do(ctx, r, oauth.WithHeader("Origin", w.origin()))
	return err
}

// preflight asks before, as a browser does (the CORS protocol of the Fetch standard).
func (w *World) preflight(ctx context.Context, endpoint string) error {
	r, err := w.fromPage(endpoint)
	if err != nil {
		return err
	}
	h := http.Header{"Origin": {w.origin()}, "Access-Control-Request-Method": {r.Method}}
	if r.Header.Get("Authorization") != "" {
		h.Set("Access-Control-Request-Headers", "authorization")
	}
	if len(r.Body) > 0 {
		h.Set("Access-Control-Request-Headers", "content-type")
	}
	w.last, err = w.http.Do(ctx, oauth.Request{Method: http.MethodOptions, URL: r.URL, Header: h})
	return err
}

func (w *World) asksAndCalls(ctx context.Context, endpoint string) error {
	if err := w.preflight(ctx, endpoint); err != nil {
		return err
	}
	w.all = []oauth.Answer{w.last}
	if endpoint == "userinfo" {
		if err := check.TokenGranted(w.first); err != nil {
			return fmt.Errorf("there is no access token to ask with: %w", err)
		}
	}
	if err := w.callFromPage(ctx, endpoint); err != nil {
		return err
	}
	// Whoever answers nonsense has shared nothing, and refused nothing. Revocation may answer without a body, and so may 401.
	if s := w.last.Status; w.last.None != nil || s >= 300 && s < 400 || s >= 500 || w.last.JSON == nil && s != http.StatusUnauthorized && endpoint != "revocation" {
		return fmt.Errorf("the %s endpoint did not answer a page's request: %s", endpoint, w.last)
	}
	return nil
}

// told is the answer to the preflight.
func (w *World) told() oauth.Answer { return w.all[0] }

func (w *World) sharedAsTold() error {
	if !check.Shares(w.all[0], w.origin()) {
		w.note("pages of this origin are not told that they may call")
	}
	return check.SharedAsTold(w.all[0], w.last, w.origin())
}
