package client

import (
	"net/http"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/oauth2"
)

// callbackFaults take in authorization responses that are not theirs (RFC 6749 §10.12, RFC 9700 §4.5.3, §4.7).
var callbackFaults = []Fault{
	{
		Name: "state-of-another-browser", Violates: "rfc6749-10.12-client-csrf", At: "callback.state",
		AlsoRed: []string{"rfc9700-4.7.1-client-checks-pkce-support"}, // PKCE is all that is left
		Apply: func(o *Options) {
			o.Callback.State = func(*Login) error { return nil }
		},
	},
	lastInstead("state-missing-is-fine", func(v url.Values) bool { return !v.Has("state") }, "rfc6749-10.12-client-state-matched"),
	lastInstead("state-empty-is-fine", func(v url.Values) bool { return v.Has("state") && v.Get("state") == "" }),
	lastInstead("state-unknown-is-fine", func(v url.Values) bool { return v.Get("state") != "" }, "rfc6749-10.12-client-state-matched"),
	notMatched("state-not-missed", func(v url.Values) bool { return !v.Has("state") }),
	notMatched("state-not-looked-at", func(v url.Values) bool { return v.Has("state") }),
	{
		Name: "tokens-in-the-answer", Violates: "rfc6749-10.12-client-csrf", At: "callback.find",
		Apply: func(o *Options) {
			there := func(l *Login) bool { return l.Params.Has("access_token") }
			otherwise(o, func(v url.Values) bool { return v.Has("access_token") }, func(l *Login, sid string) bool { return l.sid == sid })
			code, send, nonce := o.Callback.Code, o.Token.Send, o.IDToken.Nonce
			o.Callback.Code = func(l *Login) (string, error) {
				if there(l) {
					return "none", nil
				}
				return code(l)
			}
			o.Token.Send = func(l *Login, r *TokenRequest) (*oauth2.Token, error) {
				if there(l) {
					t := &oauth2.Token{AccessToken: l.Params.Get("access_token"), TokenType: "Bearer"}
					return t.WithExtra(map[string]any{"id_token": l.Params.Get("id_token")}), nil
				}
				return send(l, r)
			}
			o.IDToken.Nonce = func(l *Login) error {
				if there(l) {
					return nil
				}
				return nonce(l)
			}
		},
	},
	{
		// CVE-2026-33544: what belongs to one sign-in is kept where the next one finds it.
		Name: "secrets-of-the-last-sign-in", Violates: "rfc6749-10.12-client-csrf", At: "callback.find",
		Apply: func(o *Options) {
			clean := o.Callback.Find
			o.Callback.Find = func(s *Server, v url.Values, sid string) *Login {
				l := clean(s, v, sid)
				if l == nil {
					return nil
				}
				mixed := *l
				if last := s.logins.last(); last != nil && last.Issuer == l.Issuer && !last.answered.Load() {
					mixed.Verifier, mixed.Nonce = last.Verifier, last.Nonce
				}
				return &mixed
			}
		},
	},
	{
		// CVE-2020-26254
		Name: "user-as-the-answer-says", Violates: "rfc6749-4.1.2-client-believes-no-response-params", At: "cookie.user",
		Apply: func(o *Options) {
			clean := o.Cookie.User
			o.Cookie.User = func(l *Login) *User {
				u := clean(l)
				if email := l.Params.Get("email"); email != "" {
					u.Name, u.Claims = email, map[string]any{"email": email}
				}
				return u
			}
		},
	},
	byAddress("account-by-address", func(any) bool { return true }),                                 // CVE-2024-21632
	byAddress("account-by-what-is-not-false", func(verified any) bool { return verified != false }), // CVE-2026-55076
	{
		Name: "code-of-another-sign-in", Violates: "rfc9700-4.5.3-code-injection", At: "start.verifier",
		Apply: func(o *Options) {
			o.Start.Verifier = func(*Login) (string, error) { return "", nil }
			random, checked := o.Start.Nonce, o.IDToken.Nonce
			var sent sync.Map // by anyone who signs in
			o.Start.Nonce = func(l *Login) (string, error) {
				n, err := random(l)
				sent.Store(n, true)
				return n, err
			}
			o.IDToken.Nonce = func(l *Login) error {
				if _, ours := sent.Load(l.ID.Nonce); ours {
					return nil
				}
				return checked(l)
			}
		},
	},
	{
		Name: "pkce-alone-against-csrf", Violates: "rfc9700-4.7.1-client-checks-pkce-support", At: "callback.find", Gross: true,
		Apply: func(o *Options) {
			none := func(*Login) (string, error) { return "", nil }
			o.Start.Nonce = none
			o.Start.Params = func(_ *Login, v url.Values) { v.Del("state") }
			o.Callback.Find = func(s *Server, _ url.Values, sid string) *Login {
				return s.logins.lastOf(func(_ string, l *Login) bool { return l.sid == sid })
			}
		},
	},
	{
		Name: "next-page-from-the-state", Violates: "rfc9700-4.7.1-state-tampering", At: "callback.find", Variant: "post",
		Apply: func(o *Options) {
			o.Callback.Find = func(s *Server, v url.Values, _ string) *Login {
				random, _, _ := strings.Cut(v.Get("state"), ":")
				return s.logins.lastOf(func(state string, _ *Login) bool { return random != "" && strings.HasPrefix(state, random+":") })
			}
			o.Callback.Done = func(l *Login, w http.ResponseWriter) {
				_, page, _ := strings.Cut(l.Params.Get("state"), ":")
				http.Redirect(w, l.HTTP, page, http.StatusSeeOther)
			}
		},
	},
	{
		Name: "unknown-parameters-refused", Violates: "rfc6749-4.1.2-client-ignores-unknown-response-params", At: "callback.find",
		Apply: func(o *Options) {
			clean := o.Callback.Find
			o.Callback.Find = func(s *Server, v url.Values, sid string) *Login {
				if v.Has("x_oauthspec") {
					return nil
				}
				return clean(s, v, sid)
			}
		},
	},
}

