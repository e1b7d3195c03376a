package servers

import (
	"reflect"
	"strings"
	"testing"
)

func TestFlags(t *testing.T) {
	const cb = "http://127.0.0.1:7070/cb"
	env := Env(func(name string) (string, bool) { return "value of " + name, true })
	target, err := Flags{
		Issuer: "https://as.example", ID: "web", SecretEnv: "WEB", Redirects: []string{cb}, Scopes: []string{"openid"},
		Clients: []string{
			"name=web2,kind=confidential,id=w2,secret-env=WEB2,auth=client_secret_post,redirect=" + cb + ",redirect=" + cb + "2",
			"id=spa,redirect=" + cb,
			"id=batch,secret-env=BATCH,scope=api:read api:write",
		},
		Users: []string{"alice", "bob"}, PasswordEnv: []string{"BOTH"}, Resource: "https://as.example/me",
		Refresh: "offline_access", Endpoints: []string{"token=https://as.example/t?a=b", "authorization_endpoint=https://as.example/a"},
	}.Target(env)
	if err != nil {
		t.Fatal(err)
	}
	want := []Client{
		{Name: "web", Kind: Confidential, ID: "web", Secret: "value of WEB", Auth: "client_secret_basic", Redirects: []string{cb}, Scopes: []string{"openid"}},
		{Name: "web2", Kind: Confidential, ID: "w2", Secret: "value of WEB2", Auth: "client_secret_post", Redirects: []string{cb, cb + "2"}},
		{Name: "spa", Kind: Public, ID: "spa", Auth: "none", Redirects: []string{cb}},
		{Name: "batch", Kind: Machine, ID: "batch", Secret: "value of BATCH", Auth: "client_secret_basic", Scopes: []string{"api:read", "api:write"}},
	}
	if !reflect.DeepEqual(target.Profile.Clients, want) {
		t.Errorf("got  %+v\nwant %+v", target.Profile.Clients, want)
	}
	if p := target.Profile; p.Refresh.Params["prompt"] != "consent" || !p.Supports["refresh_token"] {
		t.Errorf("refresh: got %+v, supports %v", p.Refresh, p.Supports)
	}
	if e := target.Profile.Endpoints; e["token"] != "https://as.example/t?a=b" || e["authorization"] != "https://as.example/a" {
		t.Errorf("endpoints: got %v", e)
	}
	if u := target.Profile.Users; len(u) != 2 || u[1].Name != "bob" || u[1].Password != "value of BOTH" {
		t.Errorf("got %+v", u)
	}
}

func TestFlagsErrors(t *testing.T) {
	none := Env(func(string) (string, bool) { return "", false })
	for want, f := range map[string]Flags{
		"issuer: missing":                                                              {},
		`--endpoint: want NAME=URL, got "token"`:                                       {Issuer: "https://a.example", Endpoints: []string{"token"}},
		"--client-secret-env: the environment variable WEB is not set":                 {Issuer: "https://a.example", ID: "web", SecretEnv: "WEB"},
		`--client: unknown key "secert-env": did you mean "secret-env"?`:               {Issuer: "https://a.example", Clients: []string{"id=a,secert-env=X"}},
		`--client: want key=value between commas, got "id"`:                            {Issuer: "https://a.example", Clients: []string{"id"}},
		"--user is given 2 times and --user-password-env 0 times":                      {Issuer: "https://a.example", Users: []string{"a", "b"}},
		"clients[0].redirects: missing: a public client needs the redirect URI it was": {Issuer: "https://a.example", ID: "spa"},
		`clients[1].name: "a" is the name of clients[0] already`:                       {Issuer: "https://a.example", Clients: []string{"id=a,redirect=https://c.example", "id=a,redirect=https://c.example"}},
		`clients[0].kind: unknown value "publik": did you mean "public"?`:              {Issuer: "https://a.example", Clients: []string{"id=a,kind=publik,redirect=https://c.example"}},
	} {
		if _, err := f.Target(none); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}
