package learn_test

import (
	"testing"

	"github.com/oauthspec/oauthspec/internal/secure"
	"github.com/oauthspec/oauthspec/servers/learn"
)

// overTLS is options with certificates of an authority of our own.
func overTLS(t *testing.T) learn.Options {
	t.Helper()
	ca, err := secure.NewCA()
	if err != nil {
		t.Fatal(err)
	}
	c, err := ca.Server("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	return learn.Options{TLS: c, CA: ca.Pool(), File: "ca.pem"}
}

// Row 2: behind certificates of an authority of its own, which the servers trust among themselves.
func TestTLS(t *testing.T) {
	o := overTLS(t)
	g := newRig(t, o)
	s := chromium(t, 1000, 900)
	s.open(g.App() + "/private")
	s.signIn("bob", "looking-glass")
	s.says("h1", "Members only")
	s.open(g.App() + "/api/me")
	s.says("#body", "b.dodgson")
}
