package authserver

import (
	"net/http"
	"strings"
)

const (
	inform      = "rfc6749-3.1.2.4-invalid-redirect-inform-user"
	sanitising  = "rfc6749-10.14-input-sanitising"
	foreign     = "rfc9700-4.2.4-no-third-party-content"
	referrer    = "rfc9700-4.2.4-referrer-policy"
	noRepeat    = "rfc9700-4.12-no-307"
	seeOther    = "rfc9700-4.12-use-303"
	clickjack   = "rfc9700-4.16-clickjacking"
	framePolicy = "rfc9700-4.16-csp"
)

// paged changes one of the pages: login, consent or error.
func paged(name, violates, page string, change func(a *Authorization, p *Page), alsoRed ...string) Fault {
	return Fault{Name: name, Violates: violates, At: "authorize." + page + ".page", Variant: "oidc", AlsoRed: alsoRed, Apply: func(o *Options) {
		seam := map[string]*func(*Authorization, *Page){
			"login": &o.Authorize.Login.Page, "consent": &o.Authorize.Consent.Page, "error": &o.Authorize.Error.Page,
		}[page]
		clean := *seam
		*seam = func(a *Authorization, p *Page) {
			clean(a, p)
			change(a, p)
		}
	}}
}

// insert puts text at the end of what is on a page.
func (p *Page) insert(html string) {
	p.Body = []byte(strings.Replace(string(p.Body), "</main>", html+"</main>", 1))
}

// reflecting puts a parameter on a page as it came.
func reflecting(name, page, parameter string) Fault {
	return paged(name, sanitising, page, func(a *Authorization, p *Page) {
		p.insert("<p>" + a.Params.Get(parameter) + "</p>")
	})
}

// injected adds the header fields that stand behind line breaks in a value.
func injected(h http.Header, value string) {
	for line := range strings.SplitSeq(value, "\r\n") {
		if name, rest, ok := strings.Cut(line, ": "); ok && !strings.ContainsAny(name, " /?") {
			h.Set(name, rest)
		}
	}
}

// framed takes away what keeps a page out of frames: the headers, and the mark of the cookie without which its visitors are
// nobody there.
func framed(name, page string) Fault {
	f := paged(name, clickjack, page, func(_ *Authorization, p *Page) {
		p.Header.Del("X-Frame-Options")
		p.Header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'")
	}, framePolicy) // a policy about frames would keep it out of them
	one := f.Apply
	f.Apply = func(o *Options) {
		one(o)
		o.Session.Cookie = func(_ *Authorization, c *http.Cookie) { c.SameSite = http.SameSiteDefaultMode }
	}
	return f
}

// withoutAncestors leaves a policy that says nothing of frames.
func withoutAncestors(_ *Authorization, p *Page) {
	p.Header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'")
}

// afterLogin changes the status of the redirect that follows on the password: to the question of consent, or to the client.
func afterLogin(name, violates string, status int, alsoRed ...string) []Fault {
	question := Fault{Name: name + "-to-question", Violates: violates, At: "authorize.login.status", AlsoRed: alsoRed, Apply: func(o *Options) {
		o.Authorize.Login.Status = func(*Authorization) int { return status }
		clean := o.Authorize.Forgery
		o.Authorize.Forgery = func(a *Authorization, got, want string) bool { // what is sent again has the form of the page before
			return clean(a, got, want) || a.HTTP.URL.Query().Has("i")
		}
	}}
	client := Fault{Name: name + "-to-client", Violates: violates, At: "authorize.reply", AlsoRed: alsoRed, Apply: func(o *Options) {
		clean := o.Authorize.Reply
		o.Authorize.Reply = func(a *Authorization, r *Redirection) {
			clean(a, r)
			if strings.HasSuffix(a.HTTP.URL.Path, "/login") {
				r.Status = status
			}
		}
	}}
	return []Fault{question, client}
}

// pagesFaults break what protects the pages, and the user before them.
var pagesFaults = append([]Fault{
	paged("error-page-blank", inform, "error", func(_ *Authorization, p *Page) { p.Body = []byte("<!doctype html><title></title>") }),
	reflecting("state-on-sign-in-page", "login", "state"),
	reflecting("scope-on-consent-page", "consent", "scope"),
	reflecting("client-on-error-page", "error", "client_id"),
	reflecting("redirect-on-error-page", "error", "redirect_uri"),
	reflecting("hint-on-sign-in-page", "login", "login_hint"),
	paged("redirect-in-header", sanitising, "error", func(a *Authorization, p *Page) { injected(p.Header, a.Params.Get("redirect_uri")) }),
	{
		Name: "state-in-header", Violates: sanitising, At: "authorize.reply",
		Apply: func(o *Options) {
			clean := o.Authorize.Reply
			o.Authorize.Reply = func(a *Authorization, r *Redirection) {
				clean(a, r)
				injected(r.Header, a.State)
			}
		},
	},
	paged("logo-from-elsewhere", foreign, "login", func(_ *Authorization, p *Page) {
		p.insert(`<img src="https://cdn.elsewhere.example/logo.png" alt="">`)
	}),
	paged("link-to-elsewhere", foreign, "consent", func(_ *Authorization, p *Page) {
		p.insert(`<p><a href="https://help.elsewhere.example/">Help</a></p>`)
	}),
	inBrowser(paged("script-counts-visitors", foreign, "login", func(_ *Authorization, p *Page) {
		p.Header.Set("Content-Security-Policy", "script-src 'unsafe-inline'; img-src *; frame-ancestors 'none'")
		p.insert(`<script>new Image().src = ['https:', '', 'counter.elsewhere.example', 'x.png'].join('/')</script>`)
	})),
	paged("address-told-by-sign-in-page", referrer, "login", func(_ *Authorization, p *Page) { p.Header.Set("Referrer-Policy", "unsafe-url") }),
	paged("address-told-by-consent-page", referrer, "consent", func(_ *Authorization, p *Page) {
		p.Header.Del("Referrer-Policy")
		p.insert(`<meta name="referrer" content="no-referrer-when-downgrade">`)
	}),
	framed("sign-in-page-framed", "login"),
	framed("consent-page-framed", "consent"),
	inBrowser(paged("sign-in-page-framed-without-cookies", clickjack, "login", func(_ *Authorization, p *Page) {
		p.Header.Del("X-Frame-Options")
		withoutAncestors(nil, p)
	}, framePolicy)), // as above
	paged("sign-in-page-without-frame-policy", framePolicy, "login", withoutAncestors),
	paged("consent-page-without-frame-policy", framePolicy, "consent", withoutAncestors),
	paged("error-page-without-frame-policy", framePolicy, "error", withoutAncestors),
}, append(afterLogin("password-repeated", noRepeat, http.StatusTemporaryRedirect, seeOther), // 307 is not 303
	afterLogin("password-found", seeOther, http.StatusFound)...)...)

// inBrowser is a fault that only a real browser shows.
func inBrowser(f Fault) Fault {
	f.Browser = true
	return f
}
