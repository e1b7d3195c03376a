package learn_test

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/servers/learn"
)

// rig is the servers, and a learner with a browser.
type rig struct {
	*learn.Suite
	t       *testing.T
	browser *http.Client
}

func newRig(t *testing.T, o learn.Options) *rig {
	t.Helper()
	all, err := features.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	o.Requirements = all
	s, err := learn.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	g := &rig{Suite: s, t: t}
	g.forget()
	return g
}

// forget gives the learner a new browser.
func (g *rig) forget() {
	jar, err := cookiejar.New(nil)
	if err != nil {
		g.t.Fatal(err)
	}
	g.browser = &http.Client{Jar: jar, Transport: agent{}}
}

// agent says that it is a browser, as browsers do.
type agent struct{}

func (agent) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Header.Get("User-Agent") == "" {
		r.Header.Set("User-Agent", "Mozilla/5.0 (test)")
	}
	return http.DefaultTransport.RoundTrip(r)
}

func (g *rig) read(resp *http.Response, err error) (*http.Response, string) {
	g.t.Helper()
	if err != nil {
		g.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	return resp, html.UnescapeString(string(b))
}

func (g *rig) get(address string) (*http.Response, string) {
	g.t.Helper()
	return g.read(g.browser.Get(address))
}

// do sends a request with headers, as "Name: value".
func (g *rig) do(method, address string, form url.Values, headers ...string) (*http.Response, string) {
	g.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, address, body)
	if err != nil {
		g.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	return g.read(g.browser.Do(r))
}

var field = regexp.MustCompile(`type="hidden" name="([^"]+)" value="([^"]*)"`)

// submit posts the form of a page, with what the learner fills in.
func (g *rig) submit(on *http.Response, page, action string, fill url.Values) (*http.Response, string) {
	g.t.Helper()
	for _, m := range field.FindAllStringSubmatch(page, -1) {
		fill.Set(m[1], m[2])
	}
	to, err := on.Request.URL.Parse(action)
	if err != nil {
		g.t.Fatal(err)
	}
	return g.do("POST", to.String(), fill, "Origin: "+to.Scheme+"://"+to.Host)
}

// signIn takes the learner to an address of the web application that needs a sign-in, and through it.
func (g *rig) signIn(path, user, password string) (*http.Response, string) {
	g.t.Helper()
	resp, page := g.get(g.App() + path)
	resp, page = g.submit(resp, page, "/login", url.Values{"username": {user}, "password": {password}})
	if g.Settings().SecondFactor && strings.Contains(page, "One-time code") {
		_, codes := g.get(g.URL() + "/codes")
		code := regexp.MustCompile(`id="code-` + user + `">(\d{6})<`).FindStringSubmatch(codes)
		if code == nil {
			g.t.Fatalf("no code on the page:\n%s", codes)
		}
		resp, page = g.submit(resp, page, "/second", url.Values{"otp": {code[1]}})
	}
	g.wants(page, "Allow access?", "my/scope")
	return g.submit(resp, page, "/consent", url.Values{"decision": {"allow"}})
}

func (g *rig) wants(page string, words ...string) {
	g.t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			g.t.Fatalf("no %q in:\n%s", w, page)
		}
	}
}

// post changes something at the guide.
func (g *rig) post(path string, form url.Values) (*http.Response, string) {
	g.t.Helper()
	return g.do("POST", g.URL()+path, form, "Origin: "+g.URL(), "Sec-Fetch-Site: same-origin")
}
