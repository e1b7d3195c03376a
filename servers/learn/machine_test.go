package learn_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/servers/learn"
)

var machineSecret = regexp.MustCompile(`-u batch:(\S+)`)

func (g *rig) secret() string { return machineSecret.FindStringSubmatch(g.Commands()[1].Line)[1] }

// token is one of the machine client, with a scope.
func (g *rig) token(scope string) (token, secret string) {
	g.t.Helper()
	secret = g.secret()
	resp, body := g.do("POST", g.Issuer()+"/token", url.Values{"grant_type": {"client_credentials"}, "scope": {scope}, "client_id": {"batch"}}, "Authorization: "+basic("batch", secret))
	var got struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil || resp.StatusCode != 200 {
		g.t.Fatalf("no token: %s\n%s", resp.Status, body)
	}
	return got.AccessToken, secret
}

// Rows 6, 12, 15, 17, 19: the second scenario.
func TestClientCredentials(t *testing.T) {
	for _, opaque := range []bool{false, true} {
		g := newRig(t, learn.Options{Settings: learn.Settings{Opaque: opaque}})
		token, secret := g.token("api:read")
		call := func(path, want string, headers ...string) {
			t.Helper()
			resp, body := g.do("GET", g.API()+path, nil, headers...)
			if got := resp.Status + " " + resp.Header.Get("WWW-Authenticate") + " " + body; !strings.Contains(got, want) {
				t.Errorf("opaque %v, %s: no %q in %s", opaque, path, want, got)
			}
		}
		call("/data", `"client_id":"batch"`, "Authorization: Bearer "+token)
		call("/admin", `error="insufficient_scope"`, "Authorization: Bearer "+token)
		call("/data", "401")
		call("/data", "resource_metadata=")
		call("/data?access_token="+token, "401")
		call("/data", `error="invalid_token"`, "Authorization: Bearer nonsense")
		call("/.well-known/oauth-protected-resource/data", g.Issuer())
		_, body := g.do("POST", g.Issuer()+"/introspect", url.Values{"token": {token}}, "Authorization: "+basic("batch", secret))
		g.wants(body, `"active":true`, `"aud":"`+g.API()+`/data"`)
	}
}

// Row 20: a page of any origin may read what a token alone opens, and a preflight needs none; nothing of it depends on a cookie.
func TestCORS(t *testing.T) {
	g := newRig(t, learn.Options{})
	for _, at := range []string{g.Issuer() + "/token", g.Issuer() + "/.well-known/openid-configuration", g.API() + "/data"} {
		resp, _ := g.do("OPTIONS", at, nil, "Origin: "+g.Page(), "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization")
		if got := resp.Header.Get("Access-Control-Allow-Origin"); got != "*" || resp.StatusCode/100 != 2 || resp.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %q, %s", at, got, resp.Status)
		}
	}
	if resp, _ := g.do("OPTIONS", g.Issuer()+"/authorize", nil, "Origin: "+g.Page(), "Access-Control-Request-Method: GET"); resp.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("the authorization endpoint is navigated to, and no page reads it")
	}
}
