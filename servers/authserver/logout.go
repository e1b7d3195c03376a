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
	if there && !agreed && !a.hinted(x) {
		kept := url.Values{}
		for _, name := range []string{"client_id", "id_token_hint", "post_logout_redirect_uri", "state"} {
			if v := a.Params.Get(name); v != "" {
				kept.Set(name, v)
			}
		}
		a.page(w, "logout", http.StatusOK, map[string]any{"Action": s.path + "/logout", "CSRF": s.logoutForgery(a.sid), "Params": kept})
		return
	}
	s.store.sessions.delete(signature(a.sid))
	http.SetCookie(w, &http.Cookie{Name: s.cookieName(), Path: s.path + "/", MaxAge: -1, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.o.Issuer, "https:")})
	if after == "" {
		a.page(w, "out", http.StatusOK, nil)
		return
	}
	noStore(w.Header())
	http.Redirect(w, r, after, http.StatusSeeOther)
}

// afterLogout is where the browser goes afterwards, or empty: only where its client has registered to (§3).
func (a *Authorization) afterLogout() (string, error) {
	id := a.Params.Get("client_id")
	if a.Params.Get("id_token_hint") != "" {
		if err := checkHint(a); err != nil {
			return "", err
		}
		if aud, one := a.HintAud.(string); id == "" && one {
			id = aud
		} else if aud != id {
			return "", problem("invalid_request", "the id_token_hint is another client's")
		}
	}
	to := a.Params.Get("post_logout_redirect_uri")
	if to == "" {
		return "", nil
	}
	c, ok := a.s.client(id)
	if !ok || !slices.Contains(c.PostLogout, to) {
		return "", problem("invalid_request", "the client has not registered that post_logout_redirect_uri")
	}
	if state := a.Params.Get("state"); state != "" {
		glue := "?"
		if strings.Contains(to, "?") {
			glue = "&"
		}
		to += glue + url.Values{"state": {state}}.Encode()
	}
	return to, nil
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
