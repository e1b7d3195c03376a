package useragent

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

const elsewhere = "http://attacker.example/"

// cookied sets a cookie for each way to say when it stays at home, and shows what came along.
func cookied(mux *http.ServeMux) {
	mux.HandleFunc("GET /set", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "strict", Value: "1", SameSite: http.SameSiteStrictMode})
		http.SetCookie(w, &http.Cookie{Name: "lax", Value: "1", SameSite: http.SameSiteLaxMode})
		write(w, 200, "<h1>Set</h1>")
	})
	mux.HandleFunc("POST /act", func(w http.ResponseWriter, r *http.Request) {
		write(w, 200, "<p>cookies "+r.Header.Get("Cookie")+"; origin "+r.Header.Get("Origin")+"; site "+r.Header.Get("Sec-Fetch-Site")+"; a "+r.PostFormValue("a"))
	})
}

func TestAForgeryBringsNoCookiesThatStayAtHome(t *testing.T) {
	both(t, func(t *testing.T, d Driver) {
		mux := http.NewServeMux()
		cookied(mux)
		srv := httptest.NewServer(mux)
		defer srv.Close()
		s := session(t, d)
		open(t, s, Start{URL: srv.URL + "/set"}, Plan{})
		send := Start{Method: "POST", URL: srv.URL + "/act", Form: url.Values{"a": {`"<b>`}}}
		if at := open(t, s, send, Plan{}); d.Name() == "form" && !strings.Contains(at.Text, "lax=1") {
			t.Errorf("typed: %s", at.Text)
		}
		send.From = elsewhere
		at := open(t, s, send, Plan{})
		if want := `cookies ; origin http://attacker.example; site cross-site; a "<b>`; !strings.Contains(at.Page, "cookies ;") ||
			!strings.Contains(at.Text, "origin http://attacker.example; site cross-site") {
			t.Errorf("got %q, want %q", at.Page, want)
		}
	})
}

// Browsers take a dot in front of an address in a cookie's domain; a login whose session is in such a cookie is no other login.
func TestACookieMayNameAnAddressWithADotInFront(t *testing.T) {
	both(t, func(t *testing.T, d Driver) {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /set", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Set-Cookie", "session=1; domain=.127.0.0.1; path=/")
			write(w, 200, "<h1>Set</h1>")
		})
		mux.HandleFunc("GET /got", func(w http.ResponseWriter, r *http.Request) { write(w, 200, "<p>got "+r.Header.Get("Cookie")) })
		srv := httptest.NewServer(mux)
		defer srv.Close()
		s := session(t, d)
		open(t, s, Start{URL: srv.URL + "/set"}, Plan{})
		if at := open(t, s, Start{URL: srv.URL + "/got"}, Plan{}); !strings.Contains(at.Text, "got session=1") {
			t.Errorf("got %q", at.Text)
		}
	})
}

func TestFrames(t *testing.T) {
	d := chromium(t)
	login := `<form method=post><input name=username><input type=password name=password><button>Sign in</button></form>`
	for name, c := range map[string]struct {
		header, value, page string
		kind                Kind
		breaksOut           bool
	}{
		"shown":          {page: login, kind: KindLogin},
		"by script":      {page: `<div id=d></div><script>d.innerHTML = ` + "`" + login + "`" + `</script>`, kind: KindLogin},
		"older header":   {header: "X-Frame-Options", value: "SAMEORIGIN", page: login, kind: KindPlain},
		"policy":         {header: "Content-Security-Policy", value: "frame-ancestors 'self'", page: login, kind: KindPlain},
		"policy for all": {header: "Content-Security-Policy", value: "frame-ancestors *", page: login, kind: KindLogin},
		"breaks out":     {page: login + `<script>if (top !== self) top.location = self.location</script>`, kind: KindLogin, breaksOut: true},
		"hides":          {page: `<style>body { display: none }</style>` + login + `<script>if (top === self) document.body.style.display = 'block'</script>`, kind: KindPlain},
		"error":          {page: `<h1>An error occurred</h1>`, kind: KindError},
	} {
		t.Run(name, func(t *testing.T) {
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if c.header != "" {
					w.Header().Set(c.header, c.value)
				}
				write(w, 200, c.page)
			}))
			defer srv.Close()
			at := open(t, session(t, d), Start{URL: srv.URL, From: elsewhere, Framed: true}, Plan{})
			if at.Kind != c.kind || at.BreaksOut != c.breaksOut {
				t.Errorf("%s, breaks out %v; want %s, %v\n%s", at.Kind, at.BreaksOut, c.kind, c.breaksOut, strings.Join(at.Log, "\n"))
			}
		})
	}
}

