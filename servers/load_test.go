package servers

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const good = `# a product
issuer: https://as.example/realm
clients:
  - {name: web, kind: confidential, id: web-1, secret: "${WEB_SECRET}", redirects: [http://127.0.0.1:7070/cb]}
  - {name: spa, kind: public, id: spa, redirects: [http://127.0.0.1:7070/cb]}
  - {name: batch, kind: machine, id: batch, key: batch.jwk, scopes: [api:read]}
users:
  - {name: alice, password: "${file:alice.txt}"}
resource: {url: https://as.example/userinfo, validates: introspection}
known: {rfc6749-5.1-cache-control: "section 5.1, reported 2026-01-02"}
`

var secrets = Env(func(name string) (string, bool) {
	v, ok := map[string]string{"WEB_SECRET": `s3:"cr}et`, "EMPTY": ""}[name]
	return v, ok
})

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoad(t *testing.T) {
	dir := folder(t, map[string]string{
		"profile.yaml": good, "alice.txt": "pa ss\n", "batch.jwk": `{"kty":"EC","crv":"P-256","x":"x","y":"y","d":"d"}`,
	})
	for _, path := range []string{dir, filepath.Join(dir, "profile.yaml")} {
		target, err := Load(path, secrets)
		if err != nil {
			t.Fatal(err)
		}
		p := target.Profile
		for what, pair := range map[string][2]string{
			"name":       {target.Name, filepath.Base(dir)},
			"secret":     {p.Clients[0].Secret, `s3:"cr}et`},
			"basic":      {p.Clients[0].Auth, "client_secret_basic"},
			"public":     {p.Clients[1].Auth, "none"},
			"key's auth": {p.Clients[2].Auth, "private_key_jwt"},
			"key":        {p.Clients[2].Key[:12], `{"kty":"EC",`},
			"password":   {p.Users[0].Password, "pa ss"},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s: got %q, want %q", what, pair[0], pair[1])
			}
		}
		if target.Start != nil {
			t.Error("a folder without a start script has a Start")
		}
	}
}

