package authserver

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

func (g *rig) keys() (set jose.JSONWebKeySet) {
	resp, err := http.Get(g.url + "/jwks")
	if err != nil {
		g.t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(body(g.t, resp)), &set); err != nil {
		g.t.Fatal(err)
	}
	return set
}

// verify checks a JWT of the server against its published keys and gives its claims.
func (g *rig) verify(raw, alg string) map[string]any {
	g.t.Helper()
	jws, err := jose.ParseSignedCompact(raw, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(alg)})
	if err != nil {
		g.t.Fatal(err)
	}
	set := g.keys()
	keys := set.Key(jws.Signatures[0].Header.KeyID)
	if len(keys) != 1 {
		g.t.Fatal("no key for", jws.Signatures[0].Header.KeyID)
	}
	payload, err := jws.Verify(keys[0].Key)
	if err != nil {
		g.t.Fatal(err)
	}
	claims := map[string]any{}
	if err := json.Unmarshal(payload, &claims); err != nil {
		g.t.Fatal(err)
	}
	return claims
}

func openIDRequest(id, redirect string) url.Values {
	v := codeRequest(id, redirect)
	v.Set("scope", "openid profile email offline_access")
	v.Set("prompt", "consent")
	v.Set("nonce", "n")
	return v
}

func TestOpenID(t *testing.T) {
	g := newRig(t, "oidc")
	for id, alg := range map[string]string{"rs256": "RS256", "web": "ES256"} {
		out := g.authorize(openIDRequest(id, redirectOne))
		first := g.post("/token", id, redeem(out.Get("code"), redirectOne))
		claims := g.verify(first.str("id_token"), alg)
		if claims["nonce"] != "n" || claims["sub"] != alice().Sub || claims["aud"] != id || claims["iss"] != g.url ||
			claims["at_hash"] != leftHalf(alg, first.str("access_token")) {
			t.Fatal(claims)
		}
		req, _ := http.NewRequest("GET", g.url+"/userinfo", nil)
		req.Header.Set("Authorization", "Bearer "+first.str("access_token"))
		info := g.do(req)
		if info.str("sub") != alice().Sub || info.str("email") == "" || info.m["phone_number"] != nil {
			t.Fatal(info)
		}
		g.s.Rotate()
		form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {first.str("refresh_token")}, "scope": {"openid"}}
		second := g.post("/token", id, form)
		again := g.verify(second.str("id_token"), alg)
		if again["auth_time"] != claims["auth_time"] || again["nonce"] != nil || second.str("scope") != "openid" {
			t.Fatal(again, second)
		}
		form = url.Values{"grant_type": {"refresh_token"}, "refresh_token": {second.str("refresh_token")}}
		if third := g.post("/token", id, form); !strings.Contains(third.str("scope"), "email") {
			t.Fatal("the narrowed refresh narrowed the grant", third)
		}
	}
}

func TestNarrowedBelowOpenID(t *testing.T) {
	g := newRig(t, "oidc")
	first := g.post("/token", "web", redeem(g.authorize(openIDRequest("web", redirectOne)).Get("code"), redirectOne))
	a := g.post("/token", "web", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {first.str("refresh_token")}, "scope": {"email"}})
	if a.status != 200 || a.m["id_token"] != nil {
		t.Fatal(a)
	}
}

func TestPairwise(t *testing.T) {
	g := newRig(t, "oidc")
	sub := func(id string) string {
		uri := g.s.clients[id].Redirects[0]
		a := g.post("/token", id, redeem(g.authorize(openIDRequest(id, uri)).Get("code"), uri))
		return g.verify(a.str("id_token"), "ES256")["sub"].(string)
	}
	one, two, three := sub("pair1"), sub("pair2"), sub("pair3")
	if one != two || one == three || one == alice().Sub {
		t.Fatal(one, two, three)
	}
}

func TestSignedUserinfo(t *testing.T) {
	g := newRig(t, "oidc")
	a := g.post("/token", "signedinfo", redeem(g.authorize(openIDRequest("signedinfo", redirectOne)).Get("code"), redirectOne))
	req, _ := http.NewRequest("POST", g.url+"/userinfo", nil)
	req.Header.Set("Authorization", "Bearer "+a.str("access_token"))
	resp, err := http.DefaultClient.Do(req)
	if err != nil || resp.Header.Get("Content-Type") != "application/jwt" {
		t.Fatal(err, resp.Header)
	}
	if c := g.verify(body(t, resp), "RS256"); c["aud"] != "signedinfo" || c["email"] == "" {
		t.Fatal(c)
	}
}

func TestSingleSignOn(t *testing.T) {
	g := newRig(t, "oidc")
	v := openIDRequest("web", redirectOne)
	g.authorize(v)
	v.Set("prompt", "none")
	if out := g.authorize(v); out.Get("code") == "" {
		t.Fatal(out)
	}
	hint := g.post("/token", "web", redeem(g.authorize(v).Get("code"), redirectOne)).str("id_token")
	v.Set("id_token_hint", hint)
	if out := g.authorize(v); out.Get("code") == "" {
		t.Fatal(out)
	}
	v.Del("id_token_hint")
	v.Set("claims", `{"id_token":{"sub":{"value":"somebody else"}}}`)
	if out := g.authorize(v); out.Get("error") != "login_required" {
		t.Fatal(out)
	}
	v.Set("claims", `{"userinfo":{"email":null,"nonsense":{"essential":true}},"more":1}`)
	v.Set("client_id", "many")
	if out := g.authorize(v); out.Get("error") != "consent_required" {
		t.Fatal(out)
	}
	v.Set("client_id", "web")
	v.Set("max_age", "0")
	g.s.Advance(1e9)
	if out := g.authorize(v); out.Get("error") != "login_required" {
		t.Fatal(out)
	}
}

func TestJWTAccessToken(t *testing.T) {
	g := newRig(t, "oauth2.1")
	a := g.post("/token", "batch", url.Values{"grant_type": {"client_credentials"}})
	if c := g.verify(a.str("access_token"), "ES256"); c["client_id"] != "batch" || c["scope"] != "api:read api:write" || c["aud"] == nil {
		t.Fatal(c)
	}
	g = newRig(t, "oauth2.1", func(o *Options) { o.SigningAlgs = []string{"EdDSA"} })
	a = g.post("/token", "batch", url.Values{"grant_type": {"client_credentials"}})
	g.verify(a.str("access_token"), "EdDSA")
	if i := g.post("/introspect", "batch", url.Values{"token": {a.str("access_token")}}); i.m["active"] != true {
		t.Fatal(i)
	}
}
