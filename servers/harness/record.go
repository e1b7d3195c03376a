package harness

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/servers"
)

const (
	maxBody     = 1 << 20  // bytes of a request that are read
	maxKept     = 32 << 10 // bytes of a body that are kept
	maxReceived = 2_000    // requests that are kept: a client may loop
)

// record serves a request and keeps what it was and what it was answered.
func (h *Harness) record(n int, as http.Handler, w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "the body cannot be read", http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	below := strings.TrimPrefix(r.URL.Path, pathOf(h.issuers[n].url))
	got := &servers.Received{At: time.Now(), Issuer: n, Endpoint: strings.Trim(below, "/"), Method: r.Method, Header: r.Header.Clone(),
		URL: scheme(r) + "://" + r.Host + r.URL.RequestURI(), Query: r.URL.Query(), Body: string(body[:min(len(body), maxKept)])}
	if strings.HasPrefix(strings.ToLower(r.Header.Get("Content-Type")), "application/x-www-form-urlencoded") {
		got.Form, _ = url.ParseQuery(string(body)) // what cannot be read is in Body
	}
	if r.TLS != nil {
		w.Header().Set("Connection", "close") // so that the next request sees the certificate of then
	}
	h.mu.Lock()
	if len(h.received) < maxReceived {
		h.received = append(h.received, got)
	}
	h.mu.Unlock()
	t := &tap{ResponseWriter: w}
	as.ServeHTTP(t, r)
	h.mu.Lock()
	defer h.mu.Unlock()
	got.Status, got.Reply, got.Answer, got.Took = max(t.status, http.StatusOK), w.Header().Clone(), t.body.String(), time.Since(got.At)
}

func scheme(r *http.Request) string {
	if r.TLS != nil {
		return "https"
	}
	return "http"
}

func pathOf(issuer string) string {
	if u, err := url.Parse(issuer); err == nil {
		return strings.TrimSuffix(u.Path, "/")
	}
	return ""
}

// tap keeps the beginning of an answer.
type tap struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader keeps the status.
func (t *tap) WriteHeader(status int) {
	t.status = status
	t.ResponseWriter.WriteHeader(status)
}

// Write keeps what is written, up to a bound.
func (t *tap) Write(b []byte) (int, error) {
	t.body.Write(b[:min(len(b), max(maxKept-t.body.Len(), 0))])
	return t.ResponseWriter.Write(b)
}

// Unwrap lets [http.ResponseController] through: some flaws break a connection.
func (t *tap) Unwrap() http.ResponseWriter { return t.ResponseWriter }
