package steps

import (
	"net/url"
	"testing"
)

// However a stranger's page is written, a redirect there is seen for what it is.
func TestLeadsToStranger(t *testing.T) {
	app, err := url.Parse("http://app.example:8080/login")
	if err != nil {
		t.Fatal(err)
	}
	for name, of := range strangersPages {
		at := of(app)
		if at[0] == '\\' {
			at = "/" + at // as a server completes what begins with no slash
		}
		if !leadsToStranger(at) {
			t.Errorf("%s: %q is not seen", name, at)
		}
	}
	for _, own := range []string{"", "/", "/page", "/login?next=https://stranger.example/page", "http://app.example:8080/stranger.example", "page//stranger.example",
		"http://issuer.example/authorize?state=//stranger.example"} {
		if leadsToStranger(own) {
			t.Errorf("%q is the application's own", own)
		}
	}
}
