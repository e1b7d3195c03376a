package authserver

import (
	"net/url"
	"strings"
	"testing"
)

func TestSecretHash(t *testing.T) {
	for _, hash := range []string{"sha256", "bcrypt:4"} {
		long := strings.Repeat("x", 100)
		g := newRig(t, "oauth2.0", func(o *Options) { o.SecretHash, o.Clients[0].Secret = hash, long })
		if a := g.post("/token", "web", url.Values{"grant_type": {"client_credentials"}}); a.status != 200 {
			t.Error(hash, a)
		}
		h := g.s.clients["web"].hash
		if h.matches(long+"y") || h.matches("") || (&secretHash{cost: h.cost}).matches("") {
			t.Error(hash, "another secret matches")
		}
	}
	for _, hash := range []string{"", "md5", "bcrypt:99", "bcrypt:"} {
		o, err := Defaults("")
		if err != nil {
			t.Fatal(err)
		}
		o.Issuer, o.SecretHash = "http://127.0.0.1:1", hash
		if _, err := New(o); err == nil {
			t.Errorf("secret hash %q is taken", hash)
		}
	}
}

func TestBadOptions(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"no issuer":      func(o *Options) { o.Issuer = "" },
		"issuer query":   func(o *Options) { o.Issuer += "?a=b" },
		"short secret":   func(o *Options) { o.GlobalSecret = []byte("short") },
		"algorithm":      func(o *Options) { o.SigningAlgs = []string{"none"} },
		"format":         func(o *Options) { o.AccessTokenFormat = "paper" },
		"a client twice": func(o *Options) { o.Clients = append(o.Clients, o.Clients[0]) },
	} {
		o, err := Defaults("")
		if err != nil {
			t.Fatal(err)
		}
		o.Issuer = "http://127.0.0.1:1"
		change(&o)
		if _, err := New(o); err == nil {
			t.Error(name)
		}
	}
	if _, err := Defaults("oauth3"); err == nil {
		t.Error("an unknown variant is taken")
	}
}
