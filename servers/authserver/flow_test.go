package authserver

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// rig is a server with a browser and a way to ask its token endpoint.
type rig struct {
	t       *testing.T
	s       *Server
	browser *http.Client
	url     string
}

func newRig(t *testing.T, variant string, change ...func(*Options)) *rig {
	t.Helper()
	var s *Server
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.ServeHTTP(w, r) }))
	t.Cleanup(srv.Close)
	o, err := Defaults(variant)
	if err != nil {
		t.Fatal(err)
	}
	o.Issuer = srv.URL
	for _, c := range change {
		c(&o)
	}
	if s, err = New(o); err != nil {
		t.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	stop := func(r *http.Request, _ []*http.Request) error {
		if !strings.HasPrefix(r.URL.String(), srv.URL) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return &rig{t, s, &http.Client{Jar: jar, CheckRedirect: stop}, srv.URL}
}

var hidden = regexp.MustCompile(`name="(i|csrf)" value="([^"]+)"`)

// authorize walks through sign-in and consent and gives the parameters of the response.
func (g *rig) authorize(params url.Values) url.Values {
	g.t.Helper()
	resp, err := g.browser.Get(g.url + "/authorize?" + params.Encode())
	for step := 0; ; step++ {
		if err != nil || step > 3 {
			g.t.Fatal("no end", err)
		}
		if loc, err := resp.Location(); err == nil {
			v := loc.Query()
			f, _ := url.ParseQuery(loc.Fragment)
			for k := range f {
				v[k] = f[k]
			}
			return v
		}
		page := body(g.t, resp)
		form := url.Values{"username": {"alice"}, "password": {"alice-password-1"}, "decision": {"allow"}}
		for _, m := range hidden.FindAllStringSubmatch(page, -1) {
			form.Set(m[1], m[2])
		}
		to := "/consent"
		if strings.Contains(page, `name="password"`) {
			to = "/login"
		}
		if !form.Has("i") {
			g.t.Fatalf("page %d: %s", resp.StatusCode, page)
		}
		resp, err = g.browser.PostForm(g.url+to, form)
	}
}

func body(t *testing.T, resp *http.Response) string {
	t.Helper()
	t.Helper()
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

type answer struct {
	status int
	header http.Header
	m      map[string]any
}

func (a answer) str(name string) string { s, _ := a.m[name].(string); return s }

// post asks an endpoint as a client with Basic credentials, or as a public one.
func (g *rig) post(path, id string, form url.Values) answer {
	g.t.Helper()
	c := g.s.clients[id]
	if c.Secret == "" {
		form.Set("client_id", id)
	}
	req, _ := http.NewRequest("POST", g.url+path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if c.Secret != "" {
		req.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(c.Secret))
	}
	return g.do(req)
}

func (g *rig) do(req *http.Request) answer {
	g.t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		g.t.Fatal(err)
	}
	a := answer{resp.StatusCode, resp.Header, map[string]any{}}
	if b := body(g.t, resp); b != "" {
		if err := json.Unmarshal([]byte(b), &a.m); err != nil {
			g.t.Logf("not JSON: %s", b)
		}
	}
	return a
}

func (g *rig) resource(token string) answer {
	req, _ := http.NewRequest("GET", g.url+"/resource", nil)
	req.Header.Set("Authorization", "Bearer "+token)
	return g.do(req)
}

const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
const challengeS256 = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

func codeRequest(id, redirect string) url.Values {
	return url.Values{"response_type": {"code"}, "client_id": {id}, "redirect_uri": {redirect}, "state": {"x y&z"},
		"code_challenge": {challengeS256}, "code_challenge_method": {"S256"}}
}

func redeem(code, redirect string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect}, "code_verifier": {verifier}}
}

func TestCodeFlow(t *testing.T) {
	for _, variant := range Variants() {
		for _, id := range []string{"web", "spa", "native"} {
			t.Run(variant+"/"+id, func(t *testing.T) {
				g := newRig(t, variant)
				redirect := redirectOne
				if id == "native" {
					redirect = "http://127.0.0.1:4711/cb"
				}
				out := g.authorize(codeRequest(id, redirect))
				if out.Get("code") == "" || out.Get("state") != "x y&z" || out.Get("iss") != g.url {
					t.Fatal(out)
				}
				first := g.post("/token", id, redeem(out.Get("code"), redirect))
				if first.status != 200 || first.str("access_token") == "" || first.str("refresh_token") == "" || first.m["expires_in"] != 3600.0 {
					t.Fatal(first)
				}
				if r := g.resource(first.str("access_token")); r.status != 200 || r.str("sub") == "" {
					t.Fatal(r)
				}
				second := g.post("/token", id, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {first.str("refresh_token")}})
				if second.status != 200 || second.str("refresh_token") == first.str("refresh_token") {
					t.Fatal(second)
				}
				if r := g.post("/token", id, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {first.str("refresh_token")}}); r.status != 400 || r.str("error") != "invalid_grant" {
					t.Fatal("reuse", r)
				}
				if r := g.resource(second.str("access_token")); r.status != 401 || r.str("error") != "invalid_token" {
					t.Fatal("after reuse", r)
				}
				if r := g.post("/token", id, redeem(out.Get("code"), redirect)); r.str("error") != "invalid_grant" {
					t.Fatal("replay", r)
				}
			})
		}
	}
}

func TestClientCredentials(t *testing.T) {
	for _, variant := range Variants() {
		g := newRig(t, variant)
		for _, id := range []string{"batch", "web", "percent%20id", "accentéid"} {
			r := g.post("/token", id, url.Values{"grant_type": {"client_credentials"}, "scope": {"api:read"}})
			if r.status != 200 || r.str("scope") != "api:read" || r.header.Get("Cache-Control") != "no-store" {
				t.Fatal(variant, id, r)
			}
			if i := g.post("/introspect", "web", url.Values{"token": {r.str("access_token")}}); i.m["active"] != true {
				t.Fatal(i)
			}
			g.s.Advance(time.Hour)
			if i := g.resource(r.str("access_token")); i.status != 401 {
				t.Fatal(i)
			}
		}
	}
}
