package authserver

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
)

//go:embed pages.html
var pageText string

var pageTemplate, errTemplate = template.New("pages").Funcs(template.FuncMap{"sentence": sentence}).Parse(pageText)

// sentence writes the description of an error as a user reads it.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// show keeps the request pending and asks the user.
func (a *Authorization) show(w http.ResponseWriter, name, message string) {
	if err := a.keep(w); err != nil {
		a.fail(w, err)
		return
	}
	a.page(w, name, http.StatusOK, map[string]any{
		"Action": a.s.path + "/" + name, "ID": a.id, "CSRF": a.forgery(), "Message": message,
		"Client": a.Client.title(), "Scopes": a.describe(), "SignIn": a.SignIn, "Hint": cmp.Or(a.typed, a.Params.Get("login_hint")),
	})
}

func (c *registered) title() string {
	if c.Name != "" {
		return c.Name
	}
	return c.ID
}

// page writes one of the HTML pages.
func (a *Authorization) page(w http.ResponseWriter, name string, status int, data any) {
	p, err := makePage(name, status, data)
	if err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	o := &a.s.o.Authorize
	switch name {
	case "login":
		use(a.s, &o.Login.Page)(a, p)
	case "consent":
		use(a.s, &o.Consent.Page)(a, p)
	case "error":
		use(a.s, &o.Error.Page)(a, p)
	}
	p.write(w)
}

// makePage fills in a template and protects the page: from frames (RFC 9700 §4.16), from telling its address to others
// (§4.2.4), and from being kept.
func makePage(name string, status int, data any) (*Page, error) {
	var b bytes.Buffer
	if err := pageTemplate.ExecuteTemplate(&b, name, data); err != nil {
		return nil, err
	}
	p := &Page{Status: status, Header: http.Header{}, Body: b.Bytes()}
	p.Header.Set("Content-Type", "text/html; charset=utf-8")
	p.Header.Set("Content-Security-Policy", pagePolicy)
	p.Header.Set("X-Frame-Options", "DENY")
	p.Header.Set("X-Content-Type-Options", "nosniff")
	p.Header.Set("Referrer-Policy", "no-referrer")
	noStore(p.Header)
	return p, nil
}

const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"

func (p *Page) write(w http.ResponseWriter) {
	h := w.Header()
	for k, v := range p.Header {
		h[k] = v
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(p.Body) // the browser is gone: nobody is left to tell
}

const submitScript = "document.forms[0].submit()"

var submitHash = func() string {
	sum := sha256.Sum256([]byte(submitScript))
	return base64.StdEncoding.EncodeToString(sum[:])
}()

// formPost sends the response through a form that submits itself (OAuth 2.0 Form Post Response Mode §2).
func (a *Authorization) formPost(w http.ResponseWriter, r *Redirection) {
	p, err := makePage("form_post", http.StatusOK, map[string]any{
		"Action": template.URL(r.URI), "Params": r.Params, "Script": template.JS(submitScript), // proven good before
	})
	if err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	for k, v := range r.Header {
		p.Header[k] = v
	}
	p.Header.Set("Content-Security-Policy", pagePolicy+"; script-src 'sha256-"+submitHash+"'")
	use(a.s, &a.s.o.Authorize.Post)(a, p)
	p.write(w)
}

// describe says each scope in words.
func (a *Authorization) describe() (all []string) {
	for _, s := range a.Scope {
		if d, ok := scopeWords[s]; ok {
			s = d
		}
		all = append(all, s)
	}
	return all
}

var scopeWords = map[string]string{
	"openid": "know who you are", "profile": "see your name and profile", "email": "see your email address",
	"address": "see your postal address", "phone": "see your phone number",
	"offline_access": "keep access while you are away", "api:read": "read your data", "api:write": "change your data",
}
