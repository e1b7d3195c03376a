package client

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// callback takes in the authorization response.
func (s *Server) callback(w http.ResponseWriter, r *http.Request) {
	l, err := s.answer(w, r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	use(s, &s.o.Callback.Done)(l, w)
}

// answer does all that lies between an authorization response and a session.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) (*Login, error) {
	params, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, refuse("the response cannot be read")
	}
	found := use(s, &s.o.Callback.Find)(s, params, s.sid(r))
	if found == nil {
		return nil, refuse("nobody began a sign-in that this answers")
	}
	l := *found // what one response brings is no business of another's
	l.HTTP, l.Params = r, params
	if err := l.check(); err != nil {
		return nil, err
	}
	u, err := l.finish()
	if err != nil {
		return nil, err
	}
	return &l, s.signIn(w, &l, u)
}

// check reads the response, before anything is sent anywhere.
func (l *Login) check() error {
	s, o := l.s, &l.s.o.Callback
	for _, f := range []*func(*Login) error{&o.Place, &o.State} {
		if err := use(s, f)(l); err != nil {
			return err
		}
	}
	if err := use(s, &o.Once)(l, l.answered.Swap(true)); err != nil {
		return err
	}
	if err := use(s, &o.Issuer)(l); err != nil {
		return err
	}
	if l.Params.Has("error") {
		return use(s, &o.Error)(l)
	}
	return nil
}

// finish redeems the code and finds out who the user is.
func (l *Login) finish() (*User, error) {
	code, err := use(l.s, &l.s.o.Callback.Code)(l)
	if err != nil {
		return nil, err
	}
	if l.Token, err = l.redeem(code); err != nil {
		return nil, err
	}
	if err := l.identify(); err != nil {
		return nil, &Problem{http.StatusBadRequest, "the identity that came back cannot be trusted", err}
	}
	if err := l.ask(); err != nil {
		return nil, err
	}
	u := use(l.s, &l.s.o.Cookie.User)(l)
	u.Userinfo, u.Token, u.RawID, u.provider, u.refresh = l.Userinfo, l.Token, l.RawID, l.provider, l.Token.RefreshToken
	u.Expires = l.s.expiry(l.Token)
	return u, nil
}

func callbackSeams() CallbackSeams {
	return CallbackSeams{
		Find: func(s *Server, params url.Values, _ string) *Login {
			if len(params["state"]) != 1 {
				return nil
			}
			l, _ := s.logins.get(params.Get("state"))
			return l
		},
		Place: func(l *Login) error {
			if l.HTTP.URL.Path != l.s.place(l.Issuer) {
				return refuse("the answer came to another place than it was sent to")
			}
			return nil
		},
		State: func(l *Login) error {
			if l.sid == "" || l.sid != l.s.sid(l.HTTP) {
				return refuse("the sign-in was begun in another browser")
			}
			return nil
		},
		Once: func(l *Login, before bool) error {
			if before {
				return refuse("the sign-in has been answered before")
			}
			if l.s.now().Sub(l.started) > l.s.o.Pending {
				return refuse("the sign-in took too long")
			}
			return nil
		},
		Issuer: checkIssuer,
		Error: func(l *Login) error {
			return &Problem{http.StatusForbidden, "the authorization server refused", errors.New(l.Params.Get("error"))}
		},
		Done: func(l *Login, w http.ResponseWriter) {
			http.Redirect(w, l.HTTP, l.Return, http.StatusSeeOther) // so that no code stays in the address bar
		},
		Code: func(l *Login) (string, error) {
			if code := l.Params["code"]; len(code) == 1 && code[0] != "" {
				return code[0], nil
			}
			return "", refuse("the response has no code")
		},
	}
}

// checkIssuer is RFC 9207 §2.4. A server that does not say that it sends iss and does is not the one we know.
func checkIssuer(l *Login) error {
	iss := l.Params["iss"]
	switch {
	case len(iss) == 0 && !l.provider.Iss:
		return nil
	case len(iss) == 0:
		return refuse("the response does not say which server it is from")
	case !l.provider.Iss:
		return refuse("the response says which server it is from, which that server never announced")
	case len(iss) > 1 || iss[0] != l.Issuer.URL:
		return refuse("the response is from another server than the one asked")
	}
	return nil
}

// A Problem is why a request of the browser's came to nothing.
type Problem struct {
	Status int    // of the answer
	Text   string // to be shown
	Cause  error  // or nil
}

// Error implements error.
func (p *Problem) Error() string {
	if p.Cause == nil {
		return p.Text
	}
	return fmt.Sprintf("%s: %v", p.Text, p.Cause)
}

// Unwrap gives the cause.
func (p *Problem) Unwrap() error { return p.Cause }

func refuse(text string) error { return &Problem{Status: http.StatusBadRequest, Text: text} }
