package oauth

import (
	"net/http"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

func TestAProofIsMadeForItsRequest(t *testing.T) {
	k, err := FreshKey(jose.ES256)
	if err != nil {
		t.Fatal(err)
	}
	r := Request{Method: http.MethodGet, URL: "https://api.example/data?a=b#c"}
	if r, err = r.Apply(Prover{jose.ES256, k}.Proving(time.Unix(1700000000, 0), "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU", "n")); err != nil {
		t.Fatal(err)
	}
	p, err := ParseJWT(r.Header.Get("DPoP"))
	if err != nil {
		t.Fatal(err)
	}
	// The hash is that of RFC 9449 section 7.1.
	if p.Header["typ"] != "dpop+jwt" || p.Text("htm") != "GET" || p.Text("htu") != "https://api.example/data" || p.Text("nonce") != "n" ||
		p.Text("ath") != "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo" || p.Text("jti") == "" {
		t.Error(p)
	}
	if err := p.Verify(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: k.Public()}}}); err != nil {
		t.Error(err)
	}
}

func TestANonceIsDemanded(t *testing.T) {
	nonce := func(status int, challenge, body string) string {
		a := Read(status, "application/json", []byte(body))
		a.Header.Set("DPoP-Nonce", "n")
		a.Header.Set("WWW-Authenticate", challenge)
		return a.NewNonce()
	}
	for _, wanted := range []string{nonce(400, "", `{"error":"use_dpop_nonce"}`), nonce(401, `DPoP error="use_dpop_nonce"`, "")} {
		if wanted != "n" {
			t.Error(wanted)
		}
	}
	for _, not := range []string{nonce(200, "", `{"access_token":"t"}`), nonce(400, "", `{"error":"invalid_grant"}`), nonce(401, `DPoP error="invalid_token"`, "")} {
		if not != "" {
			t.Error(not)
		}
	}
}
