package resource

import (
	"io"
	"net/http"
	"net/url"
	"strings"
)

// askFaults ask about tokens wrongly, or not at all (RFC 7662 §2, §4).
var askFaults = []Fault{
	{
		Name: "inactive-is-fine", Violates: "rfc7662-2.2-rs-honours-inactive", At: "ask.active", Variant: "introspection",
		Apply: func(o *Options) {
			clean := o.Ask.Active
			o.Ask.Active = func(t *Token) error {
				if t.Claims["active"] == false && len(t.Claims) == 1 {
					t.Claims["scope"] = ReadScope
					return nil
				}
				return clean(t)
			}
		},
		AlsoRed: []string{"rfc6749-10.3-token-guessing", "rfc7662-4-rs-cache-bounded"}, // what is unknown is inactive
	},
	{
		Name: "asked-by-nobody", Violates: "rfc7662-2.1-rs-authenticates", At: "ask.request", Variant: "introspection",
		Apply: func(o *Options) { o.Ask.Request = func(*Token, *http.Request) {} },
	},
	{
		Name: "asked-with-an-identifier-alone", Violates: "rfc7662-2.1-rs-authenticates", At: "ask.request", Variant: "introspection",
		Apply: func(o *Options) {
			o.Ask.Request = func(t *Token, r *http.Request) {
				askedWith(r, url.Values{"token": {t.Raw}, "client_id": {t.s.account.Load().ID}})
			}
		},
	},
	{
		Name: "asked-by-get", Violates: "rfc7662-2.1-rs-authenticates", At: "ask.request", Variant: "introspection",
		Apply: func(o *Options) {
			clean := o.Ask.Request
			o.Ask.Request = func(t *Token, r *http.Request) {
				clean(t, r)
				r.Method, r.URL.RawQuery = http.MethodGet, url.Values{"token": {t.Raw}}.Encode()
				r.Body, r.ContentLength = nil, 0
			}
		},
	},
	{
		Name: "active-as-a-text", Violates: "rfc7662-rs-fails-closed", At: "ask.active", Variant: "introspection",
		Apply: activeWhere(func(active any) bool { _, text := active.(string); return text }),
	},
	{
		Name: "active-unless-denied", Violates: "rfc7662-rs-fails-closed", At: "ask.active", Variant: "introspection",
		Apply: activeWhere(func(active any) bool { return active == nil }),
	},
	{
		Name: "audience-of-an-answer-not-compared", Violates: "rfc9700-2.3-rs-refuses-other-audience", At: "ask.active", Variant: "introspection",
		Apply: func(o *Options) {
			clean := o.Ask.Active
			o.Ask.Active = func(t *Token) error {
				delete(t.Claims, "aud")
				return clean(t)
			}
		},
	},
	{
		Name: "open-where-nobody-answers", Violates: "rfc7662-rs-fails-closed", At: "ask.failed", Variant: "introspection",
		Apply: func(o *Options) {
			o.Ask.Failed = func(t *Token, _ error) error {
				t.Claims = map[string]any{"active": true, "scope": ReadScope}
				return nil
			}
		},
	},
	{
		Name: "answers-kept-for-ever", Violates: "rfc7662-4-rs-cache-bounded", At: "ask.cached", Variant: "introspection",
		Apply: func(o *Options) {
			o.Ask.Cached = func(t *Token) map[string]any {
				t.s.mu.Lock()
				defer t.s.mu.Unlock()
				return t.s.asked[t.Raw]
			}
			clean := o.Ask.Active
			o.Ask.Active = func(t *Token) error {
				if t.Claims["active"] == true {
					delete(t.Claims, "exp")
				}
				return clean(t)
			}
		},
	},
}

// askedWith makes a question out of another form.
func askedWith(r *http.Request, form url.Values) {
	text := form.Encode()
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
}

// activeWhere takes what is no true for one.
func activeWhere(is func(active any) bool) func(*Options) {
	return func(o *Options) {
		clean := o.Ask.Active
		o.Ask.Active = func(t *Token) error {
			if is(t.Claims["active"]) {
				t.Claims["active"] = true
			}
			return clean(t)
		}
	}
}
