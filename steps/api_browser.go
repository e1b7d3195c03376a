package steps

import (
	"context"
	"net/http"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
)

func init() {
	when(`a page of another origin asks whether it may call it, and does`, func(w *World) any { return w.pageCalls })
	then(`the page may call with a token, and read the answer`, func(w *World) any {
		return func(context.Context) error { return check.SharedWithToken(w.first, w.last, pageOrigin) }
	})
}

// pageOrigin is whose page calls the API.
const pageOrigin = "https://app.example"

// pageCalls asks as a browser does before a page sends a token (a preflight, which brings none), and then calls with one.
func (w *World) pageCalls(ctx context.Context) (err error) {
	a, err := w.api()
	if err != nil {
		return err
	}
	h := http.Header{"Origin": {pageOrigin}, "Access-Control-Request-Method": {http.MethodGet}, "Access-Control-Request-Headers": {"authorization"}}
	if w.first, err = w.http.Do(ctx, oauth.Request{Method: http.MethodOptions, URL: a.URL, Header: h}); err != nil {
		return err
	}
	token, err := w.goodToken()
	if err != nil {
		return err
	}
	return w.knock(ctx, a.URL, token, func(r *oauth.Request) { r.Header.Set("Origin", pageOrigin) })
}
