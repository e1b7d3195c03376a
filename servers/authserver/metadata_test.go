package authserver

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

func get(s http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

func TestWellKnown(t *testing.T) {
	for _, c := range []struct {
		issuer, variant, path string
		status                int
	}{
		{"https://as.example", "oauth2.0", "/.well-known/oauth-authorization-server", 200},
		{"https://as.example", "oauth2.0", "/.well-known/openid-configuration", 404},
		{"https://as.example", "oauth2.0", "/.well-known/oauth-authorization-server/other", 404},
		{"https://as.example", "oidc", "/.well-known/openid-configuration", 200},
		{"https://as.example/one", "oidc", "/.well-known/oauth-authorization-server/one", 200},
		{"https://as.example/one", "oidc", "/one/.well-known/openid-configuration", 200},
		{"https://as.example/one", "oidc", "/.well-known/openid-configuration", 404},
		{"https://as.example/one", "oidc", "/one/jwks", 200},
		{"https://as.example/one", "oidc", "/jwks", 404},
	} {
		o, err := Defaults(c.variant)
		if err != nil {
			t.Fatal(err)
		}
		o.Issuer = c.issuer
		s, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		w := get(s, c.path)
		if w.Code != c.status {
			t.Errorf("%s %s: %d", c.issuer, c.path, w.Code)
		}
		if c.status == 200 && !strings.Contains(c.path, "jwks") && !strings.Contains(w.Body.String(), `"issuer":"`+c.issuer+`"`) {
			t.Error(w.Body)
		}
		if strings.Contains(w.Body.String(), `"d":`) {
			t.Error("a private key is published")
		}
	}
}

func TestNoMemberIsEmpty(t *testing.T) {
	for _, v := range Variants() {
		g := newRig(t, v)
		m := map[string]any{}
		oauthMetadata(g.s, m)
		openIDMetadata(g.s, m)
		for name, value := range m {
			if r := reflect.ValueOf(value); r.Kind() == reflect.Slice && r.Len() == 0 {
				t.Error(name)
			}
		}
	}
}

func TestResponseModes(t *testing.T) {
	g := newRig(t, "oidc")
	v := codeRequest("queryredir", redirectOne+"?tenant=a%20b&x=1")
	if out := g.authorize(v); out.Get("code") == "" || out.Get("tenant") != "a b" || out.Get("x") != "1" {
		t.Fatal(out)
	}
	v = codeRequest("web", redirectOne)
	g.authorize(v)
	v.Set("response_mode", "fragment")
	if out := g.authorize(v); out.Get("code") == "" {
		t.Fatal(out)
	}
	v.Set("response_mode", "form_post")
	v.Set("state", `"><script>alert(1)</script>`)
	resp, err := g.browser.Get(g.url + "/authorize?" + v.Encode())
	if err != nil {
		t.Fatal(err)
	}
	page := body(t, resp)
	if !strings.Contains(page, `action="`+redirectOne+`"`) || !strings.Contains(page, `name="code"`) || strings.Contains(page, "alert(1)</script>") ||
		!strings.Contains(page, "<script>"+submitScript+"</script>") || !strings.Contains(resp.Header.Get("Content-Security-Policy"), submitHash) {
		t.Fatal(page)
	}
}

// TestForgedForms posts the pages' forms from another browser, without their token, and twice.
func TestForgedForms(t *testing.T) {
	g := newRig(t, "oauth2.0")
	resp, err := g.browser.Get(g.url + "/authorize?" + codeRequest("web", redirectOne).Encode())
	if err != nil {
		t.Fatal(err)
	}
	h := resp.Header
	if h.Get("X-Frame-Options") != "DENY" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		t.Error(h)
	}
	form := url.Values{"username": {"alice"}, "password": {"alice-password-1"}}
	for _, m := range hidden.FindAllStringSubmatch(body(t, resp), -1) {
		form.Set(m[1], m[2])
	}
	if resp, err := http.DefaultClient.PostForm(g.url+"/login", form); err != nil || resp.StatusCode != 400 {
		t.Error("another browser", resp, err)
	}
	stolen := form.Get("csrf")
	form.Set("csrf", "x")
	if resp, err := g.browser.PostForm(g.url+"/login", form); err != nil || resp.StatusCode != 400 {
		t.Error("no token", resp, err)
	}
	form.Set("csrf", stolen)
	form.Set("password", "wrong")
	if resp, err := g.browser.PostForm(g.url+"/login", form); err != nil || !strings.Contains(body(t, resp), `role="alert"`) {
		t.Error("wrong password", err)
	}
	form.Set("password", "alice-password-1")
	if resp, err := g.browser.PostForm(g.url+"/login", form); err != nil || !strings.Contains(body(t, resp), `value="allow"`) {
		t.Error("right password", err)
	}
}

// FuzzEndpoints sends anything anywhere: no answer is a 5xx.
func FuzzEndpoints(f *testing.F) {
	o, err := Defaults("oidc")
	if err != nil {
		f.Fatal(err)
	}
	o.Issuer = "http://127.0.0.1:1"
	s, err := New(o)
	if err != nil {
		f.Fatal(err)
	}
	basic := "Basic d2ViOndlYi1zZWNyZXQtNWYwYzlmM2IyYTdkNGU2MWI4YzQ="
	for _, path := range []string{"/token", "/authorize", "/login", "/consent", "/introspect", "/revoke", "/userinfo", "/resource", "/jwks", "/.well-known/x"} {
		f.Add("POST", path, "application/x-www-form-urlencoded", basic, "grant_type=authorization_code&code=a&token=b&client_id=web")
		f.Add("GET", path, "", "Bearer x", "client_id=web&redirect_uri=x&claims={&id_token_hint=a.b.c&scope=openid&response_type=code")
	}
	f.Fuzz(func(t *testing.T, method, path, contentType, auth, params string) {
		r, err := http.NewRequest(method, "http://127.0.0.1:1", strings.NewReader(params))
		if err != nil {
			return
		}
		r.URL.Path, r.URL.RawQuery = path, params
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Authorization", auth)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatal(w.Code, w.Body)
		}
	})
}
