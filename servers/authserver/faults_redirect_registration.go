package authserver

import (
	"net/url"
	"strings"
)

// registrationFaults answer where nothing, or something else, was registered.
var registrationFaults = []Fault{
	{
		Name:     "redirect-scheme-ignored",
		Violates: exact,
		At:       "authorize.redirect.plain",
		Apply: func(o *Options) {
			o.Authorize.Redirect.Match = loosely(o.Authorize.Redirect.Match, func(registered, requested string) bool {
				return "https"+strings.TrimPrefix(requested, "http") == registered
			})
			clean := o.Authorize.Redirect.Plain
			o.Authorize.Redirect.Plain = func(a *Authorization, uri string) error {
				if has(a.Client.Redirects, uri) {
					return clean(a, uri)
				}
				return nil
			}
		},
	},
	twoRedirects("redirect-uri-twice-first-used", func(all []string) []string { return all }),
	twoRedirects("redirect-uri-twice-last-used", func(all []string) []string { return []string{all[1], all[0]} }),
	{
		Name:     "redirect-unchecked-in-other-modes",
		Violates: elsewhere,
		At:       "authorize.redirect.match",
		Apply: func(o *Options) {
			clean := o.Authorize.Redirect.Match
			o.Authorize.Redirect.Match = func(a *Authorization, registered, requested string) bool {
				return clean(a, registered, requested) || a.Params.Has("response_mode") && strings.HasPrefix(requested, "https://attacker.")
			}
		},
	},
	{
		// An error is reported before the redirect URI is looked at.
		Name:     "redirect-unchecked-for-errors",
		Violates: elsewhere,
		At:       "authorize.redirect.match",
		Apply: func(o *Options) {
			clean := o.Authorize.Redirect.Match
			o.Authorize.Redirect.Match = func(a *Authorization, registered, requested string) bool {
				wrong := a.Params.Get("response_type") != "code" || len(a.Params["response_type"]) > 1 || !within(strings.Fields(a.Params.Get("scope")), a.Client.Scopes)
				return clean(a, registered, requested) || wrong
			}
		},
	},
	{
		Name:     "redirect-query-dropped",
		Violates: "rfc6749-3.1.2-redirect-query-kept",
		At:       "authorize.reply",
		Apply: func(o *Options) {
			o.Authorize.Reply = func(_ *Authorization, r *Redirection) { r.URI, _, _ = strings.Cut(r.URI, "?") }
		},
	},
	{
		Name:     "redirect-unregistered-public",
		Violates: "rfc6749-3.1.2.2-public-must-register",
		At:       "authorize.client",
		Apply:    func(o *Options) { o.trustUnregistered((*Client).Public) },
	},
	{
		Name:     "redirect-unregistered-confidential",
		Violates: "oauth21-2.3.1-redirect-registration-required",
		At:       "authorize.client",
		Variant:  "oauth2.1",
		Apply:    func(o *Options) { o.trustUnregistered(func(c *Client) bool { return !c.Public() }) },
	},
	{
		Name:     "redirect-first-of-many",
		Violates: "rfc6749-3.1.2.3-redirect-required-when-many",
		At:       "authorize.redirect.default",
		Apply: func(o *Options) {
			o.byDefault(func(a *Authorization) string {
				if len(a.Client.Redirects) > 1 {
					return a.Client.Redirects[0]
				}
				return ""
			})
		},
	},
	{
		Name:     "redirect-default-home-page",
		Violates: "rfc6749-3.1.2.3-redirect-single-default",
		At:       "authorize.redirect.default",
		Apply: func(o *Options) {
			o.byDefault(func(a *Authorization) string {
				if len(a.Client.Redirects) != 1 {
					return ""
				}
				u := parsed(a.Client.Redirects[0])
				return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/home"}).String()
			})
		},
	},
	{
		// github.com/ory/fosite issue 685
		Name:     "redirect-default-for-openid",
		Violates: "oidc-core-3.1.2.1-redirect-uri-required",
		At:       "authorize.redirect.default",
		Variant:  "oidc",
		Apply: func(o *Options) {
			o.byDefault(func(a *Authorization) string {
				if len(a.Client.Redirects) == 1 {
					return a.Client.Redirects[0]
				}
				return ""
			})
		},
	},
	{
		Name:     "redirect-plain-http",
		Violates: "rfc9700-2.6-no-http-redirect",
		At:       "authorize.redirect.plain",
		Apply:    func(o *Options) { o.trustHTTP(func(c *Client) bool { return c.Kind == "confidential" }) },
	},
	{
		Name:     "redirect-plain-http-native",
		Violates: "oauth21-1.5-http-only-loopback",
		At:       "authorize.redirect.plain",
		Variant:  "oauth2.1",
		Apply:    func(o *Options) { o.trustHTTP(func(c *Client) bool { return c.Kind == "native" }) },
	},
	{
		Name:     "private-scheme-refused",
		Violates: "rfc8252-7.1-private-scheme",
		At:       "authorize.redirect.syntax",
		Apply: func(o *Options) {
			o.refuseRedirect(func(_ *Authorization, u *url.URL) bool { return u.Host == "" })
		},
	},
	{
		Name:     "claimed-https-refused",
		Violates: "rfc8252-7.2-claimed-https",
		At:       "authorize.redirect.syntax",
		Gross:    true, // no other native client of the kind is left
		Apply: func(o *Options) {
			o.refuseRedirect(func(a *Authorization, u *url.URL) bool { return a.Client.Kind == "native" && u.Scheme == "https" })
		},
	},
	{
		// The kind of a client is guessed from where it is answered, and not recorded.
		Name:     "claimed-https-is-confidential",
		Violates: "rfc8252-8.4-type-recorded",
		At:       "token.allowed",
		AlsoRed: []string{
			"rfc8252-8.5-secret-not-proof", // it is given a token for a secret that is none
		},
		Apply: func(o *Options) {
			guessed := func(c *Call) bool {
				return c.Client.Kind == "native" && within(c.Client.Redirects, []string{"https://app.example/cb"})
			}
			for _, check := range []*func(*Call) error{&o.Token.Allowed, &o.Token.Credentials.Client} {
				clean := *check
				*check = func(c *Call) error {
					if guessed(c) {
						return nil
					}
					return clean(c)
				}
			}
		},
	},
	{
		Name:     "loopback-port-fixed",
		Violates: "rfc8252-7.3-loopback-any-port",
		At:       "authorize.redirect.syntax",
		Apply:    func(o *Options) { o.fixPort("127.0.0.1") },
	},
	{
		Name:     "loopback-port-fixed-ipv6",
		Violates: "rfc8252-7.3-loopback-ipv6",
		At:       "authorize.redirect.syntax",
		Apply:    func(o *Options) { o.fixPort("::1") },
	},
}

