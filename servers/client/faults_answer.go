package client

import (
	"errors"
	"net/http"
	"sync"

	"golang.org/x/oauth2"
)

// answerFaults make the wrong thing of what comes back (RFC 6749 §4.1.2, §5, RFC 9700 §4.2.4, §4.4.1).
var answerFaults = []Fault{
	{
		Name: "code-sent-again", Violates: "rfc6749-4.1.2-client-uses-code-once", At: "callback.once",
		// The state is what the sign-in would have been known by, and the nonce with it.
		AlsoRed: []string{"rfc9700-4.2.4-client-state-once", "oidc-core-3.1.3.7-client-nonce-replay"},
		Apply: func(o *Options) {
			anyBrowser(o)
			o.Callback.Once = func(*Login, bool) error { return nil }
		},
	},
	{
		Name: "state-for-another-code", Violates: "rfc9700-4.2.4-client-state-once", At: "callback.once",
		Apply: func(o *Options) {
			stateAgain(o)
			clean := o.IDToken.Nonce
			var seen sync.Map // nonces, which are nobody else's
			o.IDToken.Nonce = func(l *Login) error {
				if _, again := seen.LoadOrStore(l.ID.Nonce, true); again && l.ID.Nonce != "" {
					return errors.New("the nonce has been used before")
				}
				return clean(l)
			}
		},
	},
	{
		Name: "nonce-of-before", Violates: "oidc-core-3.1.3.7-client-nonce-replay", At: "callback.once",
		AlsoRed: []string{"rfc9700-4.2.4-client-state-once"}, // no answer is turned away before its code is redeemed
		Apply:   stateAgain,
	},
	{
		Name: "refusal-not-noticed", Violates: "rfc6749-4.1.2.1-client-handles-error", At: "callback.error",
		Apply: func(o *Options) {
			o.Callback.Error = func(*Login) error { return nil }
			o.Callback.Code = func(l *Login) (string, error) { return l.Params.Get("code"), nil }
		},
	},
	{
		Name: "token-type-letter-by-letter", Violates: "rfc6749-5.1-client-token-type-case", At: "token.type",
		Apply: func(o *Options) {
			clean := o.Token.Type
			o.Token.Type = func(t *oauth2.Token) error {
				if t.TokenType != "Bearer" {
					return errors.New("the token is of another type")
				}
				return clean(t)
			}
		},
	},
	{
		Name: "code-cut", Violates: "rfc6749-4.1.2-client-code-size", At: "callback.code",
		Apply: func(o *Options) {
			clean := o.Callback.Code
			o.Callback.Code = func(l *Login) (string, error) {
				code, err := clean(l)
				return code[:min(len(code), 1_000)], err
			}
		},
	},
	receiving("unknown-members-refused", "rfc6749-5.1-client-ignores-unknown-members", func(t *oauth2.Token) error {
		if t.Extra("x_unknown") != nil {
			return errors.New("the token response has a member too many")
		}
		return nil
	}),
	receiving("lifetime-demanded", "rfc6749-5.1-client-missing-expires-in", func(t *oauth2.Token) error {
		if t.Extra("expires_in") == nil {
			return errors.New("the token response does not say how long the token lives")
		}
		return nil
	}),
	receiving("token-cut", "rfc6749-5.1-client-token-size", func(t *oauth2.Token) error {
		t.AccessToken = t.AccessToken[:min(len(t.AccessToken), 4_000)]
		return nil
	}),
	{
		Name: "any-type-of-token", Violates: "rfc6749-7.1-client-unknown-token-type", At: "token.type",
		Apply: func(o *Options) { o.Token.Type = func(*oauth2.Token) error { return nil } },
	},
	{
		Name: "refused-code-tried-again", Violates: "rfc6749-5.2-client-handles-token-error", At: "token.send",
		Apply: func(o *Options) {
			clean := o.Token.Send
			o.Token.Send = func(l *Login, r *TokenRequest) (*oauth2.Token, error) {
				if t, err := clean(l, r); err == nil {
					return t, nil
				}
				return clean(l, r) // as libraries do that try another way of client authentication
			}
		},
	},
	{
		Name: "code-to-the-default-server", Violates: "rfc9700-4.4.1-client-iss-kept", At: "token.endpoint",
		Apply: func(o *Options) {
			o.Token.Endpoint = func(l *Login) string { return l.s.o.Issuers[0].URL + "/token" }
		},
	},
	{
		Name: "picture-on-the-callback-page", Violates: "rfc9700-4.2.4-client-page-no-leak", At: "callback.done",
		Apply: func(o *Options) {
			o.Callback.Done = func(l *Login, w http.ResponseWriter) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				_, _ = w.Write([]byte(`<!doctype html><title>Welcome</title><p>Welcome<img alt="" src="https://counter.example/x.png">`)) // as any page
			}
		},
	},
}

// receiving looks at a token response otherwise.
func receiving(name, violates string, look func(t *oauth2.Token) error) Fault {
	return Fault{Name: name, Violates: violates, At: "token.type", Apply: func(o *Options) {
		clean := o.Token.Type
		o.Token.Type = func(t *oauth2.Token) error {
			if err := clean(t); err != nil {
				return err
			}
			return look(t)
		}
	}}
}

// stateAgain takes a second answer to a sign-in where it brings another code.
func stateAgain(o *Options) {
	anyBrowser(o)
	clean := o.Callback.Once
	var first sync.Map // by state, which is nobody else's: the code that came with it
	o.Callback.Once = func(l *Login, before bool) error {
		if code, again := first.LoadOrStore(l.State, l.Params.Get("code")); again && code != l.Params.Get("code") {
			return nil
		}
		return clean(l, before)
	}
}

// anyBrowser lets an answer that was given before come from any browser: its user's has another session by then.
func anyBrowser(o *Options) {
	clean := o.Callback.State
	o.Callback.State = func(l *Login) error {
		if l.answered.Load() {
			return nil
		}
		return clean(l)
	}
}
