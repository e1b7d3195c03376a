package client

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
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
	{
		Name: "state-missing-is-fine", Violates: "rfc6749-10.12-client-csrf", At: "callback.find",
		Apply: func(o *Options) {
			clean := o.Callback.Find
			o.Callback.Find = func(s *Server, v url.Values, sid string) *Login {
				if v.Has("state") {
					return clean(s, v, sid)
				}
				return s.logins.last()
			}
		},
	},
	{
		Name: "state-unknown-is-fine", Violates: "rfc6749-10.12-client-csrf", At: "callback.find",
		Apply: func(o *Options) {
			clean := o.Callback.Find
			o.Callback.Find = func(s *Server, v url.Values, sid string) *Login {
				if l := clean(s, v, sid); l != nil || !v.Has("state") {
					return l
				}
				return s.logins.last()
			}
		},
	},
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
		AlsoRed: []string{"rfc6749-4.1.1-client-sends-state"}, // there is none
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
