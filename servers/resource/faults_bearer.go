package resource

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// bearerFaults take tokens from where they should not be, or not from where they should (RFC 6750 §2).
var bearerFaults = []Fault{
	{
		Name: "header-not-read", Violates: "rfc6750-2.1-header-supported", At: "bearer.header",
		Gross: true,
		Apply: func(o *Options) {
			clean := o.Bearer.Header
			o.Bearer.Header = func(r *http.Request) (string, error) {
				if t, err := clean(r); t == "" || err != nil {
					return t, err
				}
				return "", nil
			}
		},
	},
	{
		Name: "scheme-only-as-written", Violates: "rfc6750-2.1-scheme-case-insensitive", At: "bearer.header",
		Apply: func(o *Options) {
			clean := o.Bearer.Header
			o.Bearer.Header = func(r *http.Request) (string, error) {
				if !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
					return "", nil
				}
				return clean(r)
			}
		},
	},
	{
		Name: "token-in-json", Violates: "rfc6750-2.2-body-form-only", At: "bearer.body",
		Apply: func(o *Options) {
			clean := o.Bearer.Body
			o.Bearer.Body = func(r *http.Request, body []byte) (string, error) {
				var m struct {
					Token string `json:"access_token"`
				}
				if r.Header.Get("Content-Type") == "application/json" && json.Unmarshal(body, &m) == nil {
					return m.Token, nil
				}
				return clean(r, body)
			}
		},
	},
	{
		Name: "token-in-form-by-get", Violates: "rfc6750-2.2-body-form-only", At: "bearer.body",
		Apply: func(o *Options) {
			clean := o.Bearer.Body
			o.Bearer.Body = func(r *http.Request, body []byte) (string, error) {
				if r.Method != http.MethodGet || r.Header.Get("Content-Type") == "" {
					return clean(r, body)
				}
				v, err := url.ParseQuery(string(body))
				return v.Get("access_token"), err
			}
		},
	},
	{
		Name: "second-header-ignored", Violates: "rfc6750-3.1-invalid-request", At: "bearer.header",
		Apply: func(o *Options) {
			clean := o.Bearer.Header
			o.Bearer.Header = func(r *http.Request) (string, error) {
				one := &http.Request{Header: http.Header{}}
				if v := r.Header.Get("Authorization"); v != "" {
					one.Header.Set("Authorization", v)
				}
				return clean(one)
			}
		},
	},
	{
		Name: "second-token-in-form-ignored", Violates: "rfc6750-3.1-one-method-only", At: "bearer.body", Variant: "generous",
		Apply: func(o *Options) {
			clean := o.Bearer.Body
			o.Bearer.Body = func(r *http.Request, body []byte) (string, error) {
				if r.Header.Get("Authorization") != "" {
					return "", nil
				}
				return clean(r, body)
			}
		},
	},
	{
		Name: "second-token-in-url-ignored", Violates: "rfc6750-3.1-one-method-only", At: "bearer.query", Variant: "generous",
		Apply: func(o *Options) {
			clean := o.Bearer.Query
			o.Bearer.Query = func(r *http.Request) (string, error) {
				if r.Header.Get("Authorization") != "" {
					return "", nil
				}
				return clean(r)
			}
		},
	},
	{
		Name: "token-in-url", Violates: "oauth21-5.1-rs-ignores-query-token", At: "bearer.query",
		Apply: func(o *Options) {
			o.Bearer.Query = func(r *http.Request) (string, error) { return r.URL.Query().Get("access_token"), nil }
		},
	},
	{
		Name: "scope-not-checked", Violates: "rfc6749-7-rs-scope-covers", At: "access.scope",
		Apply: func(o *Options) { o.Access.Scope = func(*Token, string) error { return nil } },
	},
	unscoped("no-scope-is-every-scope", func(t *Token, _ string) bool { return t.scope() == "" }),
	unscoped("scope-not-checked-without-a-client", func(t *Token, _ string) bool { return t.Claims["client_id"] == nil }), // CVE-2026-54560
	unscoped("scope-by-a-part-of-it", func(t *Token, wanted string) bool { return strings.Contains(t.scope(), wanted) }),
	unscoped("scope-by-its-beginning", func(t *Token, wanted string) bool { return t.scope() != "" && strings.HasPrefix(wanted, t.scope()) }),
	{
		Name: "scope-as-a-whole", Violates: "rfc6749-3.3-rs-scope-order", At: "access.scope",
		Apply: func(o *Options) {
			clean := o.Access.Scope
			o.Access.Scope = func(t *Token, wanted string) error {
				if strings.Contains(t.scope(), " ") {
					return &Refusal{Status: http.StatusForbidden, Code: "insufficient_scope", Text: "the token is not for this", Scope: wanted}
				}
				return clean(t, wanted)
			}
		},
	},
	unscoped("scope-in-any-case", func(t *Token, wanted string) bool { return strings.EqualFold(t.scope(), wanted) }),
	{
		Name: "token-in-the-answer", Violates: "rfc9700-4.9.3-rs-token-leak", At: "access.reply",
		Apply: func(o *Options) {
			o.Access.Reply = func(t *Token, _ http.Header, m map[string]any) { m["token"] = t.Raw }
		},
	},
	{
		Name: "token-in-the-refusal", Violates: "rfc9700-4.9.3-rs-token-leak", At: "refuse.body",
		Apply: func(o *Options) {
			o.Refuse.Body = func(r *Refusal, token string) map[string]any {
				return map[string]any{"error": r.Code, "token": token}
			}
		},
	},
}
