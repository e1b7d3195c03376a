package authserver

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// endSession is OpenID Connect RP-Initiated Logout §2. Who shows an ID token of the user who is signed in is believed;
// anybody else may only have the user asked.
func (s *Server) endSession(w http.ResponseWriter, r *http.Request) {
	a := &Authorization{HTTP: r, s: s, Params: r.URL.Query()}
	if r.Method == http.MethodPost {
		form, err := readBody(r)
		if err != nil || !isForm(r.Header) {
			s.lost(w, r)
			return
		}
		a.Params = form
	}
	after, err := a.afterLogout()
	if err != nil {
		a.page(w, "error", http.StatusBadRequest, map[string]any{"Error": asError(err)})
		return
	}
	a.sid = a.cookie()
	x, there := s.store.sessions.get(signature(a.sid))
	agreed := r.Method == http.MethodPost && subtle.ConstantTimeCompare([]byte(a.Params.Get("csrf")), []byte(s.logoutForgery(a.sid))) == 1
	if there && !agreed && use(s, &s.o.Logout.Ask)(a, x) {
		kept := url.Values{}
		for _, name := range []string{"client_id", "id_token_hint", "post_logout_redirect_uri", "state"} {
			if v := a.Params.Get(name); v != "" {
				kept.Set(name, v)
			}
		}
		a.page(w, "logout", http.StatusOK, map[string]any{"Action": s.path + "/logout", "CSRF": s.logoutForgery(a.sid), "Params": kept})
		return
	}
	use(s, &s.o.Logout.End)(a, w)
	if after == "" {
		a.page(w, "out", http.StatusOK, nil)
		return
	}
	noStore(w.Header())
	http.Redirect(w, r, after, http.StatusSeeOther)
}

// afterLogout is where the browser goes afterwards, or empty: only where its client has registered to (§3).
func (a *Authorization) afterLogout() (string, error) {
	o := &a.s.o.Logout
	if err := use(a.s, &o.Hint)(a); err != nil {
		return "", err
	}
	id, err := use(a.s, &o.Client)(a)
	to := a.Params.Get("post_logout_redirect_uri")
	if err != nil || to == "" {
		return "", err
	}
	c, ok := a.s.client(id)
	if !ok || !use(a.s, &o.Match)(a, c.Client, to) {
		return "", problem("invalid_request", "the client has not registered that post_logout_redirect_uri")
	}
	if state := use(a.s, &o.State)(a); state != "" {
		glue := "?"
		if strings.Contains(to, "?") {
			glue = "&"
		}
		to += glue + url.Values{"state": {state}}.Encode()
	}
	return to, nil
}

func logoutSeams() LogoutSeams {
	return LogoutSeams{
		Wire: plainWire, Hint: checkHint,
		Client: func(a *Authorization) (string, error) {
			id := a.Params.Get("client_id")
			if a.HintAud == nil {
				return id, nil
			}
			aud, one := a.HintAud.(string)
			if id == "" && one {
				return aud, nil
			}
			if aud != id {
				return "", problem("invalid_request", "the id_token_hint is another client's")
			}
			return id, nil
		},
		Match: func(_ *Authorization, c *Client, uri string) bool { return slices.Contains(c.PostLogout, uri) },
		State: func(a *Authorization) string { return a.Params.Get("state") },
		Ask:   func(a *Authorization, x *SignIn) bool { return !a.hinted(x) },
		End: func(a *Authorization, w http.ResponseWriter) {
			a.s.store.sessions.delete(signature(a.sid))
			http.SetCookie(w, &http.Cookie{Name: a.s.cookieName(), Path: a.s.path + "/", MaxAge: -1, HttpOnly: true,
				SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(a.s.o.Issuer, "https:")})
		},
	}
}

// hinted says whether the ID token shown is one of the user who is signed in.
func (a *Authorization) hinted(x *SignIn) bool {
	id, _ := a.HintAud.(string)
	c, ok := a.s.client(id)
	return a.HintSub != "" && ok && use(a.s, &a.s.o.IDToken.Subject)(a.s, c.Client, x.User) == a.HintSub
}

// logoutForgery binds the question to the browser's session, as forgery does for a request.
func (s *Server) logoutForgery(sid string) string {
	m := hmac.New(sha256.New, s.o.GlobalSecret)
	m.Write([]byte("logout\x00" + sid))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}
