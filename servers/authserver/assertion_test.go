package authserver

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// assert signs a client assertion with one of the keys of a JWK Set, or with a secret.
func assert(t *testing.T, signing jose.SigningKey, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(signing, nil)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jws.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func clientKey(t *testing.T, alg string) any {
	t.Helper()
	k, err := key(alg, clientGeneration)
	if err != nil {
		t.Fatal(err)
	}
	return k.Key
}

func (g *rig) withAssertion(raw string) answer {
	form := url.Values{"grant_type": {"client_credentials"}, "client_assertion_type": {assertionType}, "client_assertion": {raw}}
	req, _ := http.NewRequest("POST", g.url+"/token", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return g.do(req)
}

func TestAssertions(t *testing.T) {
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "."
	for _, c := range []struct {
		name    string
		variant string
		id      string
		alg     string
		change  func(g *rig, m map[string]any)
		good    bool
	}{
		{"ES256", "oauth2.0", "jwt", "ES256", nil, true},
		{"RS256", "oauth2.0", "jwt", "RS256", nil, true},
		{"HS256", "oauth2.0", "sjwt", "HS256", nil, true},
		{"issuer as audience in 2.1", "oauth2.1", "jwt", "ES256", nil, true},
		{"token URL as audience", "oauth2.0", "jwt", "ES256", func(g *rig, m map[string]any) { m["aud"] = g.url + "/token" }, true},
		{"token URL as audience in 2.1", "oauth2.1", "jwt", "ES256", func(g *rig, m map[string]any) { m["aud"] = g.url + "/token" }, false},
		{"another audience", "oauth2.0", "jwt", "ES256", func(_ *rig, m map[string]any) { m["aud"] = "https://x.example" }, false},
		{"no audience", "oauth2.0", "jwt", "ES256", func(_ *rig, m map[string]any) { delete(m, "aud") }, false},
		{"no expiry", "oauth2.0", "jwt", "ES256", func(_ *rig, m map[string]any) { delete(m, "exp") }, false},
		{"expired", "oauth2.0", "jwt", "ES256", func(_ *rig, m map[string]any) { m["exp"] = time.Now().Unix() - 60 }, false},
		{"ten years", "oauth2.0", "jwt", "ES256", func(_ *rig, m map[string]any) { m["exp"] = time.Now().Unix() + 3e8 }, false},
		{"of the future", "oauth2.0", "jwt", "ES256", func(_ *rig, m map[string]any) { m["nbf"] = time.Now().Unix() + 600 }, false},
		{"no jti", "oauth2.0", "jwt", "ES256", func(_ *rig, m map[string]any) { delete(m, "jti") }, false},
		{"another issuer", "oauth2.0", "jwt", "ES256", func(_ *rig, m map[string]any) { m["iss"] = "web" }, false},
		{"another subject", "oauth2.0", "jwt", "ES256", func(_ *rig, m map[string]any) { m["sub"] = "sjwt" }, false},
		{"a number as subject", "oauth2.0", "jwt", "ES256", func(_ *rig, m map[string]any) { m["sub"] = 7 }, false},
		{"HS256 with a private_key_jwt client", "oauth2.0", "jwt", "HS256", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := newRig(t, c.variant)
			claims := map[string]any{"iss": c.id, "sub": c.id, "aud": g.url, "exp": time.Now().Unix() + 60, "jti": "one"}
			if c.change != nil {
				c.change(g, claims)
			}
			signing := jose.SigningKey{Algorithm: jose.SignatureAlgorithm(c.alg)}
			if c.alg == "HS256" {
				signing.Key = []byte(g.s.clients["sjwt"].Secret)
			} else {
				signing.Key = clientKey(t, c.alg)
			}
			raw := assert(t, signing, claims)
			a := g.withAssertion(raw)
			if c.good != (a.status == 200) || !c.good && a.str("error") != "invalid_client" {
				t.Fatal(a)
			}
			if again := g.withAssertion(raw); again.str("error") != "invalid_client" {
				t.Fatal("a jti twice", again)
			}
			body := strings.Split(raw, ".")[1]
			for _, bad := range []string{none + body + ".", "", "a.b.c", strings.TrimSuffix(raw, raw[len(raw)-4:]) + "AAAA"} {
				if a := g.withAssertion(bad); a.status != 401 || a.str("error") != "invalid_client" {
					t.Fatal(bad, a)
				}
			}
		})
	}
}

func TestClientKeysAreFetchedAgain(t *testing.T) {
	generation := int32(clientGeneration)
	jwks := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		k, _ := key("ES256", generation)
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{k.Public()}})
	}))
	defer jwks.Close()
	g := newRig(t, "oauth2.0", func(o *Options) {
		for i := range o.Clients {
			if o.Clients[i].ID == "jwt" {
				o.Clients[i].Keys, o.Clients[i].JWKSURI = nil, jwks.URL
			}
		}
	})
	for _, generation = range []int32{clientGeneration, clientGeneration - 1} {
		k, err := key("ES256", generation)
		if err != nil {
			t.Fatal(err)
		}
		claims := map[string]any{"iss": "jwt", "sub": "jwt", "aud": g.url, "exp": time.Now().Unix() + 60, "jti": k.KeyID}
		if a := g.withAssertion(assert(t, jose.SigningKey{Algorithm: "ES256", Key: *k}, claims)); a.status != 200 {
			t.Fatal(generation, a)
		}
	}
}
