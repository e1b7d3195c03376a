package client

import (
	"encoding/base64"
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

// Server is the application; it is an http.Handler and safe for concurrent use.
type Server struct {
	o         Options
	seen      seam.Set[Options]
	ahead     atomic.Int64 // nanoseconds that Advance has moved the clock
	http      *http.Client
	transport *http.Transport
	pages     http.Handler
	sessions  shelf[*session]
	logins    shelf[*Login]

	mu        sync.Mutex
	providers map[string]*provider // by the URL of the issuer
}

// New makes an application of o. It asks nobody anything: an issuer's metadata are read when first needed.
func New(o Options) (*Server, error) {
	if errTemplate != nil {
		return nil, fmt.Errorf("parse pages: %w", errTemplate)
	}
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || strings.HasSuffix(o.URL, "/") {
		return nil, fmt.Errorf("the application's URL %q is not one with a host and without query, fragment and final slash", o.URL)
	}
	if len(o.Issuers) == 0 {
		return nil, errors.New("the application has no issuer")
	}
	s := &Server{o: o, providers: map[string]*provider{}}
	for i := range o.Issuers {
		is := &s.o.Issuers[i]
		if s.providers[is.URL] != nil { // RFC 9207 §2.4: an issuer belongs to one authorization server
			return nil, fmt.Errorf("issuer %q stands twice", is.URL)
		}
		s.providers[is.URL] = &provider{Issuer: is}
	}
	s.seen.Watch(&s.o)
	s.sessions.max, s.logins.max = o.Max, o.Max
	s.connect()
	s.pages = s.routes()
	return s, nil
}

// routes is what browsers ask for. What changes something is refused when another site's page sends it.
func (s *Server) routes() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", s.home)
	m.HandleFunc("GET /login", s.login)
	m.HandleFunc("GET /identify", s.identify)
	m.HandleFunc("GET /initiate", s.initiate)
	m.HandleFunc("POST /initiate", s.initiate)
	m.HandleFunc("GET /callback", s.callback)
	m.HandleFunc("GET /callback/{issuer}", s.callback)
	m.HandleFunc("GET /me", s.me)
	m.HandleFunc("GET /private", s.private)
	m.HandleFunc("GET /api/{name}", s.api)
	m.HandleFunc("GET /machine/{name}", s.machine)
	m.HandleFunc("POST /refresh", s.refreshNow)
	m.HandleFunc("POST /logout", s.logout)
	m.HandleFunc("GET /logged-out", s.loggedOut)
	if s.o.Reveal {
		m.HandleFunc("GET /tokens", s.tokens)
	}
	own := http.NewCrossOriginProtection()
	own.AddInsecureBypassPattern("POST /initiate") // OpenID Connect Core §4 wants it open to others
	return own.Handler(m)
}

// ServeHTTP answers a browser.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	s.pages.ServeHTTP(w, r)
}

// Advance moves the application's clock.
func (s *Server) Advance(d time.Duration) { s.ahead.Add(int64(d)) }

// Close lets go of the connections to other servers.
func (s *Server) Close() { s.transport.CloseIdleConnections() }

func (s *Server) now() time.Time { return s.o.Now().Add(time.Duration(s.ahead.Load())) }

// random gives a value of 256 random bits as text.
func (s *Server) random() (string, error) {
	var b [32]byte
	if _, err := s.o.Rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("read random bytes: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

func (s *Server) secure() bool { return strings.HasPrefix(s.o.URL, "https:") }
