package authserver

import (
	"net/url"
	"testing"
	"time"
)

// TestLifetimes advances the clock to just before and just past each lifetime.
func TestLifetimes(t *testing.T) {
	for _, variant := range Variants() {
		t.Run(variant, func(t *testing.T) {
			g := newRig(t, variant)
			l := g.s.o.Lifetimes
			tokens := func() answer {
				return g.post("/token", "web", redeem(g.authorize(codeRequest("web", redirectOne)).Get("code"), redirectOne))
			}
			for _, c := range []struct {
				name  string
				life  time.Duration
				begin func() string
				good  func(string) bool
			}{
				{"code", l.Code, func() string { return g.authorize(codeRequest("web", redirectOne)).Get("code") },
					func(code string) bool { return g.post("/token", "web", redeem(code, redirectOne)).status == 200 }},
				{"access token", l.Access, func() string { return tokens().str("access_token") },
					func(at string) bool { return g.resource(at).status == 200 }},
				{"access token, introspected", l.Access, func() string { return tokens().str("access_token") },
					func(at string) bool {
						return g.post("/introspect", "web", url.Values{"token": {at}}).m["active"] == true
					}},
				{"refresh token", l.Refresh, func() string { return tokens().str("refresh_token") },
					func(rt string) bool {
						return g.post("/token", "web", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {rt}}).status == 200
					}},
				{"sign-in", l.Session, func() string { g.authorize(codeRequest("web", redirectOne)); return "" },
					func(string) bool {
						resp, err := g.browser.Get(g.url + "/authorize?" + codeRequest("web", redirectOne).Encode())
						if err != nil {
							t.Fatal(err)
						}
						_, err = resp.Location()
						return err == nil
					}},
			} {
				first := c.begin()
				g.s.Advance(c.life - time.Minute/2)
				if !c.good(first) {
					t.Errorf("%s: gone before its time", c.name)
				}
				second := c.begin()
				g.s.Advance(c.life + time.Second)
				if c.good(second) {
					t.Errorf("%s: outlives its time", c.name)
				}
			}
		})
	}
}
