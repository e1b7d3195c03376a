package client

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// A Login is one sign-in, from the moment the user asks for it to the session that comes of it.
type Login struct {
	State  string        // of no other
	HTTP   *http.Request // being answered: the one that began it, then the callback
	Issuer *Issuer       // whom the user was sent to
	Nonce  string
	Verifier,
	Redirect, // redirect_uri
	Return string // where the user goes afterwards, within the application
	MaxAge string // as it was sent, or empty
	ACR    string

	Params   url.Values // of the authorization response
	Token    *oauth2.Token
	RawID    string // the ID token as it came
	ID       *oidc.IDToken
	Claims   map[string]any // of the ID token
	Userinfo map[string]any

	s        *Server
	provider *provider
	sid      string // of the browser in which it began
	started  time.Time
	answered *atomic.Bool // shared by all answers to it
}

// passed are the parameters of an authorization request that whoever links to the application's login may choose.
var passed = []string{"prompt", "max_age", "acr_values", "ui_locales"}

// login begins a sign-in.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.start(w, r, q.Get("issuer"), q.Get("return_to"), q)
}

// initiate begins a sign-in that somebody else suggests (OpenID Connect Core §4).
func (s *Server) initiate(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || r.Form.Get("iss") == "" {
		s.fail(w, r, refuse("the request names no issuer"))
		return
	}
	s.start(w, r, r.Form.Get("iss"), r.Form.Get("target_link_uri"), url.Values{"login_hint": r.Form["login_hint"]})
}

func (s *Server) start(w http.ResponseWriter, r *http.Request, issuer, back string, asked url.Values) {
	l := &Login{HTTP: r, s: s, started: s.now(), answered: new(atomic.Bool)}
	address, err := l.begin(issuer, back, asked)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if l.sid = s.sid(r); s.current(r) == nil {
		if l.sid, err = s.begin(w, nil); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.logins.put(l.State, l)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// begin decides what to ask for, and gives the address to send the browser to.
func (l *Login) begin(issuer, back string, asked url.Values) (string, error) {
	s, o := l.s, &l.s.o.Start
	var err error
	if l.Issuer, err = use(s, &o.Issuer)(l, issuer); err != nil {
		return "", err
	}
	if l.provider, err = s.known(l.HTTP.Context(), l.Issuer); err != nil {
		return "", err
	}
	l.Return = use(s, &o.Return)(l, back)
	for _, make := range []struct {
		seam *func(*Login) (string, error)
		into *string
	}{{&o.State, &l.State}, {&o.Nonce, &l.Nonce}, {&o.Verifier, &l.Verifier}} {
		if *make.into, err = use(s, make.seam)(l); err != nil {
			return "", err
		}
	}
	l.Redirect = use(s, &o.Redirect)(l)
	v := l.request(asked)
	use(s, &o.Params)(l, v)
	glue := "?"
	if strings.Contains(l.provider.Authorization, "?") {
		glue = "&"
	}
	return l.provider.Authorization + glue + v.Encode(), nil
}

// request is the authorization request.
func (l *Login) request(asked url.Values) url.Values {
	s, o := l.s, &l.s.o.Start
	v := url.Values{"response_type": {"code"}, "client_id": {l.provider.ClientID}, "scope": {strings.Join(s.o.Scopes, " ")}}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("redirect_uri", l.Redirect)
	set("state", l.State)
	set("nonce", l.Nonce)
	if l.Verifier != "" {
		challenge, method := use(s, &o.Challenge)(l)
		set("code_challenge", challenge)
		set("code_challenge_method", method)
	}
	if hint := asked.Get("login_hint"); hint != "" {
		set("login_hint", use(s, &o.Hint)(l, hint))
	}
	for name, value := range s.o.Ask {
		set(name, value)
	}
	for _, name := range passed {
		set(name, asked.Get(name))
	}
	l.MaxAge, l.ACR = v.Get("max_age"), v.Get("acr_values")
	if strings.Contains(" "+v.Get("scope")+" ", " offline_access ") && v.Get("prompt") == "" {
		v.Set("prompt", "consent") // OpenID Connect Core §11
	}
	return v
}

func startSeams() StartSeams {
	random := func(l *Login) (string, error) { return l.s.random() }
	return StartSeams{
		Issuer: func(l *Login, asked string) (*Issuer, error) {
			for i := range l.s.o.Issuers {
				if is := &l.s.o.Issuers[i]; asked == "" || is.URL == asked {
					return is, nil
				}
			}
			return nil, refuse("the application does not work with that issuer")
		},
		Return: func(l *Login, asked string) string { return l.s.within(asked) },
		State: func(l *Login) (string, error) {
			state, err := random(l)
			if l.s.o.Carry {
				state += ":" + l.Return // nobody can change it there: the whole state is what the sign-in is found by
			}
			return state, err
		},
		Nonce: random, Verifier: random,
		Challenge: func(l *Login) (string, string) {
			sum := sha256.Sum256([]byte(l.Verifier))
			return base64.RawURLEncoding.EncodeToString(sum[:]), "S256"
		},
		Redirect: func(l *Login) string { return l.s.o.URL + l.s.place(l.Issuer) },
		Hint:     func(_ *Login, asked string) string { return asked },
		Params:   func(*Login, url.Values) {},
	}
}

// place is where the answers of an issuer are taken in.
func (s *Server) place(i *Issuer) string {
	if n := slices.IndexFunc(s.o.Issuers, func(o Issuer) bool { return o.URL == i.URL }); s.o.Apart && n >= 0 {
		return "/callback/" + strconv.Itoa(n)
	}
	return "/callback"
}

// within gives a path of the application's own: an address elsewhere would make it an open redirector (RFC 9700 §4.11.1).
func (s *Server) within(asked string) string {
	path := asked
	if rest, ours := strings.CutPrefix(asked, s.o.URL+"/"); ours {
		path = "/" + rest
	}
	if u, err := url.Parse(path); err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(path, "/") ||
		strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}
