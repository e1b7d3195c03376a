package steps

import (
	"context"
	"net/http"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`the (authorization|token|UserInfo|introspection) endpoint is served over TLS`, func(w *World) any { return w.servedOverTLS })
	when(`the client sends off a user over plain http`, func(w *World) any { return w.asksPlainly })
	when(`the client redeems a made-up code over plain http`, func(w *World) any { return w.redeemsPlainly })
	then(`nothing is served without TLS`, func(w *World) any { return func() error { return check.PlainRefused(w.last) } })
}

// servedOverTLS proves that the endpoint answers over https, with a certificate that the run trusts.
func (w *World) servedOverTLS(ctx context.Context, endpoint string) error {
	at, err := w.endpoint(strings.ToLower(endpoint))
	if err != nil {
		return err
	}
	if !strings.HasPrefix(at, "https://") {
		return &verdict.Mismatch{Want: "an https endpoint", Got: at}
	}
	a, err := w.http.Do(ctx, oauth.Request{URL: at})
	if err == nil && a.None != nil {
		err = &verdict.Mismatch{Want: "any answer over TLS", Got: a.String()}
	}
	return err
}

// asksPlainly sends a proper request, which holds no secret: whoever listens could read it.
func (w *World) asksPlainly(ctx context.Context) error {
	r, err := w.authorization(w.client)
	if err != nil {
		return err
	}
	return w.plainly(ctx, r)
}

// redeemsPlainly sends neither a code nor a secret that is good for anything.
func (w *World) redeemsPlainly(ctx context.Context) error {
	at, err := w.endpoint("token")
	if err != nil {
		return err
	}
	w.code = oauth.Random(32)
	return w.plainly(ctx, oauth.Request{Method: http.MethodPost, URL: at, Form: w.redemption(), Auth: w.auth(w.client)})
}

// plainly sends a request without TLS. That nothing listens is an answer here.
func (w *World) plainly(ctx context.Context, r oauth.Request) error {
	r.URL = "http" + strings.TrimPrefix(r.URL, "https")
	a, err := w.http.Do(ctx, r)
	if err != nil {
		a = oauth.Answer{URL: r.URL, None: &oauth.NoAnswer{Reset: true, Detail: err.Error()}}
	}
	w.last = a
	return ctx.Err()
}
