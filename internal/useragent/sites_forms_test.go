package useragent

import (
	"fmt"
	"net/http"
	"strings"
)

// sameURL serves login and consent at the authorization URL itself, with 200 and one title.
func sameURL(mux *http.ServeMux) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.PostFormValue("stage") == "consent" && r.PostForm.Has("confirm"):
			away(w, r, "?code=c1")
		case r.PostFormValue("stage") == "consent":
			away(w, r, "?error=access_denied")
		case r.PostForm.Has("password"):
			if signedIn(w, r, "user", "password") {
				write(w, 200, `<p>Do you allow access?</p><form method=post><input type=hidden name=stage value=consent>
					<button type=submit id=refuse class="btn btn-primary">Refuse</button><button type=submit name=confirm value=1 class="positive">Accept</button></form>`)
			}
		default:
			write(w, 200, `<form method=post><input id=userfield name=user autocomplete=username><input id=passwordfield type=password name=password>
				<button class="btn btn-success">Connect</button></form>`)
		}
	})
}

// boxes asks for consent with an unticked box per scope and one that would remember the answer.
func boxes(mux *http.ServeMux) {
	signIn(mux, func(w http.ResponseWriter) {
		write(w, 200, `<form method=post action=/done><label><input type=checkbox name=scope value=openid>openid</label><input type=checkbox name=scope value=email id=e>
			<label for=e>Your mail address</label><label><input type=checkbox name=rem> Remember this decision</label>
			<button name=a value=no>Cancel</button><button name=a value=yes>Grant</button></form>`)
	})
	mux.HandleFunc("POST /done", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		away(w, r, "?scope="+strings.Join(r.PostForm["scope"], "+")+"&a="+r.PostFormValue("a")+r.PostFormValue("rem"))
	})
}

// signIn puts a login page at /authorize and what follows it at /login.
func signIn(mux *http.ServeMux, then func(http.ResponseWriter)) {
	loginWith(mux, loginForm, "username", "password", func(w http.ResponseWriter, _ *http.Request) { then(w) })
}

func loginWith(mux *http.ServeMux, html, name, password string, then http.HandlerFunc) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) { write(w, 200, html) })
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if signedIn(w, r, name, password) {
			then(w, r)
		}
	})
}

// page1 is a site with that login page, which leads to the client at once.
func page1(html, name, password string) func(*http.ServeMux) {
	return func(mux *http.ServeMux) {
		loginWith(mux, html, name, password, func(w http.ResponseWriter, r *http.Request) {
			away(w, r, "?code="+r.PostFormValue("b"))
		})
	}
}

// cancelFirst has Cancel as its first and primary button.
var cancelFirst = page1(`<form method=post action=/login><input name=username><input type=password name=password>
	<button class="primary" name=b value=cancel>Cancel</button><input type=submit name=b value="Log in"></form>`, "username", "password")

// buttonOutside has its buttons outside the form, and the forms of a page around it.
var buttonOutside = page1(`<form action=/search><input type=search name=q><button>Search</button></form>
	<form method=post action=/login id=f.1><input name=username><input type=password name=password></form>
	<button form="other" name=b value=wrong>Log in</button><button form="f.1" name=b value=ok>Log in</button>`, "username", "password")

// untyped forgets the types of both fields.
var untyped = page1(`<form method=post action=/login><input id=username name=u><input id=password name=p><button name=b value=ok>Go</button></form>`, "u", "p")

// hiddenForm has a form beside the login that only a script of the page uses.
var hiddenForm = page1(`<form method=post action=/language><input type=hidden name=lang value=de></form><script>function language() { document.forms[0].submit() }</script>
	<form method=post action=/login><input name=username><input type=password name=password><button type=button aria-label="Show password" onclick="language()">o</button>
	<button name=b value=ok>Sign in</button></form>`, "username", "password")

// registration stands beside the login form, and before it.
var registration = page1(`<form method=post action=/register><input name=username><input type=password name=password autocomplete=new-password>
	<input type=password name=again><button>Register</button></form>
	<form method=post action=/login><a href=/x class=btn>Sign in with Example</a><input name=username><input type=password name=password><button name=b value=ok>Sign in</button></form>`,
	"username", "password")

// german speaks another language, and sends multipart.
var german = page1(`<form method=post action=/login enctype=multipart/form-data><label for=a>Benutzername</label><input id=a name=f1>
	<input type=password name=f2><button name=b value=nein>Abbrechen</button><button name=b value=ok>Anmelden</button></form>`, "f1", "f2")

