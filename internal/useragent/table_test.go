package useragent

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

func refuse(p *Plan)       { p.Consent = false }
func signOut(p *Plan)      { p.SignOut = true }
func withoutLogin(p *Plan) { p.WithoutLogin = true }

func withSteps(p *Plan) {
	p.Steps = []Step{
		{When: "#elsewhere", Press: "button"},
		{Fill: map[string]string{"[name=f17]": "{{name}}", "[name=f18]": "{{password}}", "[name=f19]": "x"}, Check: []string{"[name=c]"}, Press: "button[value='2']"},
	}
}

var table = []siteCase{
	{name: "login and consent", site: simple, kind: KindClient, want: clientURL + "?code=c1&state=s1", asked: "login consent", status: 200},
	{name: "login and refusal", site: simple, plan: refuse, kind: KindClient, want: clientURL + "?error=access_denied&state=s1", asked: "login consent"},
	{name: "only look", site: simple, plan: withoutLogin, kind: KindLogin, asked: "login", status: 200},
	{name: "same URL", site: sameURL, kind: KindClient, want: clientURL + "?code=c1", asked: "login consent"},
	{name: "same URL refused", site: sameURL, plan: refuse, kind: KindClient, want: clientURL + "?error=access_denied", asked: "login consent"},
	{name: "unticked boxes", site: boxes, kind: KindClient, want: clientURL + "?scope=openid+email&a=yes", asked: "login consent"},
	{name: "boxes refused", site: boxes, plan: refuse, kind: KindClient, want: clientURL + "?scope=&a=no", asked: "login consent"},
	{name: "cancel first", site: cancelFirst, kind: KindClient, want: clientURL + "?code=Log in", asked: "login"},
	{name: "button outside", site: buttonOutside, kind: KindClient, want: clientURL + "?code=ok", asked: "login"},
	{name: "untyped fields", site: untyped, kind: KindClient, want: clientURL + "?code=ok", asked: "login"},
	{name: "registration beside", site: registration, kind: KindClient, want: clientURL + "?code=ok", asked: "login"},
	{name: "hidden form beside", site: hiddenForm, kind: KindClient, want: clientURL + "?code=ok", asked: "login"},
	{name: "german multipart", site: german, kind: KindClient, want: clientURL + "?code=ok", asked: "login"},
	{name: "two forms", site: twoForms, kind: KindClient, want: clientURL + "?yes=2", asked: "login consent"},
	{name: "two forms refused", site: twoForms, plan: refuse, kind: KindClient, want: clientURL + "?no=1", asked: "login consent"},
	{name: "one name two values", site: sameName, kind: KindClient, want: clientURL + "?do=Yes", asked: "login consent"},
	{name: "one name two values refused", site: sameName, plan: refuse, kind: KindClient, want: clientURL + "?refused=No", asked: "login consent"},
	{name: "cancel is a link", site: linkCancel, kind: KindClient, want: clientURL + "?code=c1", asked: "login consent"},
	{name: "cancel is a link refused", site: linkCancel, plan: refuse, kind: KindClient, want: clientURL + "?error=access_denied", asked: "login consent"},
	{name: "radio buttons", site: radios, kind: KindClient, want: clientURL + "?d=1bx", asked: "login consent"},
	{name: "radio buttons refused", site: radios, plan: refuse, kind: KindClient, want: clientURL + "?d=0bx", asked: "login consent"},
	{name: "name then password", site: twoSteps, kind: KindClient, want: clientURL + "?code=c1", asked: "login login"},
	{name: "selectors", site: selectors, plan: withSteps, kind: KindClient, want: clientURL + "?b=2&c=1&f=x", asked: "login"},
	{name: "wrong password", site: wrongPassword, stuck: "the login page came back"},

	{name: "form_post by script", site: formPost("<script>document.forms[0].submit()</script>"), kind: KindClient, want: clientURL, asked: "login", fields: "state=s+1&code=c%261&iss=i"},
	{name: "relay and refresh", site: relay, kind: KindClient, want: clientURL + "?code=c1&x=y"},
	{name: "only look, past the relay", site: relay, plan: withoutLogin, kind: KindClient, want: clientURL + "?code=c1&x=y"},
	{name: "fragment", site: redirectTo(clientURL + "#code=c1&state=a%20b"), kind: KindClient, want: clientURL + "#code=c1&state=a%20b"},
	{name: "custom scheme", site: redirectTo("com.example.app:/cb?code=c1"), kind: KindClient, want: "com.example.app:/cb?code=c1"},
	{name: "somebody's scheme", site: redirectTo("com.other.app:/cb?code=c1"), kind: KindUnknown, want: "com.other.app:/cb?code=c1"},
	{name: "posted", site: posted, method: "POST", form: url.Values{"a": {"b c"}}, kind: KindClient, want: clientURL + "?a=b+c"},
	{name: "posted again", site: postedAgain, method: "POST", form: url.Values{"a": {"b c"}}, kind: KindClient, want: clientURL, fields: "a=b+c"},

	{name: "signing out, asked", site: leaving(`<button name=a value=no>No, keep me signed in</button><button name=a value=out>Log out</button>`), plan: signOut, kind: KindClient, want: clientURL + "?a=out", asked: "other"},
	{name: "signing out, yes or no", site: leaving(`<button name=a value=no>No</button><button name=a value=out>Yes</button>`), plan: signOut, kind: KindClient, want: clientURL + "?a=out", asked: "other"},
	{name: "signing out, then a login", site: simple, plan: signOut, kind: KindLogin},
	{name: "error page", site: answer(400, "<h1>Unknown client</h1>"), kind: KindError, status: 400},
	{name: "error page with 200", site: answer(200, "<h1>An error occurred</h1><a href=/>Home</a>"), kind: KindError, status: 200},
	{name: "error page with a way home", site: answer(200, `<div role=alert></div><a href=/ class="btn btn-primary" role=button>Go to portal</a>`), kind: KindPlain, status: 200},
	{name: "plain page", site: answer(200, "<h1>Welcome</h1><a href=/>Home</a>"), kind: KindPlain, status: 200},
	{name: "error after login", site: errorAfterLogin, kind: KindError, status: 400, asked: "login"},
	{name: "unknown form", site: answer(200, `<form><input name=shoe-size><button>Measure</button></form>`), stuck: "no rule covers"},
	{name: "consent without refusal", site: answer(200, `<p>Scopes</p><form><button>Allow</button></form>`), plan: refuse, stuck: "nothing on the consent page refuses"},

	{name: "refusal by script", only: "form", site: answer(200, `<p>Scopes</p><form><input type=hidden name=c value=1><button>Allow</button><button id=refuse>Refuse</button></form>`), plan: refuse, stuck: "the page needs JavaScript"},

	{name: "redirects in a circle", site: circle, stuck: "redirects in a circle"},
	{name: "refreshes for ever", site: refreshing, stuck: "without end"},
	{name: "endless page", site: endless, kind: KindPlain, status: 200},
	{name: "gzip bomb", site: bomb, kind: KindPlain, status: 200},
	{name: "one byte at a time", site: drip, timeout: 600 * time.Millisecond, stuck: "deadline exceeded"},
	{name: "invalid UTF-8", site: garbled, kind: KindClient, want: clientURL + "?code=c1", asked: "login"},

	{name: "application", site: app, only: "rod", kind: KindClient, want: clientURL + "?granted=openid", asked: "login consent consent"},
	{name: "application refused", site: app, only: "rod", plan: refuse, kind: KindClient, want: clientURL + "?refused=1", asked: "login consent"},
	{name: "application by form", site: app, only: "form", stuck: "needs a real browser"},
	{name: "script button", site: scriptButton, only: "rod", kind: KindClient, want: clientURL + "?ok", asked: "consent"},
	{name: "script button by form", site: scriptButton, only: "form", stuck: "belongs to no form"},
	{name: "form_post by hand", site: formPost(""), only: "form", kind: KindClient, want: clientURL, asked: "login", fields: "state=s+1&code=c%261&iss=i"},
}

// posted redirects with what it was sent.
func posted(mux *http.ServeMux) {
	mux.HandleFunc("POST /authorize", func(w http.ResponseWriter, r *http.Request) {
		away(w, r, "?a="+url.QueryEscape(r.PostFormValue("a")))
	})
}

// postedAgain redirects with 307: the same request once more, to the client (RFC 9700 section 4.12).
func postedAgain(mux *http.ServeMux) {
	mux.HandleFunc("POST /authorize", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, clientURL, http.StatusTemporaryRedirect)
	})
}

func TestForm(t *testing.T) {
	d := NewForm(Options{})
	defer d.Close()
	for _, c := range table {
		if c.only != "rod" {
			t.Run(c.name, func(t *testing.T) { run(t, d, c) })
		}
	}
}
