// Package spa is the public counterpart of the web application: a page whose program signs its user in by itself, on
// oauth4webapi (its licence lies beside it), with PKCE and without a secret.
package spa

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
)

//go:embed static
var files embed.FS

// Config is what the page is told: it can be read by anybody, and holds no secret.
type Config struct {
	Issuer     string `json:"issuer"`
	ClientID   string `json:"client_id"`
	Redirect   string `json:"redirect_uri"`             // URL + "/callback" where URL is the page's own address
	PostLogout string `json:"post_logout_redirect_uri"` // the page's own address
	Scope      string `json:"scope"`
	API        string `json:"api"`            // what it calls with the user's token
	Home       string `json:"home,omitempty"` // a page that explains it all
}

// Handler serves the page. It may run its own scripts and talk to its issuer and API, and nothing else: an injected
// script finds nowhere to come from, and nowhere to send a token to (RFC 9700 §4.2.4).
func Handler(c Config) (http.Handler, error) {
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; connect-src 'self'"
	for _, raw := range []string{c.Issuer, c.API} {
		u, err := url.Parse(raw)
		if err != nil || u.Host == "" {
			return nil, fmt.Errorf("%q is not an absolute URL", raw)
		}
		policy += " " + u.Scheme + "://" + u.Host
	}
	static, err := fs.Sub(files, "static")
	if err != nil {
		return nil, err
	}
	m := http.NewServeMux()
	page := func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, static, "page.html") }
	m.HandleFunc("GET /{$}", page)
	m.HandleFunc("GET /callback", page)
	m.HandleFunc("GET /config.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(c) // the browser is gone: nobody is left to tell
	})
	m.Handle("GET /", http.FileServerFS(static))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		m.ServeHTTP(w, r)
	}), nil
}
