package oauthspec

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"golang.org/x/oauth2"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/harness"
)

// A homely application is one that somebody else could have written: its endpoints are configured, a sign-in begins with a click on its
// home page, its cookie has the name that most have, and a sign-in that failed leads home.
type homely struct {
	conf oauth2.Config

	verifier func() string // nil: as it should be
	plain    bool          // without OpenID Connect; the user is who our API says, and answers come to the home page

	mu    sync.Mutex
	begun map[string]string         // verifier by state
	users map[string]map[string]any // by session
}

func (p *homely) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := ""
	if c, err := r.Cookie("session"); err == nil {
		id = c.Value
	}
	at := r.URL.Path
	if p.plain && at == "/" && (r.FormValue("code") != "" || r.FormValue("state") != "") {
		at = "/cb"
	}
	switch at {
	case "/begin":
		verifier := oauth2.GenerateVerifier()
		if p.verifier != nil {
			verifier = p.verifier()
		}
		state := rand.Text()
		p.begun[state] = verifier
		http.SetCookie(w, &http.Cookie{Name: "session", Value: state, HttpOnly: true, Path: "/"})
		http.Redirect(w, r, p.conf.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier)), http.StatusFound)
	case "/cb":
		user, err := p.user(r, id)
		if err != nil {
			http.Redirect(w, r, "/?error=sign-in", http.StatusSeeOther)
			return
		}
		id = rand.Text()
		p.users[id] = user
		http.SetCookie(w, &http.Cookie{Name: "session", Value: id, HttpOnly: true, Path: "/"})
		http.Redirect(w, r, "/", http.StatusSeeOther)
	default:
		w.Header().Set("Content-Type", "text/html")
		if user := p.users[id]; user != nil {
			fmt.Fprintf(w, "<!doctype html><title>Home</title><p>Hello, %s", user["sub"])
			return
		}
		fmt.Fprint(w, `<!doctype html><title>Home</title><p><a id="in" href="/begin">Sign in</a>`)
	}
}