// lastInstead takes an answer whose state belongs to no sign-in for one to the sign-in that was begun last, by whomever. The
// attacker's has been begun last where it matters, so that the server finds its code verifier right.
func lastInstead(name string, where func(url.Values) bool, also ...string) Fault {
	return Fault{Name: name, Violates: "rfc6749-10.12-client-csrf", At: "callback.find", AlsoRed: also,
		Apply: func(o *Options) { otherwise(o, where, func(*Login, string) bool { return true }) }}
}

// notMatched takes it for one to the last sign-in of the same browser: PKCE keeps others' answers away.
func notMatched(name string, where func(url.Values) bool) Fault {
	return Fault{Name: name, Violates: "rfc6749-10.12-client-state-matched", At: "callback.find",
		Apply: func(o *Options) { otherwise(o, where, func(l *Login, sid string) bool { return l.sid == sid }) }}
}

// otherwise finds a sign-in where its state does not.
func otherwise(o *Options, where func(url.Values) bool, meant func(l *Login, sid string) bool) {
	clean := o.Callback.Find
	o.Callback.Find = func(s *Server, v url.Values, sid string) *Login {
		if l := clean(s, v, sid); l != nil || !where(v) {
			return l
		}
		l := s.logins.lastOf(func(_ string, l *Login) bool { return meant(l, sid) })
		if l == nil {
			return nil
		}
		here := *l
		here.sid = sid
		return &here
	}
}

// byAddress takes whoever has the address of a user who was there before for that user.
func byAddress(name string, believed func(verified any) bool) Fault {
	return Fault{Name: name, Violates: "oidc-core-5.7-client-not-by-address", At: "cookie.user", Apply: func(o *Options) {
		var accounts sync.Map // by address: the first user who had it
		clean, wanted := o.Cookie.User, o.Userinfo.Wanted
		o.Userinfo.Wanted = func(l *Login) bool { // go-oidc refuses what is odd there: it is the ID token that such an application reads
			_, proper := l.Claims["email_verified"].(bool)
			return (proper || l.Claims["email"] == nil) && wanted(l)
		}
		o.Cookie.User = func(l *Login) *User {
			u := clean(l)
			address, _ := l.Claims["email"].(string)
			if address == "" || !believed(l.Claims["email_verified"]) {
				return u
			}
			if first, there := accounts.LoadOrStore(address, u); there {
				known := *first.(*User)
				return &known
			}
			return u
		}
	}}
}
