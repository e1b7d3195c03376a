package useragent

import (
	"compress/gzip"
	"net/http"
	"strings"
	"time"
)

// formPost answers with a page that posts itself to the client.
func formPost(script string) func(*http.ServeMux) {
	return func(mux *http.ServeMux) {
		signIn(mux, func(w http.ResponseWriter) {
			write(w, 200, `<form method="post" action="`+clientURL+`"><input type=hidden name=state value="s 1"><input type=hidden name=code value="c&amp;1"><input type=hidden name=iss value=i>
				<noscript><button>Continue</button></noscript></form>`+script)
		})
	}
}

// relay posts itself to another page of the server first, and that page refreshes itself.
func relay(mux *http.ServeMux) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		write(w, 200, `<form method=post action=/relay><input type=hidden name=x value=y></form><script>document.forms[0].submit()</script>`)
	})
	mux.HandleFunc("POST /relay", func(w http.ResponseWriter, r *http.Request) {
		write(w, 200, `<meta http-equiv=refresh content="0; URL='/next?x=`+r.PostFormValue("x")+`'">One moment`)
	})
	mux.HandleFunc("GET /next", func(w http.ResponseWriter, r *http.Request) { away(w, r, "?code=c1&x="+r.FormValue("x")) })
}

// redirectTo is a site that sends the user there at once.
func redirectTo(location string) func(*http.ServeMux) {
	return func(mux *http.ServeMux) {
		mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", location)
			w.WriteHeader(http.StatusSeeOther)
		})
	}
}

// answer is a site with one page.
func answer(status int, html string) func(*http.ServeMux) {
	return func(mux *http.ServeMux) {
		mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) { write(w, status, html) })
	}
}

// errorAfterLogin authenticates the user first, and only then says what is wrong (RFC 9700 section 4.11.2).
func errorAfterLogin(mux *http.ServeMux) {
	signIn(mux, func(w http.ResponseWriter) { write(w, 400, "<h1>Invalid redirect_uri</h1><a href=/>Home</a>") })
}

// circle redirects to itself.
func circle(mux *http.ServeMux) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.String(), http.StatusFound)
	})
}

// refreshing refreshes itself for ever.
func refreshing(mux *http.ServeMux) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		write(w, 200, `<meta http-equiv=refresh content="0;url=/authorize">again`)
	})
}

// endless never ends its page.
func endless(mux *http.ServeMux) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for r.Context().Err() == nil {
			if _, err := w.Write([]byte(strings.Repeat("<p>more</p>", 1000))); err != nil {
				return
			}
		}
	})
}

// bomb is small on the wire and large behind it.
func bomb(mux *http.ServeMux) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		for range 300 {
			if _, err := z.Write([]byte(strings.Repeat("<p>aaaa", 8<<10))); err != nil {
				return
			}
		}
	})
}

// drip sends a byte now and then.
func drip(mux *http.ServeMux) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for {
			_, _ = w.Write([]byte("<"))
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	})
}

// garbled is a login page in no known encoding.
func garbled(mux *http.ServeMux) {
	loginWith(mux, "\xff\xfe\x80<p>\xc3\x28</p>"+loginForm+"</form></div></table>\x00", "username", "password",
		func(w http.ResponseWriter, r *http.Request) { away(w, r, "?code=c1") })
}

// application is a page that JavaScript draws: fields without a form, then a panel at the same address whose first button
// saves and stays and whose second leaves.
const application = `<div id=root></div><script>
const root = document.getElementById('root')
function login() {
	root.innerHTML = '<input id=username><input type=password id=password><button id=back>Cancel</button><button id=go disabled>Log in</button>'
	const ok = () => { go.disabled = !(username.value && password.value) }
	username.addEventListener('input', ok); password.addEventListener('input', ok)
	go.onclick = async () => {
		go.disabled = true
		const r = await fetch('/session', {method: 'POST', body: new URLSearchParams({username: username.value, password: password.value})})
		if (r.ok) grant(); else root.insertAdjacentHTML('beforeend', '<p>Wrong</p>')
	}
}
function grant() {
	root.innerHTML = '<p>The client asks for access</p><label><input type=checkbox id=grant-openid> openid</label><button id=no>Decline</button><button id=g>Grant access</button><button id=c class="btn primary">Continue</button>'
	let granted = ''
	g.onclick = async () => { if (document.getElementById('grant-openid').checked) { await fetch('/grant', {method: 'POST'}); granted = 'openid' } }
	c.onclick = () => { location.href = '/leave?granted=' + granted }
	document.getElementById('no').onclick = () => { location.href = '/leave?refused=1' }
}
setTimeout(login, 60)
</script>`

func app(mux *http.ServeMux) {
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) { write(w, 200, application) })
	mux.HandleFunc("POST /session", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(80 * time.Millisecond) // a server takes its time, and the page waits for it
		signedIn(w, r, "username", "password")
	})
	mux.HandleFunc("POST /grant", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /leave", func(w http.ResponseWriter, r *http.Request) { away(w, r, "?"+r.URL.RawQuery) })
}

// scriptButton confirms with a button that belongs to no form.
var scriptButton = answer(200, `<p>Allow access to your account?</p><button onclick="location='`+clientURL+`?ok'">Allow</button>`)

// leaving asks whether to sign out.
func leaving(buttons string) func(*http.ServeMux) {
	return func(mux *http.ServeMux) {
		mux.HandleFunc("GET /authorize", func(w http.ResponseWriter, _ *http.Request) {
			write(w, 200, "<title>Sign out?</title><form method=post action=/out>"+buttons+"</form>")
		})
		mux.HandleFunc("POST /out", func(w http.ResponseWriter, r *http.Request) { away(w, r, "?a="+r.PostFormValue("a")) })
	}
}