// user is who comes back, told by UserInfo or an API.
func (p *homely) user(r *http.Request, session string) (map[string]any, error) {
	state := r.FormValue("state")
	verifier, ok := p.begun[state]
	if !ok || state != session || r.FormValue("code") == "" || r.FormValue("error") != "" {
		return nil, http.ErrNoCookie
	}
	delete(p.begun, state)
	token, err := p.conf.Exchange(r.Context(), r.FormValue("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		return nil, err
	}
	if token.Type() != "Bearer" {
		return nil, http.ErrNotSupported
	}
	resp, err := p.conf.Client(r.Context(), token).Get(strings.TrimSuffix(p.conf.Endpoint.TokenURL, "token") + map[bool]string{true: "resource", false: "userinfo"}[p.plain])
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var user map[string]any
	return user, json.NewDecoder(resp.Body).Decode(&user)
}

// target is the application under test.
func (p *homely) target(t *testing.T) servers.Target {
	t.Helper()
	p.begun, p.users = map[string]string{}, map[string]map[string]any{}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	const secret = "a-secret-of-the-test"
	profile := servers.Profile{Suite: &servers.Suite{}, Application: &servers.Application{Start: server.URL + "/"},
		Clients:  []servers.Client{{Name: "web", Kind: servers.Confidential, ID: "web", Secret: secret, Redirects: []string{server.URL + "/cb"}}},
		Login:    []servers.Page{{When: "#in", Press: "#in"}},
		Supports: map[string]bool{"openid": false}}
	scopes := []string{"openid", "profile"}
	if p.plain {
		profile.Clients[0].Redirects, profile.Supports, scopes = []string{server.URL + "/"}, nil, []string{"api:read"}
	}
	return servers.Target{Name: "homely", Profile: profile,
		Restart: func(context.Context, ...string) error { return nil }, // it reads nothing as it starts
		Open: func(suite servers.Suite) (servers.Harness, func(), error) {
			h, stop, err := harness.Open(suite)
			if err == nil {
				p.conf = oauth2.Config{ClientID: "web", ClientSecret: secret, RedirectURL: profile.Clients[0].Redirects[0], Scopes: scopes,
					Endpoint: oauth2.Endpoint{AuthURL: h.Issuers()[0] + "/authorize", TokenURL: h.Issuers()[0] + "/token"}}
			}
			return h, stop, err
		}}
}

// Nobody can sign in where our issuer refuses what it must refuse: that is the application's doing, and no mistake in the profile.
func TestARequestThatOurIssuerMustRefuseIsRed(t *testing.T) {
	p := &homely{verifier: func() string { return rand.Text() }} // 26 characters
	got, err := Verify(t.Context(), Options{Target: p.target(t), Driver: "form"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range got.Requirements {
		switch {
		case r.ID == "rfc7636-4.1-verifier-syntax-client":
			if r.Verdict != verdict.Fail {
				t.Errorf("%s: %s", r.ID, r.Verdict)
			}
		case r.Verdict != verdict.Skip && r.Verdict != verdict.Pass:
			t.Errorf("%s: %s: %s", r.ID, r.Verdict, r.Reason)
		case r.ID == "rfc9700-4.5.3-code-injection" && r.Reason != "nobody can sign in to the application":
			t.Errorf("%s is skipped because %s", r.ID, r.Reason)
		}
	}
}

// Where no request of its own is why, the profile may be.
func TestWhatNobodyCanSignInToForAnotherReasonIsNotJudged(t *testing.T) {
	p := &homely{}
	target := p.target(t)
	open := target.Open
	target.Open = func(s servers.Suite) (servers.Harness, func(), error) {
		h, stop, err := open(s)
		p.conf.ClientSecret = "another"
		return h, stop, err
	}
	_, err := Verify(t.Context(), Options{Target: target, Driver: "form"})
	var wrong *UsageError
	if !errors.As(err, &wrong) || !strings.Contains(err.Error(), "invalid_client") {
		t.Errorf("got %v", err)
	}
}

// An application that reads no metadata neither breaks nor keeps a rule about them; one that begins with a click is followed there.
func TestAHomelyApplicationIsNotAccused(t *testing.T) {
	want := map[string]verdict.Verdict{
		"rfc8414-3.3-client-issuer-mismatch":       verdict.Skip,
		"rfc8414-3.2-client-ignores-unknown":       verdict.Skip,
		"rfc6749-4.1.1-client-request-params":      verdict.Pass,
		"rfc6749-10.12-client-csrf":                verdict.Pass,
		"rfc6749-10.12-client-state-matched":       verdict.Pass,
		"rfc9700-4.5.3-code-injection":             verdict.Pass,
		"rfc6749-5.2-client-handles-token-error":   verdict.Pass,
		"rfc9700-4.7.1-client-checks-pkce-support": verdict.Pass,
	}
	var run []string
	for id := range want {
		run = append(run, id)
	}
	got, err := Verify(t.Context(), Options{Target: (&homely{}).target(t), Driver: "form", Run: run})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range got.Requirements {
		if r.Verdict != want[r.ID] {
			t.Errorf("%s: %s, want %s: %s", r.ID, r.Verdict, want[r.ID], r.Reason)
		}
	}
}

// An application that does not ask for the scope openid is no party of OpenID Connect, and its home page may be where answers come to.
func TestAnApplicationWithoutOpenIDConnectIsNotJudgedByIDTokens(t *testing.T) {
	got, err := Verify(t.Context(), Options{Target: (&homely{plain: true}).target(t), Driver: "form"})
	if err != nil {
		t.Fatal(err)
	}
	judged := 0
	for _, r := range got.Requirements {
		switch {
		case r.Verdict != verdict.Skip && r.Verdict != verdict.Pass:
			t.Errorf("%s: %s: %s", r.ID, r.Verdict, r.Reason)
		case r.Verdict == verdict.Pass && strings.HasPrefix(r.ID, "oidc-core-3.1.3.7"):
			t.Errorf("%s was judged", r.ID)
		case r.Verdict == verdict.Pass:
			judged++
		}
	}
	if judged < 15 {
		t.Errorf("%d requirements were judged", judged)
	}
}
