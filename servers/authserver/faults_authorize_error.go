package authserver

import (
	"net/url"
	"strings"
)

// inQuery is what a request that should have failed and did not breaks as well: no error comes, so none is in the query.
const inQuery = "rfc6749-4.1.2.1-error-in-query"

// errorFaults say no in the wrong place or words, or do not say it.
var errorFaults = []Fault{
	{
		Name:     "response-type-defaults-to-code",
		Violates: "rfc6749-3.1.1-response-type-missing",
		At:       "authorize.responsetype",
		AlsoRed:  []string{inQuery}, // there is no error to place
		Apply: func(o *Options) {
			o.Authorize.ResponseType = unless(o.Authorize.ResponseType, func(a *Authorization) bool { return !a.Params.Has("response_type") })
		},
	},
	{
		Name:     "response-type-unknown-is-code",
		Violates: "rfc6749-3.1.1-response-type-unknown",
		At:       "authorize.responsetype",
		AlsoRed: []string{
			inQuery,                             // there is no error to place
			"rfc6749-3.1.2-redirect-query-kept", // nor one that its second scenario could see
		},
		Apply: func(o *Options) {
			o.Authorize.ResponseType = unless(o.Authorize.ResponseType, func(a *Authorization) bool {
				t := a.Params.Get("response_type")
				return t != "" && !has(a.s.o.ResponseTypes, t)
			})
		},
	},
	{
		Name:     "response-type-with-code-is-code",
		Violates: "rfc6749-3.1.1-response-type-unknown",
		At:       "authorize.responsetype",
		Apply: func(o *Options) {
			o.Authorize.ResponseType = unless(o.Authorize.ResponseType, func(a *Authorization) bool {
				t := a.Params.Get("response_type")
				return strings.HasPrefix(t, "code ") && !has(a.s.o.ResponseTypes, t)
			})
		},
	},
	{
		Name:     "unknown-client-redirected",
		Violates: "rfc6749-4.1.2.1-error-invalid-client-id-no-redirect",
		At:       "authorize.error.place",
		Apply: func(o *Options) {
			o.sendErrors(func(a *Authorization) bool {
				return a.Client == nil && a.Params.Has("client_id") && !repeatsIdentity(a.Params)
			})
		},
	},
	{
		Name:     "missing-client-redirected",
		Violates: "rfc6749-4.1.2.1-error-missing-client-id",
		At:       "authorize.error.place",
		Apply: func(o *Options) {
			o.sendErrors(func(a *Authorization) bool { return a.Client == nil && !a.Params.Has("client_id") })
		},
	},
	{
		Name:     "denial-by-another-name",
		Violates: "rfc6749-4.1.2.1-error-access-denied",
		At:       "authorize.consent.denied",
		Apply: func(o *Options) {
			o.Authorize.Consent.Denied = func(*Authorization) error { return problem("invalid_request", "the user refused") }
		},
	},
	{
		Name:     "unknown-scope-granted",
		Violates: "rfc6749-4.1.2.1-error-invalid-scope",
		At:       "authorize.scope",
		Apply: func(o *Options) {
			o.Authorize.Scope = func(a *Authorization) error {
				a.Scope = scopeOr(a.Params.Get("scope"), a.s.o.DefaultScope)
				return nil
			}
		},
	},
	{
		Name:     "any-client-gets-codes",
		Violates: "rfc6749-4.1.2.1-error-unauthorized-client",
		At:       "authorize.grant",
		Apply:    func(o *Options) { o.Authorize.Grant = func(*Authorization) error { return nil } },
	},
	{
		// github.com/thephpleague/oauth2-server issue 597, the other way round
		Name:     "error-in-fragment",
		Violates: inQuery,
		At:       "authorize.error.params",
		Apply: func(o *Options) {
			clean := o.Authorize.Error.Params
			o.Authorize.Error.Params = func(a *Authorization, e *Error, out url.Values) {
				if !a.Params.Has("response_mode") {
					a.Mode = "fragment"
				}
				clean(a, e, out)
			}
		},
	},
	{
		// github.com/spring-attic/spring-authorization-server issue 1002
		Name:     "error-at-the-first-redirect-uri",
		Violates: inQuery,
		At:       "authorize.error.params",
		Apply: func(o *Options) {
			clean := o.Authorize.Error.Params
			o.Authorize.Error.Params = func(a *Authorization, e *Error, out url.Values) {
				if ordinary(a.Client) {
					a.Redirect = a.Client.Redirects[0]
				}
				clean(a, e, out)
			}
		},
	},
	{
		Name:     "error-text-unfiltered",
		Violates: "rfc6749-4.1.2.1-error-charset",
		At:       "authorize.error.params",
		Apply: func(o *Options) {
			clean := o.Authorize.Error.Params
			o.Authorize.Error.Params = func(a *Authorization, e *Error, out url.Values) {
				clean(a, e, out)
				out.Set("error_description", "not served here: "+strings.Join(a.Params["response_type"], " "))
			}
		},
	},
}

// ordinary is a client with several redirect URIs that are compared letter by letter.
func ordinary(c *registered) bool {
	return c != nil && c.Kind == "confidential" && len(c.Redirects) > 1
}

// sendErrors trusts the redirect URI of a request with its error.
func (o *Options) sendErrors(in func(*Authorization) bool) {
	clean := o.Authorize.Error.Place
	o.Authorize.Error.Place = func(a *Authorization, e *Error) bool {
		if in(a) && a.Params.Get("redirect_uri") != "" {
			a.Redirect = a.Params.Get("redirect_uri")
			return true
		}
		return clean(a, e)
	}
}
