package client

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

// session is what the application knows of one browser. Its identifier is in a cookie; a browser that has not signed in
// yet has one too, so that a sign-in is bound to where it began.
type session struct {
	mu    sync.Mutex // one request at a time refreshes
	user  *User
	until time.Time
}

// User is who is signed in, and what the application got for it.
type User struct {
	Issuer   string // with Subject, who it is
	Subject  string
	Name     string         // to be shown
	Claims   map[string]any // of the ID token
	Userinfo map[string]any // nil where it was not asked for
	Token    *oauth2.Token
	RawID    string    // the ID token, to be shown to the learner and sent at sign-out
	Expires  time.Time // of the access token; zero where the server did not say

	provider *provider
	refresh  string
	previous []string // refresh tokens that were replaced
}

// cookieName cannot be set by a neighbour where the browser can see to it (RFC 6265bis §4.1.3.2).
func (s *Server) cookieName() string {
	if s.secure() {
		return "__Host-app"
	}
	return "app_session"
}

// sid is the identifier that the browser sent, or empty.
func (s *Server) sid(r *http.Request) string {
	if c, err := r.Cookie(s.cookieName()); err == nil {
		return c.Value
	}
	return ""
}

// current is the browser's session, or nil.
func (s *Server) current(r *http.Request) *session {
	x, ok := s.sessions.get(s.sid(r))
	if !ok || !s.now().Before(x.until) {
		return nil
	}
	return x
}

// signedIn is the browser's user, or nil.
func (s *Server) signedIn(r *http.Request) *User {
	x := s.current(r)
	if x == nil {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.user
}

// begin gives the browser a session and its cookie.
func (s *Server) begin(w http.ResponseWriter, u *User) (string, error) {
	sid, err := s.random()
	if err != nil {
		return "", err
	}
	s.sessions.put(sid, &session{user: u, until: s.now().Add(s.o.Session)})
	s.setCookie(w, sid)
	return sid, nil
}

func (s *Server) setCookie(w http.ResponseWriter, sid string) {
	c := &http.Cookie{Name: s.cookieName(), Value: sid, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.secure()}
	if sid == "" {
		c.MaxAge = -1
	}
	use(s, &s.o.Cookie.Set)(s, c)
	http.SetCookie(w, c)
}

// signIn puts the user of a finished sign-in into the browser's session.
func (s *Server) signIn(w http.ResponseWriter, l *Login, u *User) error {
	if use(s, &s.o.Cookie.Rotate)(l) {
		s.sessions.delete(l.sid)
		_, err := s.begin(w, u)
		return err
	}
	if x, ok := s.sessions.get(s.sid(l.HTTP)); ok {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.user = u
		return nil
	}
	_, err := s.begin(w, u)
	return err
}

func cookieSeams() CookieSeams {
	return CookieSeams{
		Set:    func(*Server, *http.Cookie) {},
		Rotate: func(*Login) bool { return true },
		User: func(l *Login) *User {
			return &User{Issuer: l.ID.Issuer, Subject: l.ID.Subject, Name: shownName(l), Claims: l.Claims}
		},
	}
}

// shownName is what the user goes by.
func shownName(l *Login) string {
	for _, of := range []map[string]any{l.Userinfo, l.Claims} {
		for _, name := range []string{"name", "preferred_username", "email"} {
			if v, ok := of[name].(string); ok && v != "" {
				return v
			}
		}
	}
	return l.ID.Subject
}

// context has the HTTP client for go-oidc and x/oauth2.
func (s *Server) context(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, s.http)
}
