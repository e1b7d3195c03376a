package builtin

import (
	"net/http"
	"testing"
)

// A browser offers HTTP/2, as our own client does not: whichever half of an address starts first, it has to be answered.
func TestASecureAddressAnswersAClientThatOffersHTTP2(t *testing.T) {
	p := NewPool()
	t.Cleanup(p.Close)
	for range 200 {
		s, err := p.borrow(true)
		if err != nil {
			t.Fatal(err)
		}
		var h http.Handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
		s.handler.Store(&h)
		tr := s.transport.Clone()
		tr.ForceAttemptHTTP2 = true
		resp, err := (&http.Client{Transport: tr}).Get(s.url)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		tr.CloseIdleConnections()
	}
}