func TestAVisitIsHeldBeforeTheAnswer(t *testing.T) {
	both(t, func(t *testing.T, d Driver) {
		mux := http.NewServeMux()
		simple(mux)
		srv := httptest.NewServer(mux)
		defer srv.Close()
		s := session(t, d)
		at := open(t, s, Start{URL: srv.URL + "/authorize"}, Plan{Consent: true, Hold: KindLogin})
		if at.Held == nil || at.Stopped || at.Kind != KindLogin {
			t.Fatalf("held %+v at a %s page", at.Held, at.Kind)
		}
		at = open(t, s, Start{URL: srv.URL + "/authorize"}, Plan{Consent: true, Hold: KindConsent})
		if at.Held == nil || at.Kind != KindConsent {
			t.Fatalf("held %+v at a %s page", at.Held, at.Kind)
		}
		if at = open(t, s, *at.Held, Plan{Consent: true}); !at.Stopped {
			t.Errorf("the form that was held, sent: %s page", at.Kind)
		}
	})
}

// A form that would put the password into the address waits for a script, which no form of another site stands in for.
func TestAFormThatAScriptSendsIsNotHeld(t *testing.T) {
	both(t, func(t *testing.T, d Driver) {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
			write(w, 200, `<title>Sign in</title><form><input name=user><input type=password name=password><button>Sign in</button></form>`)
		})
		srv := httptest.NewServer(mux)
		defer srv.Close()
		at := open(t, session(t, d), Start{URL: srv.URL + "/authorize"}, Plan{Hold: KindLogin})
		if at.Held != nil || at.Stopped || at.Kind != KindLogin {
			t.Errorf("held %+v at a %s page", at.Held, at.Kind)
		}
	})
}

// A browser refuses to open a script or data that a server redirects to, and says so to nobody.
func TestWhereABrowserRefusesToGoIsSeen(t *testing.T) {
	const script = "javascript:alert(document.domain)?code=1"
	both(t, func(t *testing.T, d Driver) {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /at-once", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", script)
			w.WriteHeader(http.StatusSeeOther)
		})
		mux.HandleFunc("GET /later", func(w http.ResponseWriter, r *http.Request) { write(w, 200, loginForm) })
		mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", script)
			w.WriteHeader(http.StatusSeeOther)
		})
		mux.HandleFunc("GET /form", func(w http.ResponseWriter, r *http.Request) {
			write(w, 200, `<form method=post action="`+script+`"><input type=hidden name=code value=1></form><script>document.forms[0].submit()</script>`)
		})
		srv := httptest.NewServer(mux)
		defer srv.Close()
		for _, path := range []string{"/at-once", "/later", "/form"} {
			p := Plan{User: User{"alice", "wonder&land"}, Stop: func(u *url.URL) bool { return u.Scheme == "javascript" }}
			at, err := session(t, d).Visit(t.Context(), Start{URL: srv.URL + path}, p)
			if err != nil || !at.Stopped || at.RawURL != script {
				t.Errorf("%s ends at %q, stopped %v: %v\n%s", path, at.RawURL, at.Stopped, err, strings.Join(at.Log, "\n"))
			}
		}
	})
}
