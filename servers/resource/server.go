package resource

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oauthspec/oauthspec/servers/seam"
)

// Server is the API; it is an http.Handler and safe for concurrent use.
type Server struct {
	o     Options
	seen  seam.Set[Options]
	ahead atomic.Int64 // nanoseconds that Advance has moved the clock
	http  *http.Client
	pages http.Handler
	keys  keyring

	account     atomic.Pointer[account] // nil before it has registered
	registering sync.Mutex

	mu    sync.Mutex
	asked map[string]map[string]any // by token, for faults that remember
}

// New makes an API of o. It asks the issuer nothing before the first token comes.
func New(o Options) (*Server, error) {
	for _, at := range []string{o.URL, o.Issuer} {
		if u, err := url.Parse(at); err != nil || u.Host == "" || strings.HasSuffix(at, "/") {
			return nil, fmt.Errorf("%q is not a URL with a host and without a final slash", at)
		}
	}
	s := &Server{o: o, asked: map[string]map[string]any{}}
	if o.ClientID != "" {
		s.account.Store(&account{o.ClientID, o.Secret})
	}
	s.seen.Watch(&s.o)
	var t http.RoundTripper = &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 16,
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.RootCAs}}
	if o.Wrap != nil {
		t = o.Wrap(t)
	}
	s.http = &http.Client{Timeout: o.Timeout, Transport: t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }} // no endpoint of OAuth redirects
	m := http.NewServeMux()
	m.HandleFunc("/data", s.protected(ReadScope, s.data))
	m.HandleFunc("/admin", s.protected(WriteScope, s.data))
	m.HandleFunc("/me", s.protected(ReadScope, s.me))
	m.HandleFunc("/.well-known/", s.metadata)
	if o.Variant == "generous" {
		m.HandleFunc("/jwks", s.publish)
	}
	s.pages = m
	return s, nil
}

// Resource is the identifier of the API (RFC 8707): what a token's aud has to hold.
func (s *Server) Resource() string { return s.o.URL + "/data" }

// ServeHTTP answers a client.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.TLS == nil && strings.HasPrefix(s.o.URL, "https:") && !use(s, &s.o.Transport.Plain)(r) {
		http.Error(w, "this API is served over TLS alone", http.StatusForbidden)
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "*") // what it answers depends on the token alone, never on cookies
	w.Header().Set("Access-Control-Expose-Headers", "WWW-Authenticate")
	if r.Method == http.MethodOptions && use(s, &s.o.CORS.Preflight)(w, r) {
		return
	}
	s.pages.ServeHTTP(w, r)
}

// Touched lists the seams that were called since New.
func (s *Server) Touched() []string { return s.seen.Touched() }

// Ask has the server be asked what faults would decide. Do it before it serves.
func (s *Server) Ask(a *seam.Answers[Options]) { s.seen.Ask(a) }

// Advance moves the server's clock.
func (s *Server) Advance(d time.Duration) { s.ahead.Add(int64(d)) }

// Close lets go of the connections to the issuer.
func (s *Server) Close() { s.http.CloseIdleConnections() }

func (s *Server) now() time.Time { return s.o.Now().Add(time.Duration(s.ahead.Load())) }

// maxBody is the number of bytes read of what others send.
const maxBody = 1 << 20

// protected lets a request through to next where its token is good and for the scope.
func (s *Server) protected(scope string, next func(w http.ResponseWriter, t *Token)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		t := &Token{HTTP: r, s: s}
		var no *Refusal
		switch err := t.accept(scope); {
		case errors.As(err, &no):
			s.refuse(w, t, no)
		case err != nil:
			http.Error(w, "the authorization server cannot be asked", http.StatusServiceUnavailable)
		default:
			next(w, t)
		}
	}
}

// data shows what the token says.
func (s *Server) data(w http.ResponseWriter, t *Token) {
	m := map[string]any{"path": t.HTTP.URL.Path}
	for _, name := range []string{"sub", "client_id", "scope"} {
		if v, ok := t.Claims[name]; ok {
			m[name] = v
		}
	}
	s.reply(w, t, m)
}

// me shows the local account that the token's subject is.
func (s *Server) me(w http.ResponseWriter, t *Token) {
	u, ok := use(s, &s.o.Access.User)(t)
	if !ok {
		http.Error(w, "this user has no account here", http.StatusForbidden)
		return
	}
	s.reply(w, t, map[string]any{"name": u.Name, "roles": u.Roles})
}

func (s *Server) reply(w http.ResponseWriter, t *Token, m map[string]any) {
	use(s, &s.o.Access.Reply)(t, w.Header(), m)
	write(w, http.StatusOK, "application/json", m)
}

func write(w http.ResponseWriter, status int, kind string, m map[string]any) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(m) // the client is gone: nobody is left to tell
}
