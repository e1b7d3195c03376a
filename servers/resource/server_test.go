package resource

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
)

func TestFaultsNameWhatThereIs(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Faults() {
		if seen[f.Name] {
			t.Errorf("%s: twice", f.Name)
		}
		seen[f.Name] = true
		if !slices.Contains(Seams(), f.At) {
			t.Errorf("%s: there is no seam %s", f.Name, f.At)
		}
		o, err := Defaults(f.Variant)
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
			continue
		}
		f.Apply(&o) // on the variant that it names
	}
	if _, err := Defaults("what nobody has heard of"); err == nil {
		t.Error("an unknown variant is made")
	}
}

func TestNewRefusesWhatIsNoAddress(t *testing.T) {
	for _, at := range []string{"", "api.example", "http://", "https://api.example/"} {
		o, err := Defaults("")
		if err != nil {
			t.Fatal(err)
		}
		o.URL, o.Issuer = at, "https://as.example"
		if _, err := New(o); err == nil {
			t.Errorf("%q is taken for an address", at)
		}
	}
}

// Whoever makes tokens up does not have the API ask its issuer for keys each time, and is refused whether it asks or not.
func TestForgedTokensDoNotFloodTheIssuer(t *testing.T) {
	var asked atomic.Int64
	var issuer *httptest.Server
	issuer = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/jwks" {
			asked.Add(1)
			write(w, http.StatusOK, "application/json", map[string]any{"keys": []any{}})
			return
		}
		write(w, http.StatusOK, "application/json", map[string]any{"issuer": issuer.URL, "jwks_uri": issuer.URL + "/jwks"})
	}))
	defer issuer.Close()
	o, err := Defaults("jwt")
	if err != nil {
		t.Fatal(err)
	}
	o.URL, o.Issuer = "http://127.0.0.1:1", issuer.URL
	api, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	defer api.Close()
	part := base64.RawURLEncoding.EncodeToString
	token := part([]byte(`{"alg":"RS256","typ":"at+jwt","kid":"nobody"}`)) + "." + part([]byte(`{}`)) + "." + part([]byte("signature"))
	const tries = 50
	for range tries {
		r := httptest.NewRequest(http.MethodGet, "/data", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		if api.ServeHTTP(w, r); w.Code != http.StatusUnauthorized {
			t.Fatalf("a forged token is answered with %d", w.Code)
		}
	}
	if n := asked.Load(); n == 0 || n > tries/2 {
		t.Errorf("the issuer was asked for its keys %d times", n)
	}
}
