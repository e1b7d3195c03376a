package useragent

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

// flow is login and consent in a fresh session.
func flow(b *testing.B, d Driver) {
	mux := http.NewServeMux()
	simple(mux)
	server := httptest.NewServer(mux)
	defer server.Close()
	ctx := context.Background()
	for b.Loop() {
		s, err := d.Session(ctx, SessionOptions{})
		if err != nil {
			b.Fatal(err)
		}
		land, err := s.Visit(ctx, Start{URL: server.URL + "/authorize?state=s1"},
			Plan{User: User{"alice", "wonder&land"}, Consent: true, Stop: toClient})
		if err != nil || !land.Stopped {
			b.Fatalf("landed at %s: %v", land.RawURL, err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkForm(b *testing.B) { flow(b, NewForm(Options{})) }

func BenchmarkRod(b *testing.B) { flow(b, chromium(b)) }
