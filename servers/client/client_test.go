package client_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/servers/authserver"
	"github.com/oauthspec/oauthspec/servers/client"
)

// rig is an application, its authorization server, and a browser.
type rig struct {
	t       *testing.T
	as      *authserver.Running
	app     *client.Server
	url     string
	browser *http.Client
	seen    []*url.URL // where the browser was sent
}

func newRig(t *testing.T, variant string, changes ...func(*client.Options)) *rig {
	t.Helper()
	g := &rig{t: t}
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { g.app.ServeHTTP(w, r) }))
	t.Cleanup(listener.Close)
	g.url = listener.URL
	o, err := client.Defaults(variant)
	if err != nil {
		t.Fatal(err)
	}
	reg := authserver.Client{ID: "app", Auth: client.AuthOf(o.Variant), Kind: "confidential", Redirects: []string{g.url + "/callback", g.url + "/callback/0"},
		Grants: []string{"authorization_code", "refresh_token", "client_credentials"}, ResponseTypes: []string{"code"},
		Scopes: []string{"openid", "profile", "email", "offline_access", "api:read"}}
	if reg.Auth == "none" {
		reg.Kind, reg.Grants = "public", reg.Grants[:2]
	} else if o.Variant != "jwt" {
		reg.Secret = "a secret: %+& of some length 5f0c9f3b"
	}
	var key []byte
	if o.Variant == "jwt" {
		key, reg.Keys = signingKey(t)
	}
	g.as = authserver.Start(t, authserver.WithVariant("oidc"), authserver.WithClient(reg))
	o.URL, o.Reveal = g.url, true
	o.Scopes = append(o.Scopes, "offline_access", "api:read")
	o.Issuers = []client.Issuer{{URL: g.as.URL, ClientID: "app", Secret: reg.Secret, Auth: reg.Auth, Key: key}}
	o.APIs = []client.API{{Name: "data", URL: g.as.URL + "/resource"}}
	for _, change := range changes {
		change(&o)
	}
	if g.app, err = client.New(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.app.Close)
	g.browser = g.newBrowser()
	return g
}

func (g *rig) newBrowser() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		g.t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		g.seen = append(g.seen, r.URL)
		return nil
	}}
}

func (g *rig) get(path string) (int, string) {
	g.t.Helper()
	return read(g.t)(g.browser.Get(g.url + path))
}

func read(t *testing.T) func(*http.Response, error) (int, string) {
	return func(resp *http.Response, err error) (int, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(b)
	}
}

var hidden = regexp.MustCompile(`name="(i|csrf)" value="([^"]*)"`)
var action = regexp.MustCompile(`action="([^"]*)"`)

// signIn goes through the server's pages and ends at the application.
func (g *rig) signIn(path string) (int, string) {
	g.t.Helper()
	status, page := g.get(path)
	for _, more := range []url.Values{{"username": {g.as.Users[0].Name}, "password": {g.as.Users[0].Password}}, {"decision": {"allow"}}} {
		to := action.FindStringSubmatch(page)
		if to == nil {
			return status, page
		}
		for _, m := range hidden.FindAllStringSubmatch(page, -1) {
			more.Set(m[1], strings.ReplaceAll(m[2], "&#43;", "+"))
		}
		status, page = read(g.t)(g.browser.PostForm(g.as.URL+to[1], more))
	}
	return status, page
}

func TestAUserSignsInCallsTheAPIRefreshesAndSignsOut(t *testing.T) {
	for _, variant := range client.Variants() {
		t.Run(variant, func(t *testing.T) {
			g := newRig(t, variant)
			if status, _ := g.get("/me"); status != http.StatusUnauthorized {
				t.Fatal(status)
			}
			if status, page := g.signIn("/private"); status != http.StatusOK || !strings.Contains(page, "Members only") {
				t.Fatal(status, page)
			}
			var me struct{ Sub, Iss string }
			if _, body := g.get("/me"); json.Unmarshal([]byte(body), &me) != nil || me.Sub != g.as.Users[0].Sub || me.Iss != g.as.URL {
				t.Fatal(me)
			}
			if _, page := g.get("/api/data"); !strings.Contains(page, `id="status">200<`) {
				t.Fatal(page)
			}
			g.as.Advance(2 * time.Hour) // the token is refused, and refreshed
			if variant == "jwt" {
				g.app.Advance(2 * time.Hour) // its assertions are dated; it refreshes before it is refused
			}
			if _, page := g.get("/api/data"); !strings.Contains(page, `id="status">200<`) || !strings.Contains(page, "refreshed") {
				t.Fatal(page)
			}
			if _, page := g.get("/tokens"); !strings.Contains(page, "at_hash") {
				t.Fatal(page)
			}
			read(t)(g.browser.PostForm(g.url+"/logout", nil))
			if status, _ := g.get("/me"); status != http.StatusUnauthorized {
				t.Fatal(status)
			}
		})
	}
}

