package authserver

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// requestFaults misread authorization requests.
var requestFaults = []Fault{
	{
		// A server that keeps its state in the session, and refuses what does not fit it.
		Name:     "get-only-once",
		Violates: "rfc6749-3.1-authz-get",
		At:       "authorize.wire",
		Gross:    true,
		Apply: func(o *Options) {
			o.Authorize.Wire = func(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
				if len(r.Cookies()) > 0 && r.Method == http.MethodGet { // the session is all that it sets
					http.Error(w, "this address takes forms", http.StatusMethodNotAllowed)
					return
				}
				next(w, r)
			}
		},
	},
	{
		Name:     "authorize-by-get-alone",
		Violates: "oidc-core-3.1.2.1-get-and-post",
		At:       "authorize.wire",
		Variant:  "oidc",
		Apply: func(o *Options) {
			o.Authorize.Wire = func(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
				if r.Method != http.MethodGet {
					http.Error(w, "this address takes no forms", http.StatusMethodNotAllowed)
					return
				}
				next(w, r)
			}
		},
	},
	{
		Name:     "authorize-without-tls",
		Violates: "rfc6749-3.1-authz-tls",
		At:       "transport.plain",
		Variant:  "tls",
		Apply: func(o *Options) {
			o.Transport.Plain = func(r *http.Request) bool { return public(r) || strings.HasSuffix(r.URL.Path, "/authorize") }
		},
	},
	{
		Name:     "post-loses-state",
		Violates: "rfc6749-3.1-authz-post",
		At:       "authorize.state",
		Apply: func(o *Options) {
			clean := o.Authorize.State
			o.Authorize.State = func(a *Authorization) string {
				if a.HTTP.Method == http.MethodPost {
					return ""
				}
				return clean(a)
			}
		},
	},
	{
		Name:     "empty-parameter-is-a-value",
		Violates: "rfc6749-3.1-authz-empty-param",
		At:       "authorize.wire",
		Apply: func(o *Options) {
			read := map[string]string{"scope": "null", "state": "null", "response_mode": "null", "response_type": "code"}
			o.Authorize.Wire = func(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
				q := r.URL.Query()
				for name, value := range read {
					if q.Has(name) && q.Get(name) == "" {
						q.Set(name, value)
						r.URL.RawQuery = q.Encode()
					}
				}
				next(w, r)
			}
		},
	},
	{
		Name:     "unknown-parameter-refused",
		Violates: "rfc6749-3.1-authz-unknown-param",
		At:       "authorize.params",
		Apply: func(o *Options) {
			clean := o.Authorize.Params
			o.Authorize.Params = func(a *Authorization) error {
				for name := range a.Params {
					if !slices.Contains(knownParameters, name) {
						return problem("invalid_request", "the parameter "+name+" is not known")
					}
				}
				return clean(a)
			}
		},
	},
	{
		Name:     "repeated-parameter-first-wins",
		Violates: "rfc6749-3.1-authz-repeated-param",
		At:       "authorize.params",
		Apply:    func(o *Options) { o.Authorize.Params = func(*Authorization) error { return nil } },
	},
	{
		Name:     "repeated-identity-first-wins",
		Violates: "rfc6749-3.1-authz-repeated-param",
		At:       "authorize.identity",
		Apply: func(o *Options) {
			alike := func(a *Authorization) bool {
				all := append(a.Params["client_id"], a.Params["redirect_uri"]...)
				slices.Sort(all)
				return repeatsIdentity(a.Params) && len(slices.Compact(all)) == 2
			}
			o.Authorize.Identity = unless(o.Authorize.Identity, alike)
			o.Authorize.Params = unless(o.Authorize.Params, alike)
		},
	},
	{
		Name:     "public-client-needs-no-login",
		Violates: "rfc6749-3.1-authz-authenticates-user",
		At:       "authorize.login.needed",
		Apply: func(o *Options) {
			clean := o.Authorize.Login.Needed
			o.Authorize.Login.Needed = func(a *Authorization) bool {
				if a.SignIn != nil || a.Client.Kind != "public" {
					return clean(a)
				}
				a.SignIn, a.Consented = &SignIn{User: &a.s.o.Users[0], At: a.s.now(), Factors: []string{"pwd"}}, true
				return false
			}
		},
	},
	{
		Name:     "session-of-the-address",
		Violates: "rfc6749-3.1-authz-authenticates-user",
		At:       "authorize.login.needed",
		Apply: func(o *Options) {
			clean := o.Authorize.Login.Needed
			var last sync.Map // *SignIn by *Server
			o.Authorize.Login.Needed = func(a *Authorization) bool {
				if a.SignIn != nil {
					last.Store(a.s, a.SignIn)
				} else if x, ok := last.Load(a.s); ok && a.Client.Kind == "public" {
					a.SignIn = x.(*SignIn)
				}
				return clean(a)
			}
		},
	},
	{
		Name:     "unknown-scope-refused-for-openid",
		Violates: "oidc-core-3.1.2.1-unknown-scope-ignored",
		At:       "authorize.scope",
		Variant:  "oidc",
		Apply: func(o *Options) {
			clean := o.Authorize.Scope
			o.Authorize.Scope = func(a *Authorization) error {
				if !within(strings.Fields(a.Params.Get("scope")), a.s.o.Scopes) {
					return problem("invalid_scope", "the scope is not known")
				}
				return clean(a)
			}
		},
	},
	{
		Name:     "registration-wrong-error",
		Violates: "oidc-core-3.1.2.6-registration-not-supported",
		At:       "authorize.requestobject",
		Variant:  "oidc",
		Apply: func(o *Options) {
			clean := o.Authorize.RequestObject
			o.Authorize.RequestObject = func(a *Authorization) error {
				if a.Params.Has("registration") {
					return problem("invalid_request", "the registration is not welcome")
				}
				return clean(a)
			}
		},
	},
	{
		// github.com/mosip/esignet issue 1739
		Name:     "request-object-ignored",
		Violates: "oidc-core-6.1-request-object",
		At:       "authorize.requestobject",
		Variant:  "oidc",
		Apply: func(o *Options) {
			o.Authorize.RequestObject = unless(o.Authorize.RequestObject, func(a *Authorization) bool { return a.Params.Has("request") })
		},
	},
	{
		// github.com/mosip/esignet issue 1714
		Name:     "request-object-refused-on-a-page",
		Violates: "oidc-core-6.1-request-object",
		At:       "authorize.error.place",
		Variant:  "oidc",
		Apply: func(o *Options) {
			clean := o.Authorize.Error.Place
			o.Authorize.Error.Place = func(a *Authorization, e *Error) bool { return !a.Params.Has("request") && clean(a, e) }
		},
	},
	{
		Name:     "request-uri-ignored",
		Violates: "oidc-core-6.2-request-uri",
		At:       "authorize.requestobject",
		Variant:  "oidc",
		Apply: func(o *Options) {
			o.Authorize.RequestObject = unless(o.Authorize.RequestObject, func(a *Authorization) bool { return a.Params.Has("request_uri") })
		},
	},
	{
		Name:     "unknown-mode-is-fragment",
		Violates: "multiresp-2.1-unknown-mode",
		At:       "authorize.responsemode",
		Apply: func(o *Options) {
			o.Authorize.ResponseMode = func(a *Authorization) error {
				switch mode := a.Params.Get("response_mode"); mode {
				case "", "query":
				case "form_post":
					a.Mode = mode
				default:
					a.Mode = "fragment"
				}
				return nil
			}
		},
	},
	{
		Name:     "error-ignores-response-mode",
		Violates: "multiresp-2.1-unknown-mode",
		At:       "authorize.error.params",
		Apply: func(o *Options) {
			clean := o.Authorize.Error.Params
			o.Authorize.Error.Params = func(a *Authorization, e *Error, out url.Values) {
				a.Mode = "query"
				clean(a, e, out)
			}
		},
	},
	{
		Name:     "none-gives-code",
		Violates: "multiresp-4-none-type",
		At:       "authorize.code.issue",
		Apply: func(o *Options) {
			clean := o.Authorize.Code.Issue
			o.Authorize.Code.Issue = func(a *Authorization, out url.Values) error {
				a.ResponseType = []string{"code"}
				return clean(a, out)
			}
		},
	},
	{
		Name:     "none-loses-state-on-refusal",
		Violates: "multiresp-4-none-type",
		At:       "authorize.error.params",
		Apply: func(o *Options) {
			clean := o.Authorize.Error.Params
			o.Authorize.Error.Params = func(a *Authorization, e *Error, out url.Values) {
				clean(a, e, out)
				if has(a.ResponseType, "none") {
					out.Del("state")
				}
			}
		},
	},
}

// knownParameters are those of RFC 6749, RFC 7636, RFC 8707, RFC 9101, RFC 9449 and OpenID Connect Core.
var knownParameters = []string{
	"response_type", "client_id", "redirect_uri", "scope", "state", "response_mode", "code_challenge", "code_challenge_method",
	"nonce", "display", "prompt", "max_age", "ui_locales", "claims_locales", "id_token_hint", "login_hint", "acr_values", "claims",
	"request", "request_uri", "registration", "resource", "dpop_jkt",
}
