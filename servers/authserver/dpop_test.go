package authserver

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// prover proves that it holds a key, with the nonce that it was told last.
type prover struct {
	*rig
	key   *ecdsa.PrivateKey
	nonce string
}

func newProver(g *rig) *prover {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		g.t.Fatal(err)
	}
	return &prover{rig: g, key: k}
}

func (p *prover) jkt() string {
	sum, err := (&jose.JSONWebKey{Key: p.key.Public()}).Thumbprint(crypto.SHA256)
	if err != nil {
		p.t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(sum)
}

// proof is a good one, changed.
func (p *prover) proof(method, path string, change func(header map[string]any, claims map[string]any)) string {
	p.t.Helper()
	id, _ := p.s.random()
	header := map[string]any{"typ": "dpop+jwt", "jwk": jose.JSONWebKey{Key: p.key.Public()}}
	claims := map[string]any{"jti": id, "htm": method, "htu": p.url + path, "iat": p.s.now().Unix(), "nonce": p.nonce}
	if change != nil {
		change(header, claims)
	}
	o := &jose.SignerOptions{}
	for k, v := range header {
		o.WithHeader(jose.HeaderKey(k), v)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: p.key}, o)
	if err != nil {
		p.t.Fatal(err)
	}
	b, _ := json.Marshal(claims)
	jws, err := signer.Sign(b)
	if err != nil {
		p.t.Fatal(err)
	}
	raw, err := jws.CompactSerialize()
	if err != nil {
		p.t.Fatal(err)
	}
	return raw
}

