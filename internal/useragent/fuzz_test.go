package useragent

import (
	"net/http"
	"net/url"
	"testing"
	"unicode/utf8"
)

// FuzzPage reads and decides about any page at all: whatever a server sends, the driver ends or acts, and a form it submits is
// one that can be written down.
func FuzzPage(f *testing.F) {
	for _, s := range []string{
		loginForm, application, "", "<form", "<base href='::'><a href=%zz>Cancel</a><form action='%'><button>Allow</form>",
		`<meta http-equiv=refresh content="0;url=//["><form id=a><input type=image><select name=s multiple><option></select></form><button form=a>OK`,
		`<form><input type=password name=p><input name=u><fieldset disabled><button>x</fieldset></form><template><form>`,
		`<label for=x>` + "\xff" + `</label><input id=x type=RADIO name=r value=Allow><div hidden><button onclick=1>Deny`,
	} {
		f.Add(s, false, true)
		f.Add(s, true, false)
	}
	at, err := url.Parse("http://127.0.0.1:1/authorize?x=y")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body string, js, consent bool) {
		v := newVisit(Plan{User: User{"alice", "secret"}, Consent: consent, Stop: toClient,
			Steps: []Step{{Fill: map[string]string{"input": "{{name}}"}, Press: "button"}}})
		for range 3 {
			p := &page{url: at, body: body, status: 200, header: http.Header{}, js: js, document: "d"}
			if err := parsePage(p); err != nil {
				t.Fatal(err)
			}
			a, err := v.decide(p)
			if err != nil || a.end {
				break
			}
			if js || a.press == nil && a.form == nil && a.follow == nil {
				continue
			}
			if r, err := v.request(p, a); err == nil && r.url == nil {
				t.Error("a request to nowhere")
			}
		}
		if !utf8.ValidString(v.land.Text) && utf8.ValidString(body) {
			t.Error("the text is no longer valid UTF-8")
		}
	})
}
