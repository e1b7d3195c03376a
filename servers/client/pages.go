package client

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"net/url"
)

//go:embed pages.html
var pageText string

var pageTemplate, errTemplate = template.New("pages").Parse(pageText)

// page writes one of the HTML pages. The style is in it; nothing is loaded from anywhere (RFC 9700 §4.2.4).
func (s *Server) page(w http.ResponseWriter, status int, name string, data map[string]any) {
	data["App"], data["Home"], data["APIs"], data["Reveal"] = s.o.Name, s.o.Home, s.o.APIs, s.o.Reveal
	var b bytes.Buffer
	if err := pageTemplate.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the browser is gone: nobody is left to tell
}

func (s *Server) json(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // as above
}

// fail shows a problem.
func (s *Server) fail(w http.ResponseWriter, _ *http.Request, err error) {
	p := &Problem{Status: http.StatusInternalServerError, Text: "something went wrong", Cause: err}
	errors.As(err, &p)
	data := map[string]any{"Title": "This did not work", "Text": p.Text}
	if p.Cause != nil {
		data["Cause"] = p.Cause.Error()
	}
	s.page(w, p.Status, "error", data)
}

func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	s.page(w, http.StatusOK, "home", map[string]any{"Title": s.o.Name, "User": s.signedIn(r), "Issuers": s.o.Issuers, "Refreshed": r.URL.Query().Has("refreshed")})
}

// private is a page that only a signed-in user reaches.
func (s *Server) private(w http.ResponseWriter, r *http.Request) {
	u := s.signedIn(r)
	if u == nil {
		http.Redirect(w, r, "/login?"+url.Values{"return_to": {"/private"}}.Encode(), http.StatusSeeOther)
		return
	}
	s.page(w, http.StatusOK, "private", map[string]any{"Title": "Members only", "User": u})
}

// me says as JSON who is signed in.
func (s *Server) me(w http.ResponseWriter, r *http.Request) {
	u := s.signedIn(r)
	if u == nil {
		s.json(w, http.StatusUnauthorized, map[string]any{"error": "nobody is signed in"})
		return
	}
	s.json(w, http.StatusOK, map[string]any{"iss": u.Issuer, "sub": u.Subject, "name": u.Name, "claims": u.Claims, "userinfo": u.Userinfo})
}

func (s *Server) loggedOut(w http.ResponseWriter, _ *http.Request) {
	s.page(w, http.StatusOK, "out", map[string]any{"Title": "Signed out"})
}

// api calls the protected API for the user, and shows what it says.
func (s *Server) api(w http.ResponseWriter, r *http.Request) {
	x := s.current(r)
	if x == nil || s.signedIn(r) == nil {
		http.Redirect(w, r, "/login?"+url.Values{"return_to": {r.URL.Path}}.Encode(), http.StatusSeeOther)
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	s.called(w, r, &Call{User: x.user}, (*Call).run)
}

// machine calls it for the application itself.
func (s *Server) machine(w http.ResponseWriter, r *http.Request) {
	s.called(w, r, &Call{}, func(c *Call) error {
		if err := c.machineToken(); err != nil {
			return err
		}
		return c.run()
	})
}

// refreshNow gets the user another token at once.
func (s *Server) refreshNow(w http.ResponseWriter, r *http.Request) {
	x := s.current(r)
	if x == nil {
		s.fail(w, r, &Problem{Status: http.StatusUnauthorized, Text: "nobody is signed in"})
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.user == nil || x.user.refresh == "" {
		s.fail(w, r, refuse("there is no refresh token"))
		return
	}
	if err := (&Call{User: x.user, s: s, ctx: r.Context()}).refresh(); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/?refreshed=yes", http.StatusSeeOther)
}

func (s *Server) called(w http.ResponseWriter, r *http.Request, c *Call, run func(*Call) error) {
	var err error
	c.s, c.ctx = s, r.Context()
	if c.API, err = s.apiNamed(r.PathValue("name")); err == nil {
		err = run(c)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.page(w, http.StatusOK, "called", map[string]any{"Title": "What the API said", "Call": c})
}

// tokens shows the learner what is in each token.
func (s *Server) tokens(w http.ResponseWriter, r *http.Request) {
	x := s.current(r)
	if x == nil || s.signedIn(r) == nil {
		http.Redirect(w, r, "/login?"+url.Values{"return_to": {"/tokens"}}.Encode(), http.StatusSeeOther)
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	all := []Shown{show("Access token", x.user.Token.AccessToken), show("ID token", x.user.RawID)}
	if x.user.refresh != "" {
		all = append(all, show("Refresh token", x.user.refresh))
	}
	s.page(w, http.StatusOK, "tokens", map[string]any{"Title": "Your tokens", "Tokens": all})
}