func loosely(clean func(*Authorization, string, string) bool, also func(registered, requested string) bool) func(*Authorization, string, string) bool {
	return func(a *Authorization, registered, requested string) bool {
		return clean(a, registered, requested) || also(registered, requested)
	}
}

// unless leaves a check out in one case.
func unless(clean func(*Authorization) error, in func(*Authorization) bool) func(*Authorization) error {
	return func(a *Authorization) error {
		if in(a) {
			return nil
		}
		return clean(a)
	}
}

// trustUnregistered takes the redirect URI of a request for the registered one where a client has none.
func (o *Options) trustUnregistered(of func(*Client) bool) {
	clean := o.Authorize.Client
	o.Authorize.Client = func(a *Authorization) (*Client, error) {
		c, err := clean(a)
		if err != nil || len(c.Redirects) > 0 || !of(c) {
			return c, err
		}
		trusting := *c
		trusting.Redirects = []string{a.Params.Get("redirect_uri")}
		return &trusting, nil
	}
}

// trustHTTP lets some clients have plain http redirect URIs beyond loopback.
func (o *Options) trustHTTP(of func(*Client) bool) {
	clean := o.Authorize.Redirect.Plain
	o.Authorize.Redirect.Plain = func(a *Authorization, uri string) error {
		if of(a.Client.Client) {
			return nil
		}
		return clean(a, uri)
	}
}

// byDefault has another default for a redirect URI that is left out, unless it is empty.
func (o *Options) byDefault(uri func(a *Authorization) string) {
	clean := o.Authorize.Redirect.Default
	o.Authorize.Redirect.Default = func(a *Authorization) (string, error) {
		if u := uri(a); u != "" {
			return u, nil
		}
		return clean(a)
	}
}

func (o *Options) refuseRedirect(in func(*Authorization, *url.URL) bool) {
	clean := o.Authorize.Redirect.Syntax
	o.Authorize.Redirect.Syntax = func(a *Authorization, uri string) error {
		if in(a, parsed(uri)) {
			return problem("invalid_request", "this kind of redirect URI is not served here")
		}
		return clean(a, uri)
	}
}

// fixPort takes a loopback URI with its registered port alone.
func (o *Options) fixPort(host string) {
	o.refuseRedirect(func(a *Authorization, u *url.URL) bool {
		return u.Hostname() == host && !has(a.Client.Redirects, u.String())
	})
}

// twoRedirects checks any of two copies and uses the first of them as they are put in order (CVE-2026-9689).
func twoRedirects(name string, order func(all []string) []string) Fault {
	return Fault{Name: name, Violates: elsewhere, At: "authorize.identity", Apply: func(o *Options) {
		twice := func(a *Authorization) bool {
			all := a.Params["redirect_uri"]
			return len(all) == 2 && all[0] != all[1]
		}
		clean := o.Authorize.Identity
		o.Authorize.Identity = func(a *Authorization) error {
			if !twice(a) {
				return clean(a)
			}
			a.Params["redirect_uri"] = order(a.Params["redirect_uri"])
			return nil
		}
		o.Authorize.Params = unless(o.Authorize.Params, twice)
		match := o.Authorize.Redirect.Match
		o.Authorize.Redirect.Match = func(a *Authorization, registered, requested string) bool {
			return match(a, registered, requested) || twice(a) && has(a.Params["redirect_uri"], registered)
		}
	}}
}
