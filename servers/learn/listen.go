package learn

import (
	"bytes"
	"io"
	"net/http"
	"strings"
)

// Who takes part, as diagrams show it, from left to right.
const (
	nameBrowser = "Browser"
	namePage    = "Single-page application"
	nameApp     = "Web application"
	nameMachine = "Machine"
	nameAS      = "Authorization server"
	nameAPI     = "API"
)

var parties = []string{nameBrowser, namePage, nameApp, nameMachine, nameAS, nameAPI}

// The servers say who they are when they ask one another, so that the log can tell.
const (
	agentApp = "oauthspec-application"
	agentAPI = "oauthspec-api"
)

// named puts a name on every request.
func named(agent string) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			r = r.Clone(r.Context())
			r.Header.Set("User-Agent", agent)
			return next.RoundTrip(r)
		})
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// raw is an exchange as it passed, with its secrets.
type raw struct {
	from, to string
	asked    int // the place of the request among all messages; the answer's is known when it is there
	request  *http.Request
	sent     []byte // body
	status   int
	header   http.Header
	got      []byte // body, the first maxKept bytes
}

// maxKept is the number of bytes kept of a body.
const maxKept = 64 << 10

// listen notes what a server is asked and answers.
func (l *journal) listen(s *Suite, at *place, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if furniture(r) {
			next.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, "the request is too large, or broke off", http.StatusRequestEntityTooLarge)
			return
		}
		asked := r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
		first := l.next()
		tap := &tap{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(tap, r)
		l.add(raw{from: s.whoAsks(asked), to: at.name, asked: first, request: asked, sent: body[:min(len(body), maxKept)],
			status: tap.status, header: w.Header().Clone(), got: tap.kept})
	})
}

// furniture is what a page loads to be a page.
func furniture(r *http.Request) bool {
	for _, end := range []string{".js", ".css", ".ico", ".map", "/config.json"} {
		if strings.HasSuffix(r.URL.Path, end) {
			return true
		}
	}
	return false
}

// whoAsks tells the parties apart by what they say of themselves: it is for a picture, and nothing is decided by it.
func (s *Suite) whoAsks(r *http.Request) string {
	agent := r.Header.Get("User-Agent")
	switch {
	case agent == agentApp:
		return nameApp
	case agent == agentAPI:
		return nameAPI
	case !strings.HasPrefix(agent, "Mozilla/"):
		return nameMachine
	case r.Header.Get("Origin") == s.page.url || strings.HasPrefix(r.Header.Get("Referer"), s.page.url) && r.Header.Get("Sec-Fetch-Mode") == "cors":
		return namePage
	}
	return nameBrowser
}

// A tap keeps what passes through.
type tap struct {
	http.ResponseWriter
	status int
	kept   []byte
}

// WriteHeader implements http.ResponseWriter.
func (t *tap) WriteHeader(status int) {
	t.status = status
	t.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (t *tap) Write(b []byte) (int, error) {
	t.kept = append(t.kept, b[:min(len(b), maxKept-len(t.kept))]...)
	return t.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what is beneath.
func (t *tap) Unwrap() http.ResponseWriter { return t.ResponseWriter }
