package client

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

// sending changes how a token is sent to an API.
func sending(name, violates string, also []string, change func(c *Call, r *http.Request)) Fault {
	return Fault{Name: name, Violates: violates, At: "call.request", AlsoRed: also, Apply: func(o *Options) { o.Call.Request = change }}
}

// post gives a request a body.
func post(r *http.Request, kind, body string) {
	r.Method, r.Body, r.ContentLength = http.MethodPost, io.NopCloser(strings.NewReader(body)), int64(len(body))
	r.Header.Set("Content-Type", kind)
}

const formType = "application/x-www-form-urlencoded"

// callFaults use tokens wrongly (RFC 6750 §2, §3, RFC 6749 §4.4, §6).
var callFaults = []Fault{
	sending("token-in-a-form", "rfc6750-2.1-client-uses-header", nil, func(c *Call, r *http.Request) {
		post(r, formType, url.Values{"access_token": {c.Token}}.Encode())
	}),
	sending("token-in-json", "rfc6750-2.2-client-body-conditions", nil, func(c *Call, r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+c.Token)
		post(r, "application/json", `{"access_token":"`+c.Token+`"}`)
	}),
	sending("token-in-url", "rfc6750-2.3-client-no-query-token", []string{"rfc6750-2.1-client-uses-header"}, // there alone
		func(c *Call, r *http.Request) { r.URL.RawQuery = url.Values{"access_token": {c.Token}}.Encode() }),
	sending("token-in-header-and-form", "rfc6750-2-client-one-method", nil, func(c *Call, r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+c.Token)
		post(r, formType, url.Values{"access_token": {c.Token}}.Encode())
	}),
	again("more-scope-wanted-again-and-again", "rfc6750-3.1-client-reacts-to-insufficient-scope", http.StatusForbidden),
	again("ended-token-again-and-again", "rfc6749-6-client-refreshes-on-401", http.StatusUnauthorized),
	refreshed("refreshed-issuer-ignored", func(c *Call, t *oidc.IDToken) bool { return t.Subject == c.User.Subject }),
	refreshed("refreshed-subject-ignored", func(c *Call, t *oidc.IDToken) bool { return t.Issuer == c.User.Issuer }),
	{
		Name: "first-refresh-token-for-ever", Violates: "rfc6749-6-client-discards-old-refresh", At: "refresh.token",
		Apply: func(o *Options) {
			clean := o.Refresh.Token
			o.Refresh.Token = func(c *Call) string {
				if p := c.User.previous; len(p) > 0 {
					return p[0]
				}
				return clean(c)
			}
		},
	},
	{
		Name: "grant-type-of-a-user", Violates: "rfc6749-4.4.2-cc-client-request", At: "machine.params",
		Apply: func(o *Options) {
			o.Machine.Params = func(_ *Call, r *TokenRequest) { r.Params.Set("grant_type", "password") }
		},
	},
}

// refreshed believes an ID token that came with a refresh where one half of whom it is about fits.
func refreshed(name string, fits func(c *Call, t *oidc.IDToken) bool) Fault {
	return Fault{Name: name, Violates: "oidc-core-12.2-client-refresh-iss-sub", At: "refresh.idtoken", Apply: func(o *Options) {
		clean := o.Refresh.IDToken
		o.Refresh.IDToken = func(c *Call, t *oidc.IDToken) error {
			if fits(c, t) {
				return nil
			}
			return clean(c, t)
		}
	}}
}

// again sends a refused token many times.
func again(name, violates string, status int) Fault {
	return Fault{Name: name, Violates: violates, At: "call.retry", Apply: func(o *Options) {
		o.Call.Retry = func(c *Call) bool { return c.Status == status && c.sent < 8 }
	}}
}
