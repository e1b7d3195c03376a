package authserver

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// acrPassword is the one authentication context that the server knows.
const acrPassword = "password"

// userSeams are the clean dealing with the user.
func (o *AuthorizeSeams) userSeams() {
	o.Login.Needed = func(a *Authorization) bool {
		if a.SignIn == nil {
			return true
		}
		if a.Fresh {
			return false
		}
		age := a.s.now().Sub(a.SignIn.At)
		other := a.wanted() != "" && a.wanted() != a.sub()
		return has(a.Prompt, "login") || has(a.Prompt, "select_account") || a.MaxAge >= 0 && age > time.Duration(a.MaxAge)*time.Second ||
			other && !has(a.Prompt, "none")
	}
	o.Login.Password = func(a *Authorization, name, password string) *User {
		for i := range a.s.o.Users {
			u := &a.s.o.Users[i]
			if u.Name == name && subtle.ConstantTimeCompare([]byte(u.Password), []byte(password)) == 1 {
				return u
			}
		}
		return nil
	}
	o.Login.User = func(a *Authorization) error {
		if a.wanted() != "" && a.wanted() != a.sub() {
			return problem("login_required", "another user signed in than the one asked for")
		}
		return nil
	}
	o.Consent.Needed = func(a *Authorization) bool {
		if a.Consented {
			return false
		}
		if has(a.Prompt, "consent") || a.Client.Kind == "native" { // RFC 8252 §8.6
			return true
		}
		given, _ := a.s.store.consents.get(a.consentKey())
		return !within(a.Scope, given)
	}
	o.Consent.Remember = func(a *Authorization) bool { return true }
	o.Consent.Denied = func(*Authorization) error { return problem("access_denied", "the user refused") }
	o.Forgery = func(a *Authorization, got, want string) bool {
		return a.sid == a.cookie() && subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
	}
	plainPage := func(*Authorization, *Page) {}
	o.Login.Page, o.Consent.Page, o.Error.Page = plainPage, plainPage, plainPage
	o.Login.Status = func(*Authorization) int { return http.StatusSeeOther } // RFC 9700 §4.12
	o.answerSeams()
}

func (o *AuthorizeSeams) answerSeams() {
	o.Code.Make = func(a *Authorization) (string, error) { return a.s.random() }
	o.Code.Lifetime = func(a *Authorization) time.Duration { return a.s.o.Lifetimes.Code }
	o.Code.Issue = issueCode
	o.Success.Params = func(a *Authorization, out url.Values) { a.common(out) }
	o.Error.Params = func(a *Authorization, _ *Error, out url.Values) { a.common(out) }
	o.Error.Place = func(a *Authorization, _ *Error) bool { return a.Redirect != "" }
	o.Reply = func(*Authorization, *Redirection) {}
	o.Post = func(*Authorization, *Page) {}
}

// common adds what every response carries: the state that was sent, and iss (RFC 9207).
func (a *Authorization) common(out url.Values) {
	if a.State != "" {
		out.Set("state", a.State)
	}
	out.Set("iss", a.s.o.Issuer)
}

// wanted is the subject that the request names by id_token_hint or the claims parameter, or empty.
func (a *Authorization) wanted() string {
	if a.HintSub != "" {
		return a.HintSub
	}
	if w := a.Claims.IDToken["sub"]; w != nil {
		sub, _ := w.Value.(string)
		return sub
	}
	return ""
}

func (a *Authorization) sub() string {
	return use(a.s, &a.s.o.IDToken.Subject)(a.s, a.Client.Client, a.SignIn.User)
}

func (a *Authorization) consentKey() string { return a.Client.ID + "\x00" + a.SignIn.User.Name }

// login takes in the sign-in form.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	a, form, ok := s.resume(w, r)
	if !ok {
		return
	}
	u := use(s, &s.o.Authorize.Login.Password)(a, form.Get("username"), form.Get("password"))
	if u == nil {
		a.typed = form.Get("username")
		a.show(w, "login", "The user name or the password is wrong.")
		return
	}
	if s.o.SecondFactor != nil {
		a.half = &halfway{user: u}
		a.show(w, "second", "")
		return
	}
	a.signedIn(w, &SignIn{User: u, At: s.now(), Factors: []string{"pwd"}})
}

// signedIn goes on with a user who has proven to be one.
func (a *Authorization) signedIn(w http.ResponseWriter, x *SignIn) {
	s := a.s
	a.SignIn, a.Fresh, a.half = x, true, nil
	if use(s, &s.o.Session.Rotate)(a) {
		s.store.sessions.delete(signature(a.sid))
		a.sid = "" // keep makes a new one
	}
	if err := a.keep(w); err != nil {
		a.fail(w, err)
		return
	}
	if use(s, &s.o.Authorize.Consent.Needed)(a) {
		w.Header().Set("Location", s.path+"/consent?i="+url.QueryEscape(a.id))
		w.WriteHeader(use(s, &s.o.Authorize.Login.Status)(a))
		return
	}
	a.next(w)
}

// consent shows the question after a sign-in, and takes in the answer.
func (s *Server) consent(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		a, ok := s.pendingOf(r, r.URL.Query().Get("i"))
		if !ok || a.SignIn == nil || a.sid != a.cookie() {
			s.lost(w, r)
			return
		}
		a.next(w)
		return
	}
	a, form, ok := s.resume(w, r)
	if !ok {
		return
	}
	if a.SignIn == nil || !form.Has("decision") {
		a.next(w)
		return
	}
	if !strings.EqualFold(form.Get("decision"), "allow") {
		if err := use(s, &s.o.Authorize.Consent.Denied)(a); err != nil {
			a.fail(w, err)
			return
		}
	}
	if use(s, &s.o.Authorize.Consent.Remember)(a) {
		s.store.consents.put(a.consentKey(), a.Scope, s.now().Add(s.o.Lifetimes.Refresh), s.now(), s.o.MaxRecords)
	}
	a.Consented = true
	a.next(w)
}
