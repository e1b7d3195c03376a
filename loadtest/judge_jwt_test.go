package loadtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/servers"
)

// A signer makes JWT access tokens of one key.
type signer struct {
	t   *testing.T
	key jose.JSONWebKey
}

func newSigner(t *testing.T, kid string) signer {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return signer{t, jose.JSONWebKey{Key: k, KeyID: kid, Algorithm: "ES256", Use: "sig"}}
}

func (s signer) sign(claims map[string]any) string {
	w, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: s.key}, new(jose.SignerOptions).WithType("at+jwt"))
	if err != nil {
		s.t.Error(err)
		return ""
	}
	b, err := json.Marshal(claims)
	if err != nil {
		s.t.Error(err)
		return ""
	}
	o, err := w.Sign(b)
	if err != nil {
		s.t.Error(err)
		return ""
	}
	text, err := o.CompactSerialize()
	if err != nil {
		s.t.Error(err)
	}
	return text
}

// A JWT access token is verified with the published keys, and names the client that asked for it: each server here is
// right but for one thing.
func TestWrongJWTsAreSeen(t *testing.T) {
	published, other := newSigner(t, "1"), newSigner(t, "1")
	claims := func(client string, n int64) map[string]any {
		return map[string]any{"client_id": client, "sub": client, "jti": fmt.Sprint(n), "exp": time.Now().Unix() + 60}
	}
	for name, tc := range map[string]struct {
		token func(n int64) string
		check string
	}{
		"nothing wrong": {func(n int64) string { return published.sign(claims("m", n)) }, ""},
		"no client named": {func(n int64) string {
			return published.sign(map[string]any{"jti": fmt.Sprint(n)})
		}, ""},
		"signed by somebody else": {func(n int64) string { return other.sign(claims("m", n)) }, checkSignature},
		"changed after it was signed": {func(n int64) string {
			header, rest, _ := strings.Cut(published.sign(claims("m", n)), ".")
			_, signature, _ := strings.Cut(rest, ".")
			b, _ := json.Marshal(claims("m", n+1000))
			return header + "." + base64.RawURLEncoding.EncodeToString(b) + "." + signature
		}, checkSignature},
		"not signed": {func(n int64) string {
			b, _ := json.Marshal(claims("m", n))
			return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(b) + "."
		}, checkSignature},
		"for another client": {func(n int64) string { return published.sign(claims("somebody", n)) }, checkParty},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var n atomic.Int64
			mux := http.NewServeMux()
			mux.HandleFunc("/token", func(w http.ResponseWriter, _ *http.Request) { granted(w, tc.token(n.Add(1)), "") })
			mux.HandleFunc("/jwks", func(w http.ResponseWriter, _ *http.Request) {
				_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{published.key.Public()}})
			})
			s := httptest.NewServer(mux)
			defer s.Close()
			l := run1(t, Options{
				Target: servers.Target{Name: "stub", Profile: servers.Profile{Issuer: s.URL,
					Clients: []servers.Client{{Name: "m", Kind: servers.Machine, ID: "m", Secret: "s", Auth: "client_secret_basic"}}}},
				Facts: servers.Facts{Endpoints: map[string]string{"token": s.URL + "/token", "jwks": s.URL + "/jwks"}, Capabilities: map[string]string{"client_credentials": ""}},
				Flow:  "client_credentials", Schedule: Constant(200), Hold: time.Second, Workers: 4, Timeout: 10 * time.Second,
			})
			checked := map[string]bool{}
			for _, c := range l.Checks {
				if (c.Failed > 0) != (c.Name == tc.check) {
					t.Errorf("%s: %d of %d failed: %s", c.Name, c.Failed, c.Checked, c.First)
				}
				checked[c.Name] = true
			}
			if !checked[checkSignature] {
				t.Errorf("no signature was looked at: %v", l.Notes)
			}
			if want := map[bool]int64{true: 0, false: 2}[tc.check == ""]; l.Outcomes.WrongContent != want || l.Sent != 200 {
				t.Errorf("%d of %d wrong, want %d", l.Outcomes.WrongContent, l.Sent, want)
			}
		})
	}
}

// A user keeps a subject, and no two users share one (OpenID Connect Core section 2).
func TestSubjectsAreKept(t *testing.T) {
	j := newJudge("https://as.example")
	for i, tc := range []struct {
		client, user, sub string
		wrong             bool
	}{
		{"web", "alice", "1", false}, {"web", "alice", "1", false}, {"web", "bob", "2", false},
		{"other", "alice", "3", false}, // a pairwise subject
		{"web", "alice", "2", true}, {"web", "carol", "1", true}, {"web", "", "9", false}, {"web", "alice", "", false},
	} {
		if what := j.subject(tc.sub, party{client: tc.client, user: tc.user}); (what != "") != tc.wrong {
			t.Errorf("%d: %+v: %q", i, tc, what)
		}
	}
}
