package client

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"
)

// redeeming changes the token request before it is sent.
func redeeming(name, violates, variant string, change func(l *Login, r *TokenRequest)) Fault {
	return Fault{Name: name, Violates: violates, At: "token.params", Variant: variant, Gross: true,
		Apply: func(o *Options) { o.Token.Params = change }}
}

// requestFaults ask for codes, and redeem them, wrongly (RFC 6749 §2.3, §4.1, RFC 7636 §4).
var requestFaults = []Fault{
	{
		Name: "another-response-type", Violates: "rfc6749-4.1.1-client-request-params", At: "start.params", Gross: true,
		Apply: func(o *Options) {
			o.Start.Params = func(_ *Login, v url.Values) { v.Set("response_type", "code token") }
		},
	},
	{
		Name: "state-short", Violates: "rfc6749-4.1.1-client-sends-state", At: "start.state",
		Apply: func(o *Options) {
			clean := o.Start.State
			o.Start.State = func(l *Login) (string, error) {
				s, err := clean(l)
				return s[:min(len(s), 4)], err
			}
		},
	},
	{
		Name: "state-of-the-second", Violates: "rfc6749-4.1.1-client-sends-state", At: "start.state",
		Apply: func(o *Options) {
			clean := o.Start.State
			var mu sync.Mutex
			var state string
			var until time.Time
			o.Start.State = func(l *Login) (s string, err error) {
				mu.Lock()
				defer mu.Unlock()
				if strings.Contains(l.HTTP.Header.Get("Accept"), "text/html") { // a browser, which comes alone
					return clean(l)
				}
				if now := time.Now(); now.After(until) {
					if state, err = clean(l); err != nil {
						return "", err
					}
					until = now.Add(time.Second)
				}
				return state, nil
			}
		},
	},
	{
		// CVE-2026-28789
		Name: "falls-over-in-a-crowd", Violates: "rfc6749-4.1.1-client-sends-state", At: "start.state",
		Apply: func(o *Options) {
			clean := o.Start.State
			var inside atomic.Int32
			o.Start.State = func(l *Login) (string, error) {
				defer inside.Add(-1)
				if inside.Add(1) > 1 {
					return "", errors.New("concurrent map writes")
				}
				time.Sleep(time.Millisecond)
				return clean(l)
			}
		},
	},
	{
		Name: "verifier-mostly-fixed", Violates: "rfc7636-4.1-verifier-entropy-client", At: "start.verifier",
		Apply: func(o *Options) {
			clean := o.Start.Verifier
			o.Start.Verifier = func(l *Login) (string, error) {
				s, err := clean(l)
				return strings.Repeat("v", 40) + s[:min(len(s), 8)], err
			}
		},
	},
	{
		Name: "verifier-of-the-browser", Violates: "rfc7636-4.1-verifier-entropy-client", At: "start.verifier",
		Apply: func(o *Options) { o.Start.Verifier = ofTheBrowser(o.Start.Verifier, verifierOf) },
	},
	{
		Name: "verifier-and-nonce-of-the-browser", Violates: "rfc9700-2.1.1-challenge-transaction-specific", At: "start.verifier",
		AlsoRed: []string{"rfc7636-4.1-verifier-entropy-client"}, // the verifier is the same again
		Apply: func(o *Options) {
			o.Start.Verifier, o.Start.Nonce = ofTheBrowser(o.Start.Verifier, verifierOf), ofTheBrowser(o.Start.Nonce, nonceOf)
		},
	},
	{
		Name: "nonce-counted", Violates: "oidc-core-3.1.2.1-client-nonce-entropy", At: "start.nonce",
		Apply: func(o *Options) {
			var n atomic.Int64
			o.Start.Nonce = func(*Login) (string, error) { return strconv.FormatInt(n.Add(1), 10), nil }
		},
	},
	{
		Name: "verifier-beside-its-challenge", Violates: "rfc9700-2.1.1-s256-not-plain", At: "start.params",
		Apply: func(o *Options) {
			o.Start.Params = func(l *Login, v url.Values) { v.Set("code_verifier", l.Verifier) }
		},
	},
	{
		Name: "secret-in-the-authorization-request", Violates: "rfc6749-2.3.1-client-secret-not-in-uri", At: "start.params",
		Apply: func(o *Options) {
			o.Start.Params = func(l *Login, v url.Values) { v.Set("client_secret", l.Issuer.Secret) }
		},
	},
	{
		Name: "verifier-too-long", Violates: "rfc7636-4.1-verifier-syntax-client", At: "start.verifier", Gross: true,
		Apply: func(o *Options) {
			clean := o.Start.Verifier
			o.Start.Verifier = func(l *Login) (string, error) {
				s, err := clean(l)
				return strings.Repeat(s, 4), err
			}
		},
	},
	{
		Name: "challenge-plain", Violates: "rfc7636-4.2-client-uses-s256", At: "start.challenge",
		AlsoRed: []string{"rfc9700-2.1.1-s256-not-plain"}, // such a challenge is the verifier
		Apply:   func(o *Options) { o.Start.Challenge = func(l *Login) (string, string) { return l.Verifier, "plain" } },
	},
	{
		Name: "verifier-forgotten", Violates: "rfc7636-4.5-client-sends-verifier", At: "token.verifier", Gross: true,
		Apply: func(o *Options) { o.Token.Verifier = func(*Login) string { return "" } },
	},
	{
		Name: "neither-pkce-nor-nonce", Violates: "oauth21-4.1.1-pkce-required-client", At: "start.verifier",
		AlsoRed: []string{"rfc9700-4.5.3-code-injection"}, // nothing ties a code to its sign-in
		Apply: func(o *Options) {
			o.Start.Verifier = func(*Login) (string, error) { return "", nil }
			o.Start.Nonce = func(*Login) (string, error) { return "", nil }
		},
	},
	{
		Name: "downgrade", Violates: "rfc7636-7.2-client-no-downgrade", At: "callback.error",
		Apply: func(o *Options) {
			refused, challenge := o.Callback.Error, o.Start.Challenge
			o.Callback.Error = func(l *Login) error {
				l.provider.Challenges = []string{"plain"}
				return refused(l)
			}
			o.Start.Challenge = func(l *Login) (string, string) {
				if slices.Equal(l.provider.Challenges, []string{"plain"}) {
					return l.Verifier, "plain"
				}
				return challenge(l)
			}
		},
	},
	{
		Name: "code-in-url", Violates: "rfc6749-3.2-token-client-posts", At: "token.params",
		Apply: func(o *Options) {
			o.Token.Params = func(_ *Login, r *TokenRequest) { r.Endpoint += "?" + url.Values{"code": r.Params["code"]}.Encode() }
		},
	},
	{
		Name: "public-client-unnamed", Violates: "rfc6749-3.2.1-client-sends-client-id", At: "token.client", Variant: "public", Gross: true,
		Apply: func(o *Options) {
			clean := o.Token.Client
			o.Token.Client = func(s *Server, r *TokenRequest) error {
				err := clean(s, r)
				r.Style = oauth2.AuthStyleInHeader // with an empty secret
				return err
			}
		},
	},
	redeeming("secret-in-both-places", "rfc6749-2.3-client-single-auth-method", "web", func(_ *Login, r *TokenRequest) {
		r.Params.Set("client_secret", r.Secret)
	}),
	{
		Name: "basic-encoded-twice", Violates: "rfc6749-2.3.1-basic-client-form-encoding", At: "token.send", Gross: true,
		Apply: func(o *Options) {
			clean := o.Token.Send
			o.Token.Send = func(l *Login, r *TokenRequest) (*oauth2.Token, error) {
				r.Secret = url.QueryEscape(r.Secret) // x/oauth2 does so again
				return clean(l, r)
			}
		},
	},
	redeeming("redirect-uri-not-repeated", "rfc6749-4.1.3-client-token-request", "", func(_ *Login, r *TokenRequest) {
		r.Params.Set("redirect_uri", r.Params.Get("redirect_uri")+"/")
	}),
	redeeming("assertion-for-anyone", "rfc7523-2.2-client-sends-assertion", "jwt", func(l *Login, r *TokenRequest) {
		other := *r
		issuer := *r.Issuer
		issuer.URL = "https://everywhere.example"
		other.Issuer = &issuer
		if a, err := l.s.assertion(&other); err == nil {
			r.Params.Set("client_assertion", a)
		}
	}),
}

// ofTheBrowser is what an earlier sign-in of the same browser had.
func ofTheBrowser(random func(l *Login) (string, error), of func(l *Login) string) func(l *Login) (string, error) {
	return func(l *Login) (string, error) {
		sid := l.s.sid(l.HTTP)
		if before := l.s.logins.lastOf(func(_ string, b *Login) bool { return sid != "" && b.sid == sid }); before != nil {
			return of(before), nil
		}
		return random(l)
	}
}

func verifierOf(l *Login) string { return l.Verifier }
func nonceOf(l *Login) string    { return l.Nonce }
