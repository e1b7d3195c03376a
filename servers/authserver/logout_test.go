package authserver_test

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// signer is a browser that signs alice in.
type signer struct {
	*http.Client
	t  *testing.T
	as *authserver.Running
}

func newSigner(t *testing.T, more ...authserver.Option) *signer {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &signer{t: t, as: authserver.Start(t, append(more, authserver.WithVariant("oidc"), authserver.With(func(o *authserver.Options) {
		o.Clients[0].PostLogout = []string{"https://client.example/out"}
	}))...)}
	s.Client = &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host == "client.example" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	return s
}

func (s *signer) page(resp *http.Response, err error) (*http.Response, string) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp, string(b)
}

var hiddenField = regexp.MustCompile(`name="([^"]+)" value="([^"]*)"`)

// post sends a page's form, with further fields.
func (s *signer) post(path, page string, more url.Values) (*http.Response, string) {
	s.t.Helper()
	for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
		if m[1] != "decision" && !more.Has(m[1]) {
			more.Set(m[1], html.UnescapeString(m[2]))
		}
	}
	return s.page(s.PostForm(s.as.URL+path, more))
}

func (s *signer) signIn() (*http.Response, string) {
	s.t.Helper()
	q := url.Values{"response_type": {"code"}, "client_id": {"web"}, "scope": {"openid"}, "redirect_uri": {s.as.Clients[0].Redirects[0]}}
	_, login := s.page(s.Get(s.as.URL + "/authorize?" + q.Encode()))
	return s.post("/login", login, url.Values{"username": {"alice"}, "password": {s.as.Users[0].Password}})
}

func TestSignOut(t *testing.T) {
	s := newSigner(t)
	s.signIn()
	if resp, text := s.page(s.Get(s.as.URL + "/logout?client_id=web&post_logout_redirect_uri=" + url.QueryEscape("https://evil.example/"))); resp.StatusCode != 400 {
		t.Fatalf("an address that nobody registered: %s\n%s", resp.Status, text)
	}
	_, asked := s.page(s.Get(s.as.URL + "/logout?client_id=web&state=a%26b&post_logout_redirect_uri=" + url.QueryEscape("https://client.example/out")))
	if !strings.Contains(asked, "Sign out?") {
		t.Fatalf("without an ID token the user is asked:\n%s", asked)
	}
	if _, again := s.page(s.PostForm(s.as.URL+"/logout", url.Values{"csrf": {"guessed"}})); !strings.Contains(again, "Sign out?") {
		t.Fatalf("a form of nobody's signed the user out:\n%s", again)
	}
	resp, _ := s.post("/logout", asked, url.Values{})
	if got := resp.Header.Get("Location"); got != "https://client.example/out?state=a%26b" {
		t.Errorf("goes to %q", got)
	}
	if _, page := s.page(s.Get(s.as.URL + "/logout")); !strings.Contains(page, "You are signed out here") {
		t.Errorf("somebody is still signed in:\n%s", page)
	}
}

type fixedCode struct{}

func (fixedCode) Right(u *authserver.User, code string) bool {
	return u.Name == "alice" && code == "123456"
}

func TestSecondFactor(t *testing.T) {
	s := newSigner(t, authserver.With(func(o *authserver.Options) {
		o.SecondFactor = fixedCode{}
	}))
	_, page := s.signIn()
	if !strings.Contains(page, "One-time code") {
		t.Fatalf("no code is asked for:\n%s", page)
	}
	if _, wrong := s.post("/second", page, url.Values{"otp": {"000000"}}); !strings.Contains(wrong, "That code is wrong") {
		t.Fatalf("a wrong code:\n%s", wrong)
	}
	if _, right := s.post("/second", page, url.Values{"otp": {"123456"}}); !strings.Contains(right, "Allow access?") {
		t.Fatalf("the right code:\n%s", right)
	}
	_, page = newSigner(t).signIn()
	if !strings.Contains(page, "Allow access?") {
		t.Errorf("nobody wants a second factor, and yet:\n%s", page)
	}
}

func TestSecondFactorIsNotSearched(t *testing.T) {
	s := newSigner(t, authserver.With(func(o *authserver.Options) {
		o.SecondFactor = fixedCode{}
	}))
	_, page := s.signIn()
	for range 5 {
		s.post("/second", page, url.Values{"otp": {"000000"}})
	}
	if resp, _ := s.post("/second", page, url.Values{"otp": {"123456"}}); resp.StatusCode != 400 {
		t.Errorf("the sixth code is still looked at: %s", resp.Status)
	}
}