func TestLoadSaysFileLineAndField(t *testing.T) {
	const head = "issuer: https://as.example\nclients:\n"
	for name, c := range map[string]struct{ text, want string }{
		"empty":             {"", ": the profile is empty: it needs at least an issuer"},
		"not yaml":          {"issuer: [", ":1: did not find expected node content"},
		"two documents":     {"issuer: https://a.example\n---\nissuer: x\n", ": more than one YAML document: a profile is one"},
		"unknown field":     {"isuer: https://as.example\n", `:1: unknown field "isuer": did you mean "issuer"?`},
		"unknown in client": {head + "  - {name: a, sercet: x}\n", `:3: unknown field "sercet" in clients: did you mean "secret"?`},
		"twice":             {"issuer: https://a.example\nissuer: https://b.example\n", ":2: mapping key \"issuer\" already defined at line 1"},
		"wrong shape":       {"issuer: https://as.example\nusers: alice\n", ":2: users: want a list, got one value"},
		"not a bool":        {"issuer: https://as.example\nload: maybe\n", ":2: load: want true or false"},
		"a list on top":     {"- a\n", ":1: the profile: want fields, got a list"},
		"no issuer":         {"users: []\n", ":1: issuer: missing"},
		"relative issuer":   {"issuer: as.example\n", ":1: issuer: want an absolute http or https URL"},
		"issuer with query": {"issuer: https://as.example?a=b\n", ":1: issuer: must have no query and no fragment (RFC 8414 section 2)"},
		"unknown kind":      {head + "  - {name: a, id: a, kind: pubic, redirects: [https://c.example/cb]}\n", `:3: clients[0].kind: unknown value "pubic": did you mean "public"?`},
		"unknown auth":      {head + "  - {name: a, id: a, kind: machine, secret: x, auth: basic}\n", `:3: clients[0].auth: unknown value "basic": want client_secret_basic, `},
		"no secret":         {head + "  - name: a\n    id: a\n    kind: machine\n", ":3: clients[0].secret: missing: client_secret_basic needs one"},
		"no redirect":       {head + "  - {id: a, kind: public}\n", ":3: clients[0].redirects: missing: a public client needs the redirect URI"},
		"fragment":          {head + "  - id: a\n    kind: public\n    redirects:\n      - https://c.example/#x\n", ":6: clients[0].redirects[0]: want an absolute URI"},
		"same name":         {head + "  - &a {name: a, id: a, kind: public, redirects: [https://c.example/cb]}\n  - *a\n", `:4: clients[1].name: "a" is the name of clients[0] already`},
		"no key file":       {head + "  - {id: a, kind: machine, key: nowhere.jwk}\n", ":3: clients[0].key: open "},
		"public key":        {head + "  - {id: a, kind: machine, key: '{\"kty\":\"EC\"}'}\n", ":3: clients[0].key: want a private JWK"},
		"no password":       {"issuer: https://as.example\nusers:\n  - name: alice\n", `:3: users[0].password: missing: nobody signs in as "alice" without one`},
		"resource":          {"issuer: https://as.example\nresource: {url: /me}\n", ":2: resource.url: want an absolute http or https URL"},
		"validates":         {"issuer: https://as.example\nresource: {url: https://as.example/me, validates: jot}\n", `:2: resource.validates: unknown value "jot": did you mean "jwt"?`},
		"known":             {"issuer: https://as.example\nknown: {rfc6749-5.1-x: ''}\n", ":2: known.rfc6749-5.1-x: needs a reason"},
		"capability":        {"issuer: https://as.example\nsupports: {intropsection: false}\n", `:2: supports.intropsection: unknown value "intropsection": did you mean "introspection"?`},
		"restart nowhere":   {"api: {url: https://api.example}\nrestart: ./gone\n", ":2: restart: there is no file "},
		"restart a folder":  {"api: {url: https://api.example}\nrestart: .\n", ":2: restart: "},
		"restart a server":  {"issuer: https://as.example\nrestart: ./again\n", ":2: restart: is for a client or a resource server under test"},
		"unknown in api":    {"api:\n  url: https://api.example\n  audiense: x\n", `:3: unknown field "audiense" in api: did you mean "audience"?`},
		"no api url":        {"api: {scope: x}\n", ":1: api.url: missing"},
		"api validates":     {"api:\n  url: https://api.example\n  validates: introspect\n", `:3: api.validates: unknown value "introspect": did you mean "introspection"?`},
		"api other":         {"api:\n  url: https://api.example\n  other: /admin\n", ":3: api.other: want an absolute http or https URL"},
		"unknown in app":    {"application:\n  start: https://app.example\n  signedin: x\n", `:3: unknown field "signedin" in application: did you mean "signed-in"?`},
		"no start":          {"application: {call: https://app.example/call}\n", ":1: application.start: missing"},
		"app call":          {"application:\n  start: https://app.example\n  call: call\n", ":3: application.call: want an absolute http or https URL"},
		"app and api":       {"application: {start: https://app.example}\napi: {url: https://api.example}\n", ":2: api: a profile describes one thing under test"},
		"suite alone":       {"issuer: https://as.example\nsuite: {issuer: http://127.0.0.1:9}\n", ":2: suite: is for a client or a resource server under test"},
		"unknown in suite":  {"api: {url: https://api.example}\nsuite: {isuer: http://127.0.0.1:9}\n", `:2: unknown field "isuer" in suite: did you mean "issuer"?`},
		"suite algorithm":   {"api: {url: https://api.example}\nsuite: {alg: HS256}\n", ":2: suite.alg: "},
		"suite address":     {"api: {url: https://api.example}\nsuite: {second: 127.0.0.1}\n", ":2: suite.second: want an absolute http or https URL"},
		"encryption":        {head + "  - {id: a, kind: public, redirects: [https://c.example/cb], id-token-encryption: {alg: RSA-OAEP}}\n", ":3: clients[0].id-token-encryption: want alg and key"},
		"encryption key":    {head + "  - {id: a, kind: public, redirects: [https://c.example/cb], id-token-encryption: {alg: RSA-OAEP, key: '{}'}}\n", ":3: clients[0].id-token-encryption.key: want a JWK: this one has no kty"},
		"app identify":      {"application:\n  start: https://app.example\n  identify: who\n", ":3: application.identify: want an absolute http or https URL"},
		"no needs":          {"api:\n  url: https://api.example\n  other: https://api.example/admin\n", ":3: api.other: wants a scope that the profile does not name"},
		"page":              {"issuer: https://as.example\nlogin:\n  - when: form\n", ":3: login[0]: does nothing: want fill, check or press"},
		"variable":          {head + "  - id: a\n    secret: ${NO_SUCH}\n", ":4: the environment variable NO_SUCH is not set"},
		"empty variable":    {"issuer: https://as.example\nusers: [{name: a, password: '${EMPTY}'}]\n", ":2: the environment variable EMPTY is empty"},
		"secret's file":     {"issuer: https://as.example\nusers: [{name: a, password: '${file:gone}'}]\n", ":2: ${file:gone}: open "},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(folder(t, map[string]string{"profile.yaml": c.text}), "profile.yaml")
			_, err := Load(file, secrets)
			if err == nil || !strings.Contains(err.Error(), file+c.want) {
				t.Errorf("got  %v\nwant %s", err, file+c.want)
			}
		})
	}
}

func TestLoadNamesEverythingThatIsWrong(t *testing.T) {
	dir := folder(t, map[string]string{"profile.yaml": "issuer: https://as.example\nlaod: true\nuser: []\n"})
	_, err := Load(dir, secrets)
	if err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("want two lines, got %v", err)
	}
}

func TestUnknownTarget(t *testing.T) {
	if _, err := Load("bultin", secrets); err == nil || !strings.Contains(err.Error(), `unknown target "bultin": did you mean "builtin"?`) {
		t.Errorf("got %v", err)
	}
	if _, err := Load("./gone", secrets); err == nil || !strings.Contains(err.Error(), "target ./gone: there is no such file or folder") {
		t.Errorf("got %v", err)
	}
}

func TestKnownProfilesParse(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	all := Env(func(string) (string, bool) { return "x", true })
	for _, name := range Names() {
		if _, err := Load(name, all); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if About(name) == "" {
			t.Errorf("%s: its profile does not begin with a comment that says what it is", name)
		}
	}
}

// FuzzLoad: whatever the file holds, loading ends, and an error never holds a secret.
func FuzzLoad(f *testing.F) {
	f.Add(good)
	f.Add("a: &a [*a]")
	f.Add("issuer: ${WEB_SECRET}\nclients: [{kind: ${WEB_SECRET}}]")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := Load(folder(t, map[string]string{"profile.yaml": text}), secrets)
		if err != nil && strings.Contains(err.Error(), "cr}et") && !strings.Contains(text, "cr}et") {
			t.Errorf("%v", err)
		}
	})
}
