package learn_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/servers/authserver"
	"github.com/oauthspec/oauthspec/servers/learn"
)

// Rows 3, 4, 7, 8, 9, 11 to 14, 16 to 18, 21, 22, 26: the first scenario.
func TestAuthorizationCode(t *testing.T) {
	for name, settings := range map[string]learn.Settings{
		"as it comes":          {},
		"opaque tokens":        {Opaque: true},
		"registered":           {Register: true, Opaque: true},
		"with a second factor": {SecondFactor: true},
	} {
		t.Run(name, func(t *testing.T) {
			g := newRig(t, learn.Options{Settings: settings})
			_, page := g.signIn("/private", "alice", "wonderland")
			g.wants(page, "Members only", "Alice Liddell")
			_, page = g.get(g.App() + "/api/data")
			g.wants(page, "200", "248289761001", "Cartography")
			_, page = g.get(g.App() + "/api/me")
			g.wants(page, "a.liddell", "editor")
			_, page = g.get(g.App() + "/me")
			g.wants(page, `"department":"Cartography"`, `"nonce"`, `"at_hash"`, `"userinfo"`)
			_, page = g.get(g.App() + "/tokens")
			g.wants(page, "ID token", "Refresh token", `"department": "Cartography"`)
			if !settings.Opaque {
				g.wants(page, `"typ": "at+jwt"`, `"scope"`)
			}
			if resp, page := g.do("POST", g.App()+"/refresh", nil, "Origin: "+g.App()); resp.StatusCode != 200 {
				t.Errorf("refresh: %s\n%s", resp.Status, page)
			}
			_, page = g.get(g.App() + "/machine/data")
			if !settings.Register { // who registers for users gets no token for itself
				g.wants(page, "200", `"client_id": "web"`)
			}
			_, page = g.do("POST", g.App()+"/logout", url.Values{"everywhere": {"yes"}}, "Origin: "+g.App())
			g.wants(page, "Signed out")
			_, page = g.get(g.App() + "/private")
			g.wants(page, "Password")
		})
	}
}

// Row 9: the second user, whom the API knows by another name and with fewer roles; row 21: signed out of the application alone.
func TestTheOtherUser(t *testing.T) {
	g := newRig(t, learn.Options{})
	g.signIn("/private", "bob", "looking-glass")
	_, page := g.get(g.App() + "/api/me")
	g.wants(page, "b.dodgson", "reader")
	if strings.Contains(page, "editor") {
		t.Error("bob is an editor")
	}
	_, page = g.do("POST", g.App()+"/logout", url.Values{}, "Origin: "+g.App())
	g.wants(page, "Nobody is signed in here")
	_, page = g.get(g.App() + "/private") // the authorization server still knows him
	g.wants(page, "Allow access?")
}

// Row 23: users are checked by a function of one's own.
func TestOwnAuthentication(t *testing.T) {
	g := newRig(t, learn.Options{Customize: func(o *authserver.Options) {
		o.Authorize.Login.Password = func(_ *authserver.Authorization, name, password string) *authserver.User {
			if name != "carol" || password != "from the directory" {
				return nil
			}
			return &authserver.User{Name: name, Sub: "carol-7", Claims: map[string]any{"name": "Carol"}}
		}
	}})
	_, page := g.signIn("/private", "carol", "from the directory")
	g.wants(page, "Carol")
}

// Row 24: a code is taken once, and a wrong one not at all.
func TestOneTimeCodes(t *testing.T) {
	g := newRig(t, learn.Options{Settings: learn.Settings{SecondFactor: true}})
	_, codes := g.get(g.URL() + "/codes")
	right := regexp.MustCompile(`id="code-alice">(\d{6})<`).FindStringSubmatch(codes)[1]
	for i, want := range []string{"Allow access?", "wrong, or was used before"} {
		g.forget()
		resp, page := g.get(g.App() + "/private")
		resp, page = g.submit(resp, page, "/login", url.Values{"username": {"alice"}, "password": {"wonderland"}})
		if i == 0 {
			_, no := g.submit(resp, page, "/second", url.Values{"otp": {"12345"}})
			g.wants(no, "wrong, or was used before")
		}
		_, page = g.submit(resp, page, "/second", url.Values{"otp": {right}})
		g.wants(page, want)
	}
}
