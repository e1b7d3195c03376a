package steps

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

// token sends a token request of a client and keeps the answer. It judges nothing.
func (w *World) token(ctx context.Context, c servers.Client, f url.Values, m ...oauth.Mutation) (oauth.Answer, error) {
	a, err := w.answer(ctx, c, f, m...)
	if err != nil {
		return a, err
	}
	w.last = a
	w.all = append(w.all, a)
	return a, nil
}

// answer sends a token request of a client and leaves the world as it is, so that several can be sent at once.
func (w *World) answer(ctx context.Context, c servers.Client, f url.Values, m ...oauth.Mutation) (oauth.Answer, error) {
	at, err := w.endpoint("token")
	if err != nil {
		return oauth.Answer{}, err
	}
	a, err := w.http.Do(ctx, oauth.Request{Method: http.MethodPost, URL: at, Form: f, Auth: w.auth(c)}, m...)
	if err != nil {
		return a, err
	}
	w.keepTokens(a)
	return a, nil
}

// keepTokens has what an answer brought kept out of reports.
func (w *World) keepTokens(a oauth.Answer) {
	w.Secrets.Add("ACCESS_TOKEN", a.Text("access_token"))
	w.Secrets.Add("REFRESH_TOKEN", a.Text("refresh_token"))
	w.Secrets.Add("ID_TOKEN", a.Text("id_token"))
}

// redeem redeems the scenario's code.
func (w *World) redeem(ctx context.Context, c servers.Client, m ...oauth.Mutation) (oauth.Answer, error) {
	return w.token(ctx, c, w.redemption(), m...)
}

// redemption are the parameters that redeem the scenario's code.
func (w *World) redemption() url.Values {
	f := url.Values{"grant_type": {"authorization_code"}, "code": {w.code}}
	if u := w.sent.Form.Get("redirect_uri"); u != "" {
		f.Set("redirect_uri", u)
	}
	if w.sent.Form.Has("code_challenge") {
		f.Set("code_verifier", w.verifier)
	}
	return f
}

// refresh uses a refresh token.
func (w *World) refresh(ctx context.Context, c servers.Client, refreshToken string, m ...oauth.Mutation) (oauth.Answer, error) {
	return w.token(ctx, c, w.refreshing(refreshToken), m...)
}

// refreshing are the parameters that use a refresh token.
func (w *World) refreshing(refreshToken string) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refreshToken}}
}

// credentials asks for a token of the client's own (RFC 6749 section 4.4).
func (w *World) credentials(ctx context.Context, c servers.Client, m ...oauth.Mutation) (oauth.Answer, error) {
	return w.token(ctx, c, forItself(c), m...)
}

// forItself are the parameters that ask for such a token.
func forItself(c servers.Client) url.Values {
	f := url.Values{"grant_type": {"client_credentials"}}
	if s := strings.Join(c.OwnScopes(), " "); s != "" {
		f.Set("scope", s)
	}
	return f
}

// mustGrant is for a Given: the answer has to be a grant, or the scenario has no ground to stand on.
func mustGrant(a oauth.Answer, err error) error {
	if err != nil {
		return err
	}
	if a.Status != http.StatusOK || a.Text("access_token") == "" {
		return &verdict.Mismatch{Want: "200 with an access token", Got: a.String()}
	}
	return nil
}
