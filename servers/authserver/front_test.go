package authserver

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestTokenFront sends what fosite alone would answer otherwise.
func TestTokenFront(t *testing.T) {
	g := newRig(t, "oauth2.0")
	basicOf := func(id, secret string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(id)+":"+url.QueryEscape(secret)))
	}
	web := basicOf("web", g.s.clients["web"].Secret)
	const form, cc = "application/x-www-form-urlencoded", "grant_type=client_credentials"
	for _, c := range []struct {
		name, auth, contentType, body string
		status                        int
		code                          string
	}{
		{"grant type missing", web, form, "scope=api:read", 400, "invalid_request"},
		{"grant type empty", web, form, "grant_type=", 400, "invalid_request"},
		{"grant type unknown", web, form, "grant_type=foo", 400, "unsupported_grant_type"},
		{"grant type unknown URI", web, form, "grant_type=urn:example:x", 400, "unsupported_grant_type"},
		{"password", web, form, "grant_type=password&username=alice&password=x", 400, "unsupported_grant_type"},
		{"no client", "", form, cc, 401, "invalid_client"},
		{"wrong secret", basicOf("web", "nope"), form, cc, 401, "invalid_client"},
		{"unknown client", basicOf("nobody", "nope"), form, cc, 401, "invalid_client"},
		{"Basic garbage", "Basic !!!", form, cc, 401, "invalid_client"},
		{"Basic bad escape", "Basic " + base64.StdEncoding.EncodeToString([]byte("web:%zz")), form, cc, 401, "invalid_client"},
		{"two ways", web, form, cc + "&client_id=web&client_secret=x", 400, "invalid_request"},
		{"two ways, assertion", web, form, cc + "&client_assertion=x&client_assertion_type=y", 400, "invalid_request"},
		{"client_id of another", web, form, cc + "&client_id=web2", 401, "invalid_client"},
		{"client_id of its own", web, form, cc + "&client_id=web", 200, ""},
		{"confidential without secret", "", form, cc + "&client_id=web", 401, "invalid_client"},
		{"public client credentials", "", form, cc + "&client_id=spa", 400, "unauthorized_client"},
		{"not its grant", basicOf("batch", g.s.clients["batch"].Secret), form, "grant_type=refresh_token&refresh_token=x", 400, "unauthorized_client"},
		{"grant type twice", web, form, cc + "&" + cc, 400, "invalid_request"},
		{"scope twice", web, form, cc + "&scope=api:read&scope=api:write", 400, "invalid_request"},
		{"JSON", web, "application/json", `{"grant_type":"client_credentials"}`, 400, "invalid_request"},
		{"multipart", web, "multipart/form-data; boundary=x", "--x--", 400, "invalid_request"},
		{"no content type", web, "", cc, 400, "invalid_request"},
		{"content type with charset", web, form + ";charset=UTF-8", cc, 200, ""},
		{"bad escape", web, form, cc + "&x=%zz", 400, "invalid_request"},
		{"null byte", web, form, cc + "&scope=a%00b", 400, "invalid_request"},
		{"invalid UTF-8", web, form, cc + "&scope=%ff", 400, "invalid_request"},
		{"semicolon", web, form, cc + ";scope=x", 400, "invalid_request"},
		{"large", web, form, cc + "&x=" + strings.Repeat("a", maxBody), 413, "invalid_request"},
		{"scope unknown", web, form, cc + "&scope=nope", 400, "invalid_scope"},
		{"scope case", web, form, cc + "&scope=API:READ", 400, "invalid_scope"},
		{"scope with quote", web, form, cc + "&scope=%22", 400, "invalid_scope"},
		{"scope empty", web, form, cc + "&scope=", 200, ""},
		{"unknown parameter", web, form, cc + "&nonsense=1", 200, ""},
		{"code missing", web, form, "grant_type=authorization_code", 400, "invalid_request"},
		{"code unknown", web, form, "grant_type=authorization_code&code=x", 400, "invalid_grant"},
		{"refresh token missing", web, form, "grant_type=refresh_token", 400, "invalid_request"},
		{"refresh token unknown", web, form, "grant_type=refresh_token&refresh_token=x", 400, "invalid_grant"},
		{"assertion garbage", "", form, cc + "&client_assertion_type=" + assertionType + "&client_assertion=x.y.z", 401, "invalid_client"},
		{"assertion without type", "", form, cc + "&client_assertion=x", 401, "invalid_client"},
	} {
		t.Run(c.name, func(t *testing.T) {
			req, _ := http.NewRequest("POST", g.url+"/token", strings.NewReader(c.body))
			req.Header.Set("Content-Type", c.contentType)
			if c.auth != "" {
				req.Header.Set("Authorization", c.auth)
			}
			a := g.do(req)
			if a.status != c.status || a.str("error") != c.code {
				t.Fatal(a)
			}
			if challenged := a.header.Get("WWW-Authenticate") != ""; challenged != (a.status == 401) {
				t.Error("WWW-Authenticate:", a.header)
			}
			if a.header.Get("Cache-Control") != "no-store" || a.header.Get("Pragma") != "no-cache" {
				t.Error(a.header)
			}
			if c.status == 200 && (a.str("token_type") != "Bearer" || a.m["refresh_token"] != nil) {
				t.Error(a.m)
			}
		})
	}
	req, _ := http.NewRequest("GET", g.url+"/token?"+cc, nil)
	req.Header.Set("Authorization", web)
	if a := g.do(req); a.status != 405 || a.header.Get("Allow") != "POST" || a.str("error") != "invalid_request" {
		t.Error("GET", a)
	}
}

