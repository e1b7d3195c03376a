package harness

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/internal/secure"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// A flaw that changes no seam would be a sign-in at a clean server, which a client rightly accepts.
func TestEachFlawChangesTheServer(t *testing.T) {
	h, err := New(nil, "RS256", []string{"http://127.0.0.1:1", "http://127.0.0.1:2"})
	if err != nil {
		t.Fatal(err)
	}
	for name, apply := range flaws {
		o, err := authserver.Defaults("oidc")
		if err != nil {
			t.Fatal(err)
		}
		clean := pointers(reflect.ValueOf(o))
		if apply(&o); slices.Equal(clean, pointers(reflect.ValueOf(o))) && name != newKeys {
			t.Errorf("%q changes nothing", name)
		}
		if _, err := h.Renew(0, nil, name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for name := range situated {
		if _, err := h.Renew(1, nil, name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := h.Renew(0, nil, "does what nobody has heard of"); err == nil {
		t.Error("an unknown flaw is taken")
	}
}

// A certificate that a client rightly takes would have it accused of taking a bad one.
func TestEachFlawOfACertificateIsSeen(t *testing.T) {
	ca, err := secure.NewCA()
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(ca, "RS256", []string{"https://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	verified := func(flaw string) error {
		if err := h.Switch(0, flaw); err != nil {
			t.Fatal(err)
		}
		c, err := h.TLS(0).GetCertificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(c.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		_, err = leaf.Verify(x509.VerifyOptions{Roots: ca.Pool(), DNSName: "127.0.0.1"})
		return err
	}
	for flaw := range certificates {
		if err := verified(flaw); err == nil {
			t.Errorf("an issuer that %s shows a good one", flaw)
		}
		if err := verified(""); err != nil {
			t.Errorf("after %q: %v", flaw, err)
		}
	}
}

// Where the suite names no address, the issuers and the file of their authority are of the run's own, and gone after it.
func TestOpenOverTLS(t *testing.T) {
	h, stop, err := Open(servers.Suite{Issuer: "https://127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	roots, err := servers.Roots(h.CA())
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	for _, issuer := range h.Issuers() {
		resp, err := c.Get(issuer + "/.well-known/openid-configuration")
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %v, %v", issuer, resp, err)
		}
	}
	if resp, err := c.Get("http" + strings.TrimPrefix(h.Issuers()[0], "https") + "/userinfo"); err != nil || resp.StatusCode != http.StatusBadRequest {
		t.Errorf("without TLS: %v, %v", resp, err)
	}
	stop()
	if _, err := os.Stat(h.CA()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the authority's file: %v", err)
	}
}

func TestUsersAreStrangers(t *testing.T) {
	h, err := New(nil, "RS256", []string{"http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for range 3 {
		users, err := h.Renew(0, nil, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range users {
			if seen[u.Mark()] || u.Mark() == "" {
				t.Errorf("%q came before, or is empty", u.Mark())
			}
			seen[u.Mark()] = true
		}
	}
}

// pointers are the funcs of a struct and of those within it.
func pointers(v reflect.Value) (all []uintptr) {
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.Func:
			all = append(all, f.Pointer())
		case reflect.Struct:
			all = append(all, pointers(f)...)
		}
	}
	return all
}
