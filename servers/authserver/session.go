package authserver

import (
	"time"

	"github.com/ory/fosite"
	"github.com/ory/fosite/token/jwt"
)

// Session is what a grant remembers of the user and of the authorization request.
//
// fosite reads the wall clock wherever it computes an expiry. The session keeps expiries on the server's clock:
// it takes the lifetime that the server decided instead of the moment fosite gives, and shifts back on the way out.
type Session struct {
	User     *User // nil where a client acts for itself
	Sub      string
	AuthTime time.Time
	Nonce    string
	ACR      string
	AMR      []string
	MaxAge   bool // auth_time was asked for
	Claims   claimsRequest
	Scope    []string // of the whole grant, which a refresh may narrow for an access token

	server  *Server
	life    moments[time.Duration]
	expires moments[time.Time]
	id      *jwt.IDTokenClaims
	header  *jwt.Headers
}

// moments holds a value for each kind of token; a map would outweigh the rest of a session.
type moments[T any] struct{ code, access, refresh, other T }

func (m *moments[T]) of(kind fosite.TokenType) *T {
	switch kind {
	case fosite.AuthorizeCode:
		return &m.code
	case fosite.AccessToken:
		return &m.access
	case fosite.RefreshToken:
		return &m.refresh
	}
	return &m.other
}

// newSession makes a session whose expiries are on s's clock.
func (s *Server) newSession() *Session { return &Session{server: s} }

// lasts decides how long what comes of this session lives.
func (x *Session) lasts(kind fosite.TokenType, d time.Duration) { *x.life.of(kind) = d }

// SetExpiresAt implements fosite.Session; t is on the wall clock.
func (x *Session) SetExpiresAt(kind fosite.TokenType, t time.Time) {
	now := x.server.now()
	if d := *x.life.of(kind); d != 0 {
		*x.expires.of(kind) = now.Add(d)
		return
	}
	*x.expires.of(kind) = t.Add(time.Until(now))
}

// GetExpiresAt implements fosite.Session; the answer is on the wall clock.
func (x *Session) GetExpiresAt(kind fosite.TokenType) time.Time {
	t := *x.expires.of(kind)
	if t.IsZero() {
		return t
	}
	return t.Add(-time.Until(x.server.now()))
}

// GetUsername implements fosite.Session.
func (x *Session) GetUsername() string {
	if x.User == nil {
		return ""
	}
	return x.User.Name
}

// GetSubject implements fosite.Session.
func (x *Session) GetSubject() string { return x.Sub }

// Clone implements fosite.Session. What it shares with the copy is never written to.
func (x *Session) Clone() fosite.Session { return x.clone() }

func (x *Session) clone() *Session {
	c := *x
	c.id, c.header = nil, nil
	return &c
}

// IDTokenClaims implements openid.Session. Only its subject is of use: ID tokens are made by the strategy.
func (x *Session) IDTokenClaims() *jwt.IDTokenClaims {
	if x.id == nil {
		x.id = &jwt.IDTokenClaims{Subject: x.Sub}
	}
	return x.id
}

// IDTokenHeaders implements openid.Session.
func (x *Session) IDTokenHeaders() *jwt.Headers {
	if x.header == nil {
		x.header = &jwt.Headers{}
	}
	return x.header
}
