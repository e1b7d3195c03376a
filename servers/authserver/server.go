package authserver

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/oauthspec/oauthspec/servers/seam"
)

// Server is an authorization server; it is an http.Handler and safe for concurrent use.
type Server struct {
	o        Options
	path     string // of the issuer
	seen     seam.Set[Options]
	ahead    atomic.Int64           // nanoseconds that Advance has moved the clock
	rotated  atomic.Int32           // how often the signing keys were changed
	clients  map[string]*registered // those configured
	roster   *roster
	grants   grants
	store    *store
	throttle *throttle
}

// New makes a server of o. It is cheap: keys are made once a process, tables when first used.
func New(o Options) (*Server, error) {
	if errTemplate != nil {
		return nil, fmt.Errorf("parse pages: %w", errTemplate)
	}
	u, err := url.Parse(o.Issuer)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("issuer %q is not a URL with a host and without query and fragment", o.Issuer)
	}
	if len(o.GlobalSecret) < 32 {
		return nil, errors.New("the global secret has fewer than 32 bytes")
	}
	for _, alg := range o.SigningAlgs {
		if !has([]string{"ES256", "RS256", "EdDSA"}, alg) {
			return nil, fmt.Errorf("unknown signing algorithm %q", alg)
		}
	}
	if f := o.AccessTokenFormat; f != "opaque" && f != "jwt" || len(o.SigningAlgs) == 0 {
		return nil, fmt.Errorf("access token format %q is neither opaque nor jwt, or there is no signing algorithm", f)
	}
	s := &Server{o: o, path: strings.TrimSuffix(u.EscapedPath(), "/"), roster: &roster{}, throttle: &throttle{}}
	s.seen.Watch(&s.o)
	s.store = &store{s: s}
	if s.clients, err = s.register(o.Clients); err != nil {
		return nil, err
	}
	s.grants = s.compose()
	return s, nil
}

// With gives a server that behaves otherwise and goes on where this one is: it knows the same clients, users, codes,
// tokens and sign-ins. What of the options decides how those are kept (Store, Now, MaxRecords) stays as it is.
func (s *Server) With(change func(*Options)) *Server {
	n := &Server{o: s.o, path: s.path, clients: s.clients, roster: s.roster, store: s.store, throttle: s.throttle}
	change(&n.o)
	n.seen.Watch(&n.o)
	n.ahead.Store(s.ahead.Load())
	n.rotated.Store(s.rotated.Load())
	n.grants = n.compose()
	return n
}

// Advance moves the server's clock.
func (s *Server) Advance(d time.Duration) { s.ahead.Add(int64(d)) }

// Issuer is the server's issuer identifier.
func (s *Server) Issuer() string { return s.o.Issuer }

func (s *Server) now() time.Time { return s.o.Now().Add(time.Duration(s.ahead.Load())) }

// random gives a value of 256 random bits as text.
func (s *Server) random() (string, error) {
	var b [32]byte
	if _, err := s.o.Rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("read random bytes: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// ServeHTTP dispatches on the path below the issuer's.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.TLS == nil && strings.HasPrefix(s.o.Issuer, "https:") && !use(s, &s.o.Transport.Plain)(r) {
		http.Error(w, "this server is reached over https", http.StatusBadRequest)
		return
	}
	if s.o.OpenID && r.URL.Path == "/.well-known/webfinger" {
		s.webfinger(w, r)
		return
	}
	if strings.Contains(r.URL.Path, "/.well-known/") {
		if s.shared(w, r, "/.well-known/") {
			return
		}
		s.wire(&s.o.Metadata.Wire, w, r, s.metadata)
		return
	}
	path, below := strings.CutPrefix(r.URL.EscapedPath(), s.path)
	if !below {
		http.NotFound(w, r)
		return
	}
	if s.shared(w, r, path) {
		return
	}
	switch path {
	case "/token":
		s.wire(&s.o.Token.Wire, w, r, s.token)
	case "/authorize":
		s.wire(&s.o.Authorize.Wire, w, r, s.authorize)
	case "/login":
		s.login(w, r)
	case "/second":
		s.second(w, r)
	case "/consent":
		s.consent(w, r)
	case "/introspect":
		s.wire(&s.o.Introspect.Wire, w, r, s.introspect)
	case "/revoke":
		s.wire(&s.o.Revoke.Wire, w, r, s.revoke)
	case "/jwks":
		s.wire(&s.o.JWKS.Wire, w, r, s.jwks)
	case "/register":
		if !s.o.Registration {
			http.NotFound(w, r)
			return
		}
		s.wire(&s.o.Register.Wire, w, r, s.registration)
	case "/resource":
		s.wire(&s.o.Resource.Wire, w, r, s.resource)
	case "/userinfo":
		if s.o.OpenID {
			s.wire(&s.o.Userinfo.Wire, w, r, s.userinfo)
			return
		}
		http.NotFound(w, r)
	case "/logout":
		if s.o.OpenID {
			s.wire(&s.o.Logout.Wire, w, r, s.endSession)
			return
		}
		http.NotFound(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (s *Server) wire(f *WireSeam, w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
	use(s, f)(w, r, next)
}
