package useragent

import (
	"fmt"
	"net/http"
)

// page writes an HTML document.
func write(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<!doctype html><html><head><title>Sign-in</title></head><body>%s</body></html>", body)
}

// signedIn reports whether a login form was sent with alice's name and password, and says what was wrong otherwise.
func signedIn(w http.ResponseWriter, r *http.Request, name, password string) bool {
	if r.PostFormValue(name) == "alice" && r.PostFormValue(password) == "wonder&land" {
		return true
	}
	write(w, 400, fmt.Sprintf("<h1>Error: bad login</h1><p>%v</p>", r.PostForm))
	return false
}

// away redirects to the client.
func away(w http.ResponseWriter, r *http.Request, rest string) {
	w.Header().Set("Location", clientURL+rest)
	w.WriteHeader(http.StatusFound)
}

const loginForm = `<h1>Sign in</h1><form method=post action=/login><input type=text name=username><input type=password name=password>
<button type=submit>Sign in</button></form>`

// simple is login, consent, code: with a session in a Secure cookie and a CSRF field.
func simple(mux *http.ServeMux) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "s", Value: "1", Secure: true, HttpOnly: true, Path: "/"})
		http.Redirect(w, r, "/login", http.StatusFound)
	})
	mux.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		write(w, 200, `<h1>Sign in</h1><form method=post><input type=hidden name=csrf value="a&b"><input type=text name=username>
			<input type=password name=password><input type=checkbox name=remember><a href=/forgot>Forgot password?</a><button>Sign in</button></form>`)
	})
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("s"); err != nil || r.PostFormValue("csrf") != "a&b" || r.PostFormValue("remember") != "" {
			write(w, 403, "no cookie, no CSRF value, or asked to be remembered")
			return
		}
		if signedIn(w, r, "username", "password") {
			http.Redirect(w, r, "/consent", http.StatusSeeOther)
		}
	})
	mux.HandleFunc("GET /consent", func(w http.ResponseWriter, r *http.Request) {
		write(w, 200, `<p>The application asks for access to your profile</p><form method=post>
			<button name=decision value=deny>Deny</button><button name=decision value=allow>Allow</button></form>`)
	})
	mux.HandleFunc("POST /consent", func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("decision") == "allow" {
			away(w, r, "?code=c1&state=s1")
			return
		}
		away(w, r, "?error=access_denied&state=s1")
	})
}