func TestWrongSecretsAreThrottled(t *testing.T) {
	g := newRig(t, "oauth2.0")
	wrong := url.Values{"grant_type": {"client_credentials"}, "client_id": {"post"}, "client_secret": {"nope"}}
	ask := func() answer {
		req, _ := http.NewRequest("POST", g.url+"/token", strings.NewReader(wrong.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return g.do(req)
	}
	for range g.s.o.WrongLimit {
		if a := ask(); a.status != 401 {
			t.Fatal(a)
		}
	}
	if a := ask(); a.status != 429 || a.header.Get("Retry-After") == "" {
		t.Fatal(a)
	}
	g.s.Advance(1e9)
	if a := ask(); a.status != 401 {
		t.Fatal(a)
	}
}

// TestAuthorizeFront tells which errors go to the client and which stay on a page.
func TestAuthorizeFront(t *testing.T) {
	for _, c := range []struct {
		name    string
		variant string
		change  func(url.Values)
		code    string // empty: a page at the server, without a redirect
	}{
		{"unknown client", "oauth2.0", func(v url.Values) { v.Set("client_id", "nobody") }, ""},
		{"no client", "oauth2.0", func(v url.Values) { v.Del("client_id") }, ""},
		{"client twice", "oauth2.0", func(v url.Values) { v.Add("client_id", "web") }, ""},
		{"redirect twice", "oauth2.0", func(v url.Values) { v.Add("redirect_uri", redirectOne) }, ""},
		{"redirect of another", "oauth2.0", func(v url.Values) { v.Set("redirect_uri", redirectTwo) }, ""},
		{"redirect with a slash", "oauth2.0", func(v url.Values) { v.Set("redirect_uri", redirectOne+"/") }, ""},
		{"redirect with a fragment", "oauth2.0", func(v url.Values) { v.Set("redirect_uri", redirectOne+"#x") }, ""},
		{"redirect relative", "oauth2.0", func(v url.Values) { v.Set("redirect_uri", "/cb") }, ""},
		{"redirect port", "oauth2.0", func(v url.Values) { v.Set("redirect_uri", "https://client.example:444/cb") }, ""},
		{"redirect missing", "oauth2.0", func(v url.Values) { v.Del("redirect_uri") }, ""},
		{"response type missing", "oauth2.0", func(v url.Values) { v.Del("response_type") }, "invalid_request"},
		{"response type unknown", "oauth2.0", func(v url.Values) { v.Set("response_type", "foo") }, "unsupported_response_type"},
		{"implicit", "oauth2.0", func(v url.Values) { v.Set("response_type", "token") }, "unsupported_response_type"},
		{"response type twice", "oauth2.0", func(v url.Values) { v.Add("response_type", "code") }, "invalid_request"},
		{"mode unknown", "oauth2.0", func(v url.Values) { v.Set("response_mode", "foo") }, "invalid_request"},
		{"scope unknown", "oauth2.0", func(v url.Values) { v.Set("scope", "nope") }, "invalid_scope"},
		{"request object", "oauth2.0", func(v url.Values) { v.Set("request", "x") }, "request_not_supported"},
		{"request URI", "oauth2.0", func(v url.Values) { v.Set("request_uri", "https://x.example/") }, "request_uri_not_supported"},
		{"registration", "oidc", func(v url.Values) { v.Set("registration", "{}") }, "registration_not_supported"},
		{"challenge short", "oauth2.0", func(v url.Values) { v.Set("code_challenge", "abc") }, "invalid_request"},
		{"method unknown", "oauth2.0", func(v url.Values) { v.Set("code_challenge_method", "S512") }, "invalid_request"},
		{"plain in 2.1", "oauth2.1", func(v url.Values) { v.Set("code_challenge_method", "plain") }, "invalid_request"},
		{"no PKCE in 2.1", "oauth2.1", func(v url.Values) { v.Del("code_challenge"); v.Del("code_challenge_method") }, "invalid_request"},
		{"not its response type", "oauth2.0", func(v url.Values) { v.Set("client_id", "nocode") }, "unauthorized_client"},
		{"prompt none", "oidc", func(v url.Values) { v.Set("prompt", "none") }, "login_required"},
		{"prompt contradiction", "oidc", func(v url.Values) { v.Set("prompt", "none login") }, "invalid_request"},
		{"acr out of reach", "oidc", func(v url.Values) {
			v.Set("claims", `{"id_token":{"acr":{"essential":true,"value":"gold"}}}`)
		}, "unmet_authentication_requirements"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := newRig(t, c.variant)
			v := codeRequest("web", redirectOne)
			c.change(v)
			resp, err := g.browser.Get(g.url + "/authorize?" + v.Encode())
			if err != nil {
				t.Fatal(err)
			}
			page := body(t, resp)
			loc, err := resp.Location()
			if c.code == "" {
				if err == nil || resp.StatusCode != 400 || !strings.Contains(page, "<h1>") {
					t.Fatal(resp.StatusCode, resp.Header, page)
				}
				return
			}
			if err != nil {
				t.Fatal("no redirect", resp.StatusCode, page)
			}
			q := loc.Query()
			if q.Get("error") != c.code || q.Get("state") != "x y&z" || q.Get("iss") != g.url || q.Has("code") {
				t.Fatal(loc)
			}
		})
	}
}

func TestLoopbackPort(t *testing.T) {
	for uri, want := range map[string]string{
		"http://127.0.0.1:1234/cb":       "http://127.0.0.1/cb",
		"http://[::1]:1/cb":              "http://[::1]/cb",
		"http://localhost:65535/cb":      "http://localhost/cb",
		"http://127.0.0.1:x@evil/cb":     "http://127.0.0.1:x@evil/cb",
		"http://127.0.0.1:12@evil/cb":    "http://127.0.0.1:12@evil/cb",
		"http://127.0.0.1:123456/cb":     "http://127.0.0.1:123456/cb",
		"http://127.0.0.1.evil:1/cb":     "http://127.0.0.1.evil:1/cb",
		"https://127.0.0.1:1234/cb":      "https://127.0.0.1:1234/cb",
		"https://client.example:1234/cb": "https://client.example:1234/cb",
	} {
		if got := withoutLoopbackPort(uri); got != want {
			t.Errorf("%s: %s", uri, got)
		}
	}
}
