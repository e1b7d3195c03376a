package useragent

import "testing"

func refuse(p *Plan)       { p.Consent = false }
func withoutLogin(p *Plan) { p.WithoutLogin = true }

var table = []siteCase{
	{name: "login and consent", site: simple, kind: KindClient, want: clientURL + "?code=c1&state=s1", asked: "login consent", status: 200},
	{name: "login and refusal", site: simple, plan: refuse, kind: KindClient, want: clientURL + "?error=access_denied&state=s1", asked: "login consent"},
	{name: "only look", site: simple, plan: withoutLogin, kind: KindLogin, asked: "login", status: 200},
}

func TestForm(t *testing.T) {
	d := NewForm(Options{})
	defer d.Close()
	for _, c := range table {
		if c.opts == "rod" {
			continue
		}
		t.Run(c.name, func(t *testing.T) { run(t, d, c) })
	}
}
