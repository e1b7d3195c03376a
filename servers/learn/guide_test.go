package learn_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/servers/learn"
)

func basic(id, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))
}

// Row 1: every party has an address of its own, and the guide names them all. Every link of every page leads somewhere.
func TestGuide(t *testing.T) {
	g := newRig(t, learn.Options{Settings: learn.Settings{SecondFactor: true}})
	for _, path := range []string{"/", "/log", "/break", "/codes"} {
		resp, page := g.get(g.URL() + path)
		if csp := resp.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s, policy %q", path, resp.Status, csp)
		}
		for _, part := range strings.Split(page, `href="`)[1:] {
			link, _, _ := strings.Cut(part, `"`)
			if strings.HasPrefix(link, "/") {
				link = g.URL() + link
			}
			if !strings.HasPrefix(link, "http://127.0.0.1") {
				continue // a specification
			}
			if resp, _ := g.get(link); resp.StatusCode != 200 {
				t.Errorf("%s links to %s: %s", path, link, resp.Status)
			}
		}
	}
}

// Row 25: every exchange is shown, and no secret is.
func TestLog(t *testing.T) {
	g := newRig(t, learn.Options{})
	g.signIn("/private", "alice", "wonderland")
	token, secret := g.token("api:read")
	g.do("GET", g.API()+"/data", nil, "Authorization: Bearer "+token, "User-Agent: curl/8")
	g.do("GET", g.App()+"/<script>alert(1)</script>?x=<script>", nil)
	_, page := g.read(http.Get(g.URL() + "/log/messages"))
	g.wants(page, "Browser → Web application", "Web application → Authorization server", "Machine → API", "‹CODE_1›", "‹VERIFIER_1›",
		"‹REFRESH_TOKEN_1›", "‹PASSWORD_1›", `"typ": "at+jwt"`)
	for _, s := range []string{token, secret, "wonderland", "looking-glass"} {
		if strings.Contains(page, s) {
			t.Errorf("the log tells %q", s)
		}
	}
	for _, pair := range [][2]string{{"GET /callback", "POST /token"}, {"POST /token", "GET /userinfo"}} {
		if before, after := strings.Index(page, pair[0]), strings.Index(page, pair[1]); before < 0 || before > after {
			t.Errorf("%s stands at %d, what it led to, %s, at %d", pair[0], before, pair[1], after)
		}
	}
	resp, err := http.Get(g.URL() + "/log/messages")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw := make([]byte, 1<<20)
	n, _ := resp.Body.Read(raw)
	if strings.Contains(string(raw[:n]), "<script>") {
		t.Error("what others sent is not escaped")
	}
	g.post("/log/clear", nil)
	if _, page = g.get(g.URL() + "/log"); !strings.Contains(page, "Nothing has passed yet") {
		t.Error("the log is not cleared")
	}
}

// The settings and the faults are changed from the guide's own pages, and from nowhere else.
func TestOnlyTheLearnerChangesAnything(t *testing.T) {
	g := newRig(t, learn.Options{})
	for _, from := range [][]string{{"Origin: https://evil.example"}, {"Origin: " + g.App()}, {"Sec-Fetch-Site: cross-site"}, {"Sec-Fetch-Site: same-site"}} {
		for _, path := range []string{"/break", "/settings", "/log/clear"} {
			if resp, _ := g.do("POST", g.URL()+path, url.Values{"fault": {"code-replay"}, "opaque": {"on"}}, from...); resp.StatusCode != http.StatusForbidden {
				t.Errorf("%v to %s: %s", from, path, resp.Status)
			}
		}
	}
	r, err := http.NewRequest("GET", g.URL()+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "evil.example"
	if resp, _ := g.read(http.DefaultClient.Do(r)); resp.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("by another name: %s", resp.Status)
	}
	if g.Settings() != (learn.Settings{}) {
		t.Errorf("changed: %+v", g.Settings())
	}
	g.post("/settings", url.Values{"opaque": {"on"}})
	if !g.Settings().Opaque {
		t.Error("the learner's own change is not made")
	}
}

// A fault that is turned on is one of the servers that the learner talks to, whichever role's it is.
func TestBrokenIsBroken(t *testing.T) {
	g := newRig(t, learn.Options{})
	for _, c := range []struct{ fault, as, client, rs string }{
		{"", "no-store", "code_challenge_method=S256", "Bearer"},
		{"no-store-missing", "no-cache", "code_challenge_method=S256", "Bearer"},
		{"client/challenge-plain", "no-store", "challenge+method", "Bearer"},
		{"rs/basic-asked-for", "no-store", "code_challenge_method=S256", "Basic"},
	} {
		g.post("/break", url.Values{"fault": {c.fault}})
		resp, _ := g.do("POST", g.Issuer()+"/token", url.Values{"grant_type": {"client_credentials"}}, "Authorization: "+basic("batch", g.secret()))
		if got := resp.Header.Get("Cache-Control"); got != c.as {
			t.Errorf("%s: the authorization server says %q", c.fault, got)
		}
		if resp, _ = g.get(g.App() + "/private"); !strings.Contains(resp.Request.URL.RawQuery, c.client) {
			t.Errorf("%s: the application asks %s", c.fault, resp.Request.URL)
		}
		if resp, _ = g.get(g.API() + "/data"); !strings.HasPrefix(resp.Header.Get("WWW-Authenticate"), c.rs) {
			t.Errorf("%s: the API wants %q", c.fault, resp.Header.Get("WWW-Authenticate"))
		}
	}
}

// A fault that is turned on is on, is explained, and goes away again.
func TestBreaking(t *testing.T) {
	g := newRig(t, learn.Options{Try: func(f learn.Fault) (string, error) { return "seen: " + f.Violates, nil }})
	_, page := g.post("/break", url.Values{"fault": {"client/state-of-another-browser"}})
	g.wants(page, "Broken on purpose", "rfc6749-10.12-client-csrf", "An attacker's answer is brought back", "oauthspec prove --run")
	_, page = g.post("/break", url.Values{"check": {"yes"}})
	g.wants(page, "seen: rfc6749-10.12-client-csrf")
	if resp, _ := g.post("/break", url.Values{"fault": {"no-such"}}); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("a fault that is none: %s", resp.Status)
	}
	g.post("/break", url.Values{"fault": {""}})
	if f := g.Settings().Fault; f != "" {
		t.Errorf("still broken: %s", f)
	}
	for _, f := range g.Faults() {
		if err := g.Set(learn.Settings{Fault: f.Key()}); err != nil {
			t.Errorf("%s: %v", f.Key(), err)
		}
	}
}
