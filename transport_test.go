package oauthspec

import (
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/oauthspec/oauthspec/servers"
)

// Most servers on https would rather speak HTTP/2: the suite asks for HTTP/1.1 and speaks it.
func TestAServerThatSpeaksHTTP2IsReached(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Proto", r.Proto) }))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	tr := Options{Target: servers.Target{Roots: roots}}.transport()
	defer tr.CloseIdleConnections()
	for range 2 {
		resp, err := (&http.Client{Transport: tr}).Get(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.Header.Get("Proto"); got != "HTTP/1.1" {
			t.Errorf("spoke %s", got)
		}
	}
}
