package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

// apiCalls are what a scenario keeps of a resource server under test.
type apiCalls struct {
	token string // the last that was presented
}

// api is the resource server under test.
func (w *World) api() (*servers.API, error) {
	if w.in.Harness == nil || w.in.Profile.API == nil {
		return nil, errors.New("no resource server is under test")
	}
	return w.in.Profile.API, nil
}

// good is the header and the claims of a token that opens the API.
func (w *World) good() (header, claims map[string]any, err error) {
	a, err := w.api()
	if err != nil {
		return nil, nil, err
	}
	audience := a.Audience
	if audience == "" {
		audience = a.URL
	}
	now := time.Now()
	claims = map[string]any{"iss": w.in.Profile.Issuer, "sub": "user-of-the-api", "aud": audience, "client_id": "caller", "jti": oauth.Random(12),
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix()}
	if a.Scope != "" {
		claims["scope"] = a.Scope
	}
	typ := a.Type
	if typ == "" {
		typ = "at+jwt"
	}
	return map[string]any{"typ": typ}, claims, nil
}

// issue makes a token of a header and claims: a JWT, or an opaque one that our introspection says this of.
func (w *World) issue(header, claims map[string]any) (string, error) {
	token := ""
	if w.in.Profile.API.Validates == "introspection" {
		token = oauth.Random(32)
		members := map[string]any{"active": true, "token_type": "Bearer"}
		for k, v := range claims {
			members[k] = v
		}
		w.in.Harness.Vouch(token, members)
	} else {
		var err error
		if token, err = w.in.Harness.Mint(header, claims); err != nil {
			return "", err
		}
	}
	w.Secrets.Add("ACCESS_TOKEN", token)
	return token, nil
}

// goodToken is a token that opens the API.
func (w *World) goodToken() (string, error) {
	header, claims, err := w.good()
	if err != nil {
		return "", err
	}
	return w.issue(header, claims)
}

// knock presents a token at an address of the API and keeps the answer. Where the API asks to come back later it does, while the run
// has patience.
func (w *World) knock(ctx context.Context, at, token string, m ...oauth.Mutation) error {
	r := oauth.Request{Method: http.MethodGet, URL: at, Header: http.Header{}}
	if token != "" {
		r.Header = bearer(token)
	}
	w.calls.token = token
	for until := time.Now().Add(w.Patience); ; {
		a, err := w.http.Do(ctx, r, m...)
		if w.last = a; err != nil || a.None != nil || a.Status != http.StatusTooManyRequests {
			return err
		}
		rest := time.Second
		if s, err := strconv.Atoi(a.Header.Get("Retry-After")); err == nil && s > 0 {
			rest = time.Duration(min(s, 3600)) * time.Second
		}
		if time.Now().Add(rest).After(until) {
			return &verdict.NotApplicable{Reason: "it limits how often it is asked", Section: "RFC 6585 section 4", Change: "--patience 2m"}
		}
		if err := pause(ctx, rest); err != nil {
			return err
		}
	}
}

// opensForGood proves that a good token opens the API, now.
func (w *World) opensForGood(ctx context.Context) error {
	token, err := w.goodToken()
	if err != nil {
		return err
	}
	kept, presented := w.last, w.calls.token
	if err := w.knock(ctx, w.in.Profile.API.URL, token); err != nil {
		return err
	}
	opened, err := check.Opens(w.last)
	if err == nil && !opened {
		err = fmt.Errorf("a good token does not open it: %s, with the challenge %q", w.last, w.last.Header.Get("WWW-Authenticate"))
	}
	if w.last = kept; kept.URL == "" {
		presented = token
	}
	w.calls.token = presented
	return err
}

// shut judges a refusal, and then proves that the API is still there for a good token: one that has crashed refuses nothing.
func (w *World) shut(judge func(oauth.Answer) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := judge(w.last); err != nil {
			return err
		}
		if err := w.in.Harness.Switch(0, ""); err != nil {
			return err
		}
		if err := w.meetsAnew(ctx, ""); err != nil {
			return err
		}
		return w.opensForGood(ctx)
	}
}

// lacksMember is a skip where a document does not have an optional member.
func lacksMember(a oauth.Answer, member string) error {
	if a.JSON[member] != nil {
		return nil
	}
	return &verdict.NotApplicable{Reason: "the document has no " + member + ", which is optional", Section: "RFC 9728 section 2"}
}