// token asks the token endpoint with these proofs.
func (p *prover) token(id string, form url.Values, proofs ...string) answer {
	p.t.Helper()
	if p.s.clients[id].Secret == "" {
		form.Set("client_id", id)
	}
	req, _ := http.NewRequest("POST", p.url+"/token", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header["Dpop"] = proofs
	if s := p.s.clients[id].Secret; s != "" {
		req.SetBasicAuth(id, s)
	}
	return p.do(req)
}

// userinfo asks with a token in a scheme.
func (p *prover) userinfo(scheme, token string, proofs ...string) answer {
	p.t.Helper()
	req, _ := http.NewRequest("GET", p.url+"/userinfo", nil)
	req.Header.Set("Authorization", scheme+" "+token)
	req.Header["Dpop"] = proofs
	return p.do(req)
}

func (p *prover) hashed(token string) func(_, claims map[string]any) {
	sum := sha256.Sum256([]byte(token))
	return func(_, c map[string]any) { c["ath"] = base64.RawURLEncoding.EncodeToString(sum[:]) }
}

func own() url.Values { return url.Values{"grant_type": {"client_credentials"}} }

// learn takes the nonce from a refusal that demands one.
func (p *prover) learn() {
	p.t.Helper()
	a := p.token("batch", own(), p.proof("POST", "/token", nil))
	if a.status != 400 || a.str("error") != "use_dpop_nonce" || len(a.header["Dpop-Nonce"]) != 1 {
		p.t.Fatal(a)
	}
	p.nonce = a.header.Get("DPoP-Nonce")
}

func TestAProofIsChecked(t *testing.T) {
	g := newRig(t, "oauth2.0")
	p := newProver(g)
	p.learn()
	if a := p.token("batch", own(), p.proof("POST", "/token", nil)); a.status != 200 || a.str("token_type") != "DPoP" || a.header.Get("DPoP-Nonce") != p.nonce {
		t.Fatal(a)
	}
	if a := g.post("/token", "batch", own()); a.status != 200 || a.str("token_type") != "Bearer" {
		t.Fatal("without a proof", a)
	}
	claim := func(name string, v any) func(_, claims map[string]any) {
		return func(_, c map[string]any) {
			if c[name] = v; v == nil {
				delete(c, name)
			}
		}
	}
	ago := func(d time.Duration) any { return g.s.now().Add(-d).Unix() }
	for name, c := range map[string]struct {
		change func(header, claims map[string]any)
		error  string
	}{
		"no jti":                {claim("jti", nil), "invalid_dpop_proof"},
		"jti in the wrong case": {func(_, c map[string]any) { c["JTI"] = c["jti"]; delete(c, "jti") }, "invalid_dpop_proof"},
		"no htm":                {claim("htm", nil), "invalid_dpop_proof"},
		"no htu":                {claim("htu", nil), "invalid_dpop_proof"},
		"no iat":                {claim("iat", nil), "invalid_dpop_proof"},
		"iat as text":           {claim("iat", "1"), "invalid_dpop_proof"},
		"iat beyond numbers":    {claim("iat", json.Number("1e400")), "invalid_dpop_proof"},
		"another method":        {claim("htm", "GET"), "invalid_dpop_proof"},
		"another URI":           {claim("htu", g.url+"/userinfo"), "invalid_dpop_proof"},
		"another host":          {claim("htu", "https://elsewhere.example/token"), "invalid_dpop_proof"},
		"a query and fragment":  {claim("htu", g.url+"/token?a=b#c"), ""},
		"an equal URI":          {claim("htu", strings.Replace(g.url, "http:", "HTTP:", 1)+"/a/../%74oken"), ""},
		"old":                   {claim("iat", ago(2*time.Minute)), "invalid_dpop_proof"},
		"of the future":         {claim("iat", ago(-2*time.Minute)), "invalid_dpop_proof"},
		"a little ahead":        {claim("iat", ago(-10*time.Second)), ""},
		"more claims":           {claim("nbf", 1), ""},
		"another type":          {func(h, _ map[string]any) { h["typ"] = "JWT" }, "invalid_dpop_proof"},
		"another key":           {func(h, _ map[string]any) { h["jwk"] = jose.JSONWebKey{Key: newProver(g).key.Public()} }, "invalid_dpop_proof"},
		"no key":                {func(h, _ map[string]any) { delete(h, "jwk") }, "invalid_dpop_proof"},
		"a private key":         {func(h, _ map[string]any) { h["jwk"] = jose.JSONWebKey{Key: p.key} }, "invalid_dpop_proof"},
		"no nonce":              {claim("nonce", nil), "use_dpop_nonce"},
		"another nonce":         {claim("nonce", "made-up"), "use_dpop_nonce"},
	} {
		a := p.token("batch", own(), p.proof("POST", "/token", c.change))
		if (a.status == 200) != (c.error == "") || a.str("error") != c.error {
			t.Errorf("%s: %v", name, a)
		}
		if a.header.Get("DPoP-Nonce") != p.nonce {
			t.Errorf("%s: nonce %q", name, a.header.Get("DPoP-Nonce"))
		}
	}
	good := func() string { return p.proof("POST", "/token", nil) }
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"dpop+jwt","alg":"none"}`)) + "." + strings.Split(good(), ".")[1] + "."
	once := good()
	p.token("batch", own(), once)
	for name, proofs := range map[string][]string{
		"two headers": {good(), good()}, "two in one": {good() + ", " + good()}, "empty": {""}, "no JWT": {"a.b"}, "unsigned": {none}, "used before": {once},
		"with a line break": {strings.Replace(good(), ".", "\t.", 1)},
	} {
		if a := p.token("batch", own(), proofs...); a.status != 400 || a.str("error") != "invalid_dpop_proof" {
			t.Errorf("%s: %v", name, a)
		}
	}
}

func TestANonceIsKnownForAWhile(t *testing.T) {
	g := newRig(t, "oauth2.0")
	p := newProver(g)
	p.learn()
	g.s.Advance(g.s.o.Lifetimes.Nonce / 2)
	a := p.token("batch", own(), p.proof("POST", "/token", nil))
	if next := a.header.Get("DPoP-Nonce"); a.status != 200 || next == "" || next == p.nonce {
		t.Fatal("it is replaced on success", a)
	}
	g.s.Advance(g.s.o.Lifetimes.Nonce)
	if a := p.token("batch", own(), p.proof("POST", "/token", nil)); a.str("error") != "use_dpop_nonce" {
		t.Fatal(a)
	}
}

func TestTokensAreBoundToKeys(t *testing.T) {
	g := newRig(t, "oidc")
	p, other := newProver(g), newProver(g)
	p.learn()
	other.nonce = p.nonce
	v := codeRequest("spa", redirectOne)
	v.Set("scope", "openid offline_access")
	v.Set("prompt", "consent")
	v.Set("dpop_jkt", p.jkt())
	code := redeem(g.authorize(v).Get("code"), redirectOne)
	if a := p.token("spa", code, other.proof("POST", "/token", nil)); a.str("error") != "invalid_grant" {
		t.Fatal("a code by another key", a)
	}
	if a := p.token("spa", code); a.str("error") != "invalid_grant" {
		t.Fatal("a code without proof", a)
	}
	a := p.token("spa", code, p.proof("POST", "/token", nil))
	if a.status != 200 || a.str("token_type") != "DPoP" {
		t.Fatal(a)
	}
	token, refresh := a.str("access_token"), url.Values{"grant_type": {"refresh_token"}, "refresh_token": {a.str("refresh_token")}}
	i := g.post("/introspect", "web", url.Values{"token": {token}})
	if cnf, _ := i.m["cnf"].(map[string]any); cnf["jkt"] != p.jkt() || i.m["token_type"] != "DPoP" {
		t.Fatal(i)
	}
	get := func(change func(h, c map[string]any)) string { return p.proof("GET", "/userinfo", change) }
	for name, c := range map[string]struct {
		scheme, error string
		proofs        []string
	}{
		"good":            {"DPoP", "", []string{get(p.hashed(token))}},
		"scheme in lower": {"dpop", "", []string{get(p.hashed(token))}},
		"as bearer":       {"Bearer", "invalid_token", []string{get(p.hashed(token))}},
		"no proof":        {"DPoP", "invalid_dpop_proof", nil},
		"no hash":         {"DPoP", "invalid_dpop_proof", []string{get(nil)}},
		"another hash":    {"DPoP", "invalid_dpop_proof", []string{get(p.hashed("other"))}},
		"another key":     {"DPoP", "invalid_token", []string{other.proof("GET", "/userinfo", p.hashed(token))}},
		"no nonce": {"DPoP", "use_dpop_nonce", []string{get(func(h, c map[string]any) {
			p.hashed(token)(h, c)
			delete(c, "nonce")
		})}},
	} {
		a := p.userinfo(c.scheme, token, c.proofs...)
		if (a.status == 200) != (c.error == "") || c.error != "" && a.status != 401 || a.str("error") != c.error {
			t.Errorf("%s: %v", name, a)
		}
		if all := strings.Join(a.header.Values("WWW-Authenticate"), ", "); c.error != "" && !(strings.Contains(all, `error="`+c.error+`"`) && strings.Contains(all, "algs=")) {
			t.Errorf("%s: %s", name, all)
		}
		if (c.scheme == "Bearer") != (a.header.Get("DPoP-Nonce") == "") {
			t.Errorf("%s: nonce %q", name, a.header.Get("DPoP-Nonce"))
		}
	}
	if a := p.userinfo("DPoP", g.post("/token", "batch", own()).str("access_token"), get(nil)); a.str("error") != "invalid_token" {
		t.Error("a bearer token with a proof", a)
	}
	for name, proofs := range map[string][]string{"another key": {other.proof("POST", "/token", nil)}, "no proof": nil} {
		if a := p.token("spa", refresh, proofs...); a.str("error") != "invalid_grant" {
			t.Errorf("refresh with %s: %v", name, a)
		}
	}
	if a := p.token("spa", refresh, p.proof("POST", "/token", nil)); a.status != 200 || a.str("token_type") != "DPoP" {
		t.Error(a)
	}
}

func TestAConfidentialClientChangesItsKey(t *testing.T) {
	g := newRig(t, "oauth2.1")
	p := newProver(g)
	p.learn()
	a := p.token("web", redeem(g.authorize(codeRequest("web", redirectOne)).Get("code"), redirectOne), p.proof("POST", "/token", nil))
	if cnf, _ := g.verify(a.str("access_token"), "ES256")["cnf"].(map[string]any); cnf["jkt"] != p.jkt() {
		t.Fatal(a)
	}
	next := newProver(g)
	next.nonce = p.nonce
	a = next.token("web", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {a.str("refresh_token")}}, next.proof("POST", "/token", nil))
	if cnf, _ := g.verify(a.str("access_token"), "ES256")["cnf"].(map[string]any); cnf["jkt"] != next.jkt() {
		t.Fatal(a)
	}
}

func TestAClientThatAlwaysProvesItsKeyDoes(t *testing.T) {
	g := newRig(t, "oauth2.0", func(o *Options) {
		for i := range o.Clients {
			o.Clients[i].DPoPBound = o.Clients[i].ID == "batch"
		}
	})
	p := newProver(g)
	p.learn()
	if a := p.token("batch", own()); a.status != 400 || a.str("error") != "invalid_request" {
		t.Fatal(a)
	}
	if a := p.token("batch", own(), p.proof("POST", "/token", nil)); a.status != 200 {
		t.Fatal(a)
	}
}

func TestAMalformedThumbprintIsRefused(t *testing.T) {
	g := newRig(t, "oauth2.0")
	for _, jkt := range []string{"short", strings.Repeat("!", 43), newProver(g).jkt() + "="} {
		v := codeRequest("web", redirectOne)
		v.Set("dpop_jkt", jkt)
		if out := g.authorize(v); out.Get("error") != "invalid_request" {
			t.Error(jkt, out)
		}
	}
}

func TestCanonical(t *testing.T) {
	for a, b := range map[string]string{
		"HTTPS://AS.example:443/x/./y/../%7etoken?q#f": "https://as.example/x/~token",
		"https://as.example":                           "https://as.example/",
		"http://as.example:80/a":                       "http://as.example/a",
		"https://as.example/a%2fb":                     "https://as.example/a%2Fb",
	} {
		if canonical(a) != canonical(b) {
			t.Errorf("%s is not %s: %s", a, b, canonical(a))
		}
	}
	for a, b := range map[string]string{
		"http://as.example/token":       "https://as.example/token",
		"https://as.example:8443/token": "https://as.example/token",
		"https://as.example/token/":     "https://as.example/token",
		"https://as.example//token":     "https://as.example/token",
		"https://as.example/a%2Fb":      "https://as.example/a/b",
		"https://as.example/Token":      "https://as.example/token",
		"https://me@as.example/token":   "https://as.example/token",
	} {
		if canonical(a) == canonical(b) {
			t.Errorf("%s is %s", a, b)
		}
	}
}

// FuzzProof demands that no header brings the check down, or passes it without a signature.
func FuzzProof(f *testing.F) {
	o, err := Defaults("oauth2.0")
	if err != nil {
		f.Fatal(err)
	}
	o.Issuer = "https://as.example"
	s, err := New(o)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("a.b.c")
	f.Add("eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7fX0.eyJqdGkiOiIxIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vYXMuZXhhbXBsZS90b2tlbiIsImlhdCI6MX0.AA")
	f.Fuzz(func(t *testing.T, header string) {
		req, _ := http.NewRequest("POST", "https://as.example/token", nil)
		req.Header.Set("DPoP", header)
		if s.proof(req, "").check() == nil {
			t.Fatalf("%q is a proof", header)
		}
	})
}