func TestTheRequestAsksForAllThatProtectsIt(t *testing.T) {
	g := newRig(t, "web")
	g.get("/login")
	q := g.seen[0].Query()
	for _, name := range []string{"state", "nonce", "code_challenge", "redirect_uri", "client_id"} {
		if q.Get(name) == "" {
			t.Error("no", name)
		}
	}
	if q.Get("code_challenge_method") != "S256" {
		t.Error(q)
	}
}

func TestACallbackIsForTheBrowserThatBeganItAndForOnce(t *testing.T) {
	g := newRig(t, "web")
	g.signIn("/login")
	i := slices.IndexFunc(g.seen, func(u *url.URL) bool { return u.Path == "/callback" })
	back := g.seen[i]
	if status, _ := g.get(back.RequestURI()); status != http.StatusBadRequest {
		t.Error("replayed:", status)
	}
	g.get("/login")
	state := g.seen[len(g.seen)-1].Query().Get("state")
	g.browser = g.newBrowser()
	q := back.Query()
	q.Set("state", state)
	if status, page := g.get("/callback?" + q.Encode()); status != http.StatusBadRequest || !strings.Contains(page, "another browser") {
		t.Error("in another browser:", status, page)
	}
}

func TestAnAnswerOfAnotherIssuerIsRefused(t *testing.T) {
	g := newRig(t, "web")
	g.get("/login")
	q := url.Values{"state": {g.seen[0].Query().Get("state")}, "code": {"x"}, "iss": {g.as.URL + "/"}}
	if status, page := g.get("/callback?" + q.Encode()); status != http.StatusBadRequest || !strings.Contains(page, "another server") {
		t.Error(status, page)
	}
}

func TestItGoesNowhereElse(t *testing.T) {
	for _, to := range []string{"https://evil.example/", "//evil.example/", `/\evil.example`, "evil"} {
		g := newRig(t, "web")
		g.signIn("/login?" + url.Values{"return_to": {to}}.Encode())
		if last := g.seen[len(g.seen)-1]; last.Path != "/" || !strings.HasPrefix(last.String(), g.url) {
			t.Error(to, last)
		}
	}
}

func TestAThirdPartyStartsASignInAtAKnownIssuerOnly(t *testing.T) {
	g := newRig(t, "web")
	if status, _ := read(t)(g.browser.PostForm(g.url+"/initiate", url.Values{"iss": {g.as.URL}, "login_hint": {"alice"}})); status != http.StatusOK || g.seen[0].Query().Get("login_hint") != "alice" {
		t.Error(status, g.seen)
	}
	if status, _ := g.get("/initiate?iss=https://evil.example"); status != http.StatusBadRequest {
		t.Error(status)
	}
}

func TestAMachineCallsForItself(t *testing.T) {
	g := newRig(t, "jwt")
	if status, page := g.get("/machine/data"); status != http.StatusOK || !strings.Contains(page, `id="status">200<`) {
		t.Fatal(status, page)
	}
}

func TestItRegistersItself(t *testing.T) {
	g := newRig(t, "web", func(o *client.Options) { o.Issuers[0].ClientID, o.Issuers[0].Secret = "", "" })
	if status, page := g.signIn("/private"); status != http.StatusOK || !strings.Contains(page, "Members only") {
		t.Fatal(status, page)
	}
}

func TestASeamChangesOneDecision(t *testing.T) {
	g := newRig(t, "web", func(o *client.Options) {
		o.Callback.State = func(*client.Login) error { return nil }
	})
	g.get("/login")
	state := g.seen[0].Query().Get("state")
	g.browser = g.newBrowser()
	if _, page := g.get("/callback?" + url.Values{"state": {state}, "iss": {g.as.URL}, "code": {"x"}}.Encode()); strings.Contains(page, "another browser") {
		t.Error(page)
	}
	if got := g.app.Touched(); !slices.Contains(got, "callback.state") || slices.Contains(got, "idtoken.nonce") {
		t.Error(got)
	}
}