// twoForms has one form to allow and one to deny.
func twoForms(mux *http.ServeMux) {
	signIn(mux, func(w http.ResponseWriter) {
		write(w, 200, `<form method=post action=/deny><input type=hidden name=t value=1><button>Deny</button></form><form method=post action=/allow><input type=hidden name=t value=2><button>Allow</button></form>`)
	})
	mux.HandleFunc("POST /deny", func(w http.ResponseWriter, r *http.Request) { away(w, r, "?no="+r.PostFormValue("t")) })
	mux.HandleFunc("POST /allow", func(w http.ResponseWriter, r *http.Request) { away(w, r, "?yes="+r.PostFormValue("t")) })
}

// sameName has two submits of one name, told apart by value; the first sends the user elsewhere by its formaction.
func sameName(mux *http.ServeMux) {
	signIn(mux, func(w http.ResponseWriter) {
		write(w, 200, `<form action=/done><input type=submit name=do value=No formaction=/no><input type=submit name=do value=Yes></form>`)
	})
	mux.HandleFunc("GET /done", func(w http.ResponseWriter, r *http.Request) { away(w, r, "?do="+r.FormValue("do")) })
	mux.HandleFunc("GET /no", func(w http.ResponseWriter, r *http.Request) { away(w, r, "?refused="+r.FormValue("do")) })
}

// linkCancel refuses by a link, and allows by a button that says Continue.
func linkCancel(mux *http.ServeMux) {
	signIn(mux, func(w http.ResponseWriter) {
		write(w, 200, `<ul><li>scope: openid</ul><form method=post action=/done><input type=hidden name=prompt value=consent><button autofocus type=submit>Continue</button></form>
			<a href="/terms">Terms</a> <a href="/abort">[ Cancel ]</a>`)
	})
	mux.HandleFunc("POST /done", func(w http.ResponseWriter, r *http.Request) { away(w, r, "?code=c1") })
	mux.HandleFunc("GET /abort", func(w http.ResponseWriter, r *http.Request) { away(w, r, "?error=access_denied") })
}

// radios asks by radio buttons, with one button for both answers.
func radios(mux *http.ServeMux) {
	signIn(mux, func(w http.ResponseWriter) {
		write(w, 200, `<p>Permission</p><form method=post action=/done><label><input type=radio name=d value=0 checked>Deny</label><label><input type=radio name=d value=1>Allow</label>
			<select name=s><option>a<option value=b selected>B</select><textarea name=t>
x</textarea><button>Submit</button></form>`)
	})
	mux.HandleFunc("POST /done", func(w http.ResponseWriter, r *http.Request) {
		away(w, r, "?d="+r.PostFormValue("d")+r.PostFormValue("s")+r.PostFormValue("t"))
	})
}

// twoSteps asks for the name on one page and for the password on the next.
func twoSteps(mux *http.ServeMux) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		write(w, 200, `<form method=post action=/name><input name=identifier><button type=button hidden>x</button><button>Next</button></form>`)
	})
	mux.HandleFunc("POST /name", func(w http.ResponseWriter, r *http.Request) {
		write(w, 200, fmt.Sprintf(`<form method=post action=/login><input type=hidden name=username value=%q><input type=password name=password><button>Next</button></form>`, r.PostFormValue("identifier")))
	})
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if signedIn(w, r, "username", "password") {
			away(w, r, "?code=c1")
		}
	})
}

// selectors is a page that only a profile's selectors get through.
func selectors(mux *http.ServeMux) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		write(w, 200, `<form method=post action=/login><input name=f17><input name=f18><input name=f19><input type=checkbox name=c value=1><button name=b value=1>Abort</button><button name=b value=2>Register</button></form>`)
	})
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if signedIn(w, r, "f17", "f18") {
			away(w, r, "?b="+r.PostFormValue("b")+"&c="+r.PostFormValue("c")+"&f="+r.PostFormValue("f19"))
		}
	})
}

// wrongPassword shows the same page again, with a word about it.
func wrongPassword(mux *http.ServeMux) {
	n := 0
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) { write(w, 200, loginForm) })
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		n++
		write(w, 200, fmt.Sprintf("<p>Invalid username or password (%d)</p>%s", n, loginForm))
	})
}
