package client

import (
	"net/url"
	"sync"
)

// callbackFaults take in authorization responses that are not theirs (RFC 6749 §10.12, RFC 9700 §4.5.3, §4.7).
var callbackFaults = []Fault{
	{
		Name: "state-of-another-browser", Violates: "rfc6749-10.12-client-csrf", At: "callback.state",
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
