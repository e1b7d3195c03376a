package authserver

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
)

// cookieName is a name of this server's own: browsers keep cookies by host and not by port (RFC 6265 section 8.5), so that one
// which a neighbour on loopback has too would sign its users out, or keep them from signing in.
func (s *Server) cookieName() string {
	sum := sha256.Sum256([]byte(s.o.Issuer))
	return "as_session_" + hex.EncodeToString(sum[:4])
}

// cookie is the browser's session identifier, or empty.
func (a *Authorization) cookie() string {
	if c, err := a.HTTP.Cookie(a.s.cookieName()); err == nil {
		return c.Value
	}
	return ""
}

// keep stores a pending request under its browser's session, and the sign-in too.
func (a *Authorization) keep(w http.ResponseWriter) (err error) {
	s := a.s
	if a.id == "" {
		if a.id, err = s.random(); err != nil {
			return err
		}
	}
	if a.sid == "" {
		if a.sid, err = s.random(); err != nil {
			return err
		}
	}
	if a.sid != a.cookie() {
		c := &http.Cookie{Name: s.cookieName(), Value: a.sid, Path: s.path + "/", HttpOnly: true,
			SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.o.Issuer, "https:")}
		use(s, &s.o.Session.Cookie)(a, c)
		http.SetCookie(w, c)
	}
	now := s.now()
	if a.Fresh {
		s.store.sessions.put(signature(a.sid), a.SignIn, now.Add(s.o.Lifetimes.Session), now, s.o.MaxRecords)
	}
	s.store.pending.put(a.id, a.snapshot(), now.Add(s.o.Lifetimes.Interaction), now, s.o.MaxRecords)
	return nil
}

// snapshot is a copy for the store, which several requests may read at once.
func (a *Authorization) snapshot() *Authorization {
	b := *a
	b.HTTP = nil
	return &b
}

// forgery is the anti-forgery token of a page: it binds the form to browser and request.
func (a *Authorization) forgery() string {
	m := hmac.New(sha256.New, a.s.o.GlobalSecret)
	m.Write([]byte(a.sid + "\x00" + a.id))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// pendingOf gives a private copy of the request that a page belongs to.
func (s *Server) pendingOf(r *http.Request, id string) (*Authorization, bool) {
	p, ok := s.store.pending.get(id)
	if !ok || !s.now().Before(p.asked.Add(s.o.Lifetimes.Interaction)) {
		return nil, false
	}
	a := *p
	a.HTTP = r
	return &a, true
}

// resume takes in a posted form of one of the pages, or answers that it cannot.
func (s *Server) resume(w http.ResponseWriter, r *http.Request) (*Authorization, url.Values, bool) {
	if r.Method != http.MethodPost || !isForm(r.Header) {
		s.lost(w, r)
		return nil, nil, false
	}
	form, err := readBody(r)
	if err != nil {
		s.lost(w, r)
		return nil, nil, false
	}
	a, ok := s.pendingOf(r, form.Get("i"))
	if !ok || !use(s, &s.o.Authorize.Forgery)(a, form.Get("csrf"), a.forgery()) {
		s.lost(w, r)
		return nil, nil, false
	}
	return a, form, true
}

// lost answers a form that belongs to no pending request of this browser.
func (s *Server) lost(w http.ResponseWriter, r *http.Request) {
	a := &Authorization{HTTP: r, s: s}
	a.page(w, "error", http.StatusBadRequest, map[string]any{"Error": problem("invalid_request",
		"this page is too old, or belongs to another browser")})
}

func sessionSeams() SessionSeams {
	return SessionSeams{
		Cookie: func(*Authorization, *http.Cookie) {},
		Lookup: func(_ string, u *SignIn) *SignIn { return u },
		Rotate: func(*Authorization) bool { return true },
	}
}
