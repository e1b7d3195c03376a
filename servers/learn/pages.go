package learn

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed static/*.html
var templates embed.FS

//go:embed static/*.css static/*.js
var assets embed.FS

var pageTemplate, errTemplate = template.New("").Funcs(template.FuncMap{"upper": strings.ToUpper}).ParseFS(templates, "static/*.html")

// pages is the guide. What changes something is refused when another site's page sends it.
func (s *Suite) pages() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", s.home)
	m.HandleFunc("GET /log", s.showLog)
	m.HandleFunc("GET /log/messages", s.showMessages)
	m.HandleFunc("GET /log/events", s.events)
	m.HandleFunc("POST /log/clear", func(w http.ResponseWriter, r *http.Request) {
		s.log.clear()
		http.Redirect(w, r, "/log", http.StatusSeeOther)
	})
	m.HandleFunc("GET /break", s.showFaults)
	m.HandleFunc("POST /break", s.breakIt)
	m.HandleFunc("POST /settings", s.change)
	m.HandleFunc("GET /codes", s.showCodes)
	m.HandleFunc("GET /postman.json", s.download)
	if static, err := fs.Sub(assets, "static"); err == nil { // it is embedded: there is no other way
		m.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(static)))
	}
	own := http.NewCrossOriginProtection().Handler(m)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		own.ServeHTTP(w, r)
	})
}

func (s *Suite) show(w http.ResponseWriter, status int, name string, data map[string]any) {
	data["S"], data["Settings"] = s, s.Settings()
	s.write(w, status, name, data)
}

func (s *Suite) write(w http.ResponseWriter, status int, name string, data any) {
	if errTemplate != nil {
		http.Error(w, "the pages do not parse", http.StatusInternalServerError)
		return
	}
	var b bytes.Buffer
	if err := pageTemplate.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the browser is gone: nobody is left to tell
}

func (s *Suite) home(w http.ResponseWriter, _ *http.Request) {
	s.show(w, http.StatusOK, "home", map[string]any{"Title": "OAuth, step by step", "Users": people(), "Commands": s.Commands(), "Scopes": strings.Join(userScopes, " ")})
}

// change takes in the settings.
func (s *Suite) change(w http.ResponseWriter, r *http.Request) {
	to := s.Settings()
	to.SecondFactor, to.Opaque, to.Register = r.FormValue("second") != "", r.FormValue("opaque") != "", r.FormValue("register") != ""
	if err := s.Set(to); err != nil {
		s.failed(w, err)
		return
	}
	http.Redirect(w, r, "/#settings", http.StatusSeeOther)
}

// showCodes is an authenticator app, for learners who have none at hand.
func (s *Suite) showCodes(w http.ResponseWriter, _ *http.Request) {
	type code struct{ User, Now, Setup string }
	var all []code
	for _, u := range people() {
		all = append(all, code{u.Name, s.factor.code(u.Name), s.factor.keys[u.Name].URL()})
	}
	s.show(w, http.StatusOK, "codes", map[string]any{"Title": "One-time codes", "Codes": all})
}

func (s *Suite) failed(w http.ResponseWriter, err error) {
	s.show(w, http.StatusBadRequest, "failed", map[string]any{"Title": "This did not work", "Text": err.Error()})
}

// App is the web application's address.
func (s *Suite) App() string { return s.app.url }

// Page is the single-page application's address.
func (s *Suite) Page() string { return s.page.url }

// API is the address of the protected API.
func (s *Suite) API() string { return s.api.url }

// CAFile is where the certificate authority's certificate lies, or empty.
func (s *Suite) CAFile() string { return s.o.File }

// A Command is one that the learner may type.
type Command struct{ About, Line string }

// Commands are the machine client's scenario, by hand.
func (s *Suite) Commands() []Command {
	curl := "curl -s"
	if s.o.File != "" {
		curl += " --cacert " + s.o.File
	}
	basic := fmt.Sprintf("-u batch:%s", s.secrets.batch)
	return []Command{
		{"Find out where everything is", curl + " " + s.as.url + "/.well-known/openid-configuration"},
		{"Get a token, look at it and keep it", fmt.Sprintf(`TOKEN=$(%s %s -d grant_type=client_credentials -d scope='api:read %s' %s/token`+
			` | tee /dev/stderr | sed 's/.*"access_token":"\([^"]*\)".*/\1/')`, curl, basic, customScope, s.as.url)},
		{"Call the API with it", fmt.Sprintf(`%s -H "Authorization: Bearer $TOKEN" %s/data`, curl, s.api.url)},
		{"Call it without one: 401, and why", fmt.Sprintf("%s -i %s/data", curl, s.api.url)},
		{"Ask what the token is worth", fmt.Sprintf(`%s %s -d token=$TOKEN %s/introspect`, curl, basic, s.as.url)},
	}
}
