package authserver

import (
	"html/template"
	"net/url"
	"strings"
)

const (
	posted      = "formpost-2-success"
	postedError = "formpost-2-error"
	escaped     = "formpost-2-escaped"
	bareAddress = "formpost-2-nothing-in-url"
	notKept     = "formpost-2-no-cache"
)

// posting changes a response that is to go by a form.
func posting(name, violates string, change func(a *Authorization, r *Redirection), alsoRed ...string) Fault {
	return Fault{Name: name, Violates: violates, At: "authorize.reply", Variant: "oidc", AlsoRed: alsoRed, Apply: func(o *Options) {
		clean := o.Authorize.Reply
		o.Authorize.Reply = func(a *Authorization, r *Redirection) {
			clean(a, r)
			if r.Mode == "form_post" {
				change(a, r)
			}
		}
	}}
}

// postPage changes the page that carries a response.
func postPage(name, violates string, change func(a *Authorization, p *Page), alsoRed ...string) Fault {
	return Fault{Name: name, Violates: violates, At: "authorize.post", Variant: "oidc", AlsoRed: alsoRed, Apply: func(o *Options) {
		o.Authorize.Post = change
	}}
}

// replace writes something else on a page.
func (p *Page) replace(old, text string) {
	p.Body = []byte(strings.ReplaceAll(string(p.Body), old, text))
}

// formPostFaults break the page that carries a response (OAuth 2.0 Form Post Response Mode §2).
var formPostFaults = []Fault{
	posting("form-post-code-in-query", posted, func(_ *Authorization, r *Redirection) {
		if r.Params.Has("code") {
			r.Mode = "query"
		}
	}, escaped, bareAddress, notKept, // there is no form to look at
		"multiresp-2.1-unknown-mode"), // where an unknown scope is no error, its scenario sees a code
	inBrowser(postPage("form-post-waits", posted, func(_ *Authorization, p *Page) {
		before, _, _ := strings.Cut(string(p.Body), "<script>")
		p.Body = []byte(strings.NewReplacer("<noscript>", "", "</noscript>", "").Replace(before))
	})),
	posting("form-post-error-in-query", postedError, func(_ *Authorization, r *Redirection) {
		if r.Params.Has("error") {
			r.Mode = "query"
		}
	}),
	postPage("form-post-as-written", escaped, func(a *Authorization, p *Page) { p.replace(template.HTMLEscapeString(a.State), a.State) }),
	postPage("form-post-escaped-twice", escaped, func(a *Authorization, p *Page) {
		e := template.HTMLEscapeString(a.State)
		p.replace(e, template.HTMLEscapeString(e))
	}),
	posting("form-post-state-in-address", bareAddress, func(a *Authorization, r *Redirection) {
		if u, err := url.Parse(r.URI); err == nil && r.Params.Has("code") {
			q := u.Query()
			q.Set("session_state", a.State)
			u.RawQuery = q.Encode()
			r.URI = u.String()
		}
	}),
	posting("form-post-without-query", bareAddress, func(_ *Authorization, r *Redirection) { r.URI, _, _ = strings.Cut(r.URI, "?") }),
	postPage("form-post-by-get", bareAddress, func(_ *Authorization, p *Page) { p.replace(`method="post"`, `method="get"`) },
		posted, postedError, escaped, notKept, // what a form sends by GET is in the query
		"multiresp-2.1-unknown-mode"), // as above
	postPage("form-post-kept", notKept, func(_ *Authorization, p *Page) { p.Header.Del("Cache-Control") }),
}
