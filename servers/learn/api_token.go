package learn

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

// claims are what a token says, by itself or when it is asked about.
type claims struct {
	Active     bool   `json:"active"`
	Subject    string `json:"sub"`
	Audience   string `json:"aud"`
	Client     string `json:"client_id"`
	Scope      string `json:"scope"`
	Department string `json:"department"`
}

// check finds out what a token is worth to this API. Where that cannot be found out, it is worth nothing.
func (a *api) check(ctx context.Context, token string) (c claims, err error) {
	if a.opaque {
		return a.introspect(ctx, token)
	}
	header, _, _ := strings.Cut(token, ".")
	raw, err := base64.RawURLEncoding.DecodeString(header)
	if err != nil {
		return c, err
	}
	var h struct{ Typ string }
	if err := json.Unmarshal(raw, &h); err != nil || !strings.EqualFold(strings.TrimPrefix(strings.ToLower(h.Typ), "application/"), "at+jwt") {
		return c, errors.New("it is no access token (RFC 9068 §4)")
	}
	t, err := oidc.NewVerifier(a.issuer, a.keys, &oidc.Config{ClientID: a.url, SupportedSigningAlgs: []string{"ES256", "RS256"}}).Verify(ctx, token)
	if err != nil {
		return c, err
	}
	return c, t.Claims(&c)
}

// introspect asks the issuer (RFC 7662).
func (a *api) introspect(ctx context.Context, token string) (c claims, err error) {
	if err := a.register(ctx); err != nil {
		return c, err
	}
	form := url.Values{"token": {token}, "token_type_hint": {"access_token"}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.issuer+"/introspect", strings.NewReader(form.Encode()))
	if err != nil {
		return c, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(url.QueryEscape(a.id), url.QueryEscape(a.secret))
	if err := a.ask(r, http.StatusOK, &c); err != nil {
		return c, err
	}
	if !c.Active || c.Audience != a.url {
		return c, errors.New("it is not active, or not for this API")
	}
	return c, nil
}

// register makes the API known to the issuer, once (RFC 7591).
func (a *api) register(ctx context.Context) error {
	a.registration <- struct{}{}
	defer func() { <-a.registration }()
	if a.id != "" {
		return nil
	}
	body, err := json.Marshal(map[string]any{"client_name": "Example API", "grant_types": []string{"client_credentials"},
		"response_types": []string{}, "token_endpoint_auth_method": "client_secret_basic"})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.issuer+"/register", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	var got struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	if err := a.ask(r, http.StatusCreated, &got); err != nil {
		return err
	}
	a.id, a.secret = got.ID, got.Secret
	return nil
}

func (a *api) ask(r *http.Request, want int, into any) error {
	resp, err := a.http.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return err
	}
	if resp.StatusCode != want {
		return fmt.Errorf("%s answered %s", r.URL.Path, resp.Status)
	}
	return json.Unmarshal(b, into)
}

func trusting(ca *x509.CertPool) *tls.Config {
	return &tls.Config{RootCAs: ca, MinVersion: tls.VersionTLS12}
}
