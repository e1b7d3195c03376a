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
	life    map[fosite.TokenType]time.Duration
	expires map[fosite.TokenType]time.Time
	id      jwt.IDTokenClaims
	header  jwt.Headers
}

// newSession makes a session whose expiries are on s's clock.
func (s *Server) newSession() *Session { return &Session{server: s} }

// lasts decides how long what comes of this session lives.
func (x *Session) lasts(kind fosite.TokenType, d time.Duration) {
	if x.life == nil {
		x.life = make(map[fosite.TokenType]time.Duration, 4)
	}
	x.life[kind] = d
}

// SetExpiresAt implements fosite.Session; t is on the wall clock.
func (x *Session) SetExpiresAt(kind fosite.TokenType, t time.Time) {
	if x.expires == nil {
		x.expires = make(map[fosite.TokenType]time.Time, 4)
	}
	if d, ok := x.life[kind]; ok {
		x.expires[kind] = x.server.now().Add(d)
		return
	}
	x.expires[kind] = t.Add(time.Until(x.server.now()))
}

// GetExpiresAt implements fosite.Session; the answer is on the wall clock.
func (x *Session) GetExpiresAt(kind fosite.TokenType) time.Time {
	t, ok := x.expires[kind]
	if !ok {
		return time.Time{}
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
	c.expires, c.life = nil, nil
	for k, v := range x.expires {
		if c.expires == nil {
			c.expires = make(map[fosite.TokenType]time.Time, 4)
		}
		c.expires[k] = v
	}
	for k, v := range x.life {
		c.lasts(k, v)
	}
	c.id, c.header = jwt.IDTokenClaims{Subject: x.Sub}, jwt.Headers{}
	return &c
}

// IDTokenClaims implements openid.Session. Only its subject is of use: ID tokens are made by the strategy.
func (x *Session) IDTokenClaims() *jwt.IDTokenClaims {
	x.id.Subject = x.Sub
	return &x.id
}

// IDTokenHeaders implements openid.Session.
func (x *Session) IDTokenHeaders() *jwt.Headers { return &x.header }
