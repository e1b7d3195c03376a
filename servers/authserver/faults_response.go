package authserver

import (
	"html"
	"net/url"
	"strings"
)

// responseFaults break what an authorization response carries.
var responseFaults = []Fault{
	{
		Name:     "code-in-fragment",
		Violates: "rfc6749-4.1.2-code-issued-query",
		At:       "authorize.reply",
		Apply: func(o *Options) {
			o.Authorize.Reply = func(a *Authorization, r *Redirection) {
				if r.Params.Has("code") && !a.Params.Has("response_mode") {
					r.Mode = "fragment"
				}
			}
		},
	},
	{
		Name:     "code-at-the-first-redirect-uri",
		Violates: "rfc6749-4.1.2-code-issued-query",
		At:       "authorize.reply",
		Apply: func(o *Options) {
			o.Authorize.Reply = func(a *Authorization, r *Redirection) {
				if r.Params.Has("code") && ordinary(a.Client) {
					r.URI = a.Client.Redirects[0]
				}
			}
		},
	},
	{
		Name:     "code-in-bogus-fragment",
		Violates: "rfc9700-4.1.3-fragment-fix",
		At:       "authorize.reply",
		Apply: func(o *Options) {
			clean := o.Authorize.Reply
			o.Authorize.Reply = func(a *Authorization, r *Redirection) {
				clean(a, r)
				r.Fragment = r.Params.Get("code")
			}
		},
	},
	stateFault("state-trimmed", strings.TrimSpace),
	stateFault("state-decoded-twice", func(s string) string {
		if decoded, err := url.PathUnescape(strings.TrimSuffix(s, "%20%zz%")); err == nil {
			return decoded
		}
		return s
	}),
	stateFault("state-cut-at-ampersand", func(s string) string { before, _, _ := strings.Cut(s, "&"); return before }),
	stateFault("state-escaped-for-html", html.EscapeString),
	stateFault("state-cut-at-255", func(s string) string { return s[:min(len(s), 255)] }),
	{
		Name:     "state-invented",
		Violates: "rfc6749-4.1.2-no-state-when-not-sent",
		At:       "authorize.success.params",
		Apply: func(o *Options) {
			clean := o.Authorize.Success.Params
			o.Authorize.Success.Params = func(a *Authorization, out url.Values) {
				clean(a, out)
				if !a.Params.Has("state") {
					out.Set("state", "undefined")
				}
			}
		},
	},
}

// stateFault sends the state back in another form than it came.
func stateFault(name string, change func(string) string) Fault {
	return Fault{
		Name:     name,
		Violates: "rfc6749-4.1.2-state-returned-exact",
		At:       "authorize.state",
		Apply: func(o *Options) {
			clean := o.Authorize.State
			o.Authorize.State = func(a *Authorization) string { return change(clean(a)) }
		},
	}
}
