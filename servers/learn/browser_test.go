package learn_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/launcher"
	"github.com/go-rod/rod/lib/proto"

	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/servers/learn"
)

// screen is one page of a Chromium, in which every policy that a page breaks is a failure of the test.
type screen struct {
	*rod.Page
	t *testing.T
}

// patience is how long a page may take. Nothing depends on it but how soon a test that hangs is given up.
const patience = 2 * time.Minute

// chromium opens a page in a browser that trusts whatever certificate it is shown; without a browser the test is skipped.
func chromium(t *testing.T, width, height int) *screen {
	t.Helper()
	binary, why := useragent.FindBrowser("")
	if binary == "" {
		t.Skip(why)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	l := launcher.New().Context(ctx).Bin(binary).Leakless(false).NoSandbox(os.Getuid() == 0).
		Set("disable-background-networking").Set("disable-component-update").Set("disable-sync").Set("no-first-run").
		Set("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost").Set("hide-scrollbars")
	address, err := l.Launch()
	if err != nil {
		t.Fatalf("start %s: %v", binary, err)
	}
	b := rod.New().Context(ctx).ControlURL(address)
	if err := b.Connect(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if b.Close() != nil {
			l.Kill()
		}
		l.Cleanup() // waits for its end, and removes its folder
	})
	if err := b.IgnoreCertErrors(true); err != nil {
		t.Fatal(err)
	}
	p, err := b.Page(proto.TargetCreateTarget{URL: "about:blank"})
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{p, t}
	s.size(width, height)
	go p.EachEvent(func(e *proto.LogEntryAdded) {
		if e.Entry.Source == proto.LogLogEntrySourceSecurity {
			t.Errorf("the browser blocked: %s", e.Entry.Text)
		}
	})()
	return s
}

func (s *screen) size(width, height int) {
	s.t.Helper()
	s.check(s.SetViewport(&proto.EmulationSetDeviceMetricsOverride{Width: width, Height: height, DeviceScaleFactor: 1}))
}

func (s *screen) check(err error) {
	s.t.Helper()
	if err == nil {
		return
	}
	text, _ := s.Eval(`() => location.href + "\n" + document.body.innerText`)
	if text != nil {
		s.t.Fatalf("%v on\n%s", err, text.Value.Str())
	}
	s.t.Fatal(err)
}

func (s *screen) open(address string) {
	s.t.Helper()
	s.check(s.Navigate(address))
	s.check(s.WaitLoad())
}

// on finds an element that is shown, and waits for it.
func (s *screen) on(selector string) *rod.Element {
	s.t.Helper()
	e, err := s.Timeout(patience).Element(selector)
	s.check(err)
	s.check(e.WaitVisible())
	return e
}

func (s *screen) click(selector string) {
	s.t.Helper()
	s.check(s.on(selector).Click(proto.InputMouseButtonLeft, 1))
}

func (s *screen) fill(selector, text string) {
	s.t.Helper()
	s.check(s.on(selector).Input(text))
}

// says waits until an element has a text, given as a regular expression.
func (s *screen) says(selector, text string) {
	s.t.Helper()
	s.check(s.Timeout(patience).Wait(rod.Eval(`(selector, text) => [...document.querySelectorAll(selector)].some(e => new RegExp(text, "s").test(e.textContent))`, selector, text)))
}

func (s *screen) signIn(user, password string) {
	s.t.Helper()
	s.fill("#username", user)
	s.fill("#password", password)
	s.click("button[type=submit]")
	s.click("button[value=allow]")
}

// Rows 5, 7, 20: the single-page application, in a browser, over plain http and TLS.
func TestSinglePageApplication(t *testing.T) {
	for name, o := range map[string]learn.Options{"http": {PageToken: 4 * time.Second}, "opaque tokens": {Settings: learn.Settings{Opaque: true}}, "https": overTLS(t)} {
		t.Run(name, func(t *testing.T) {
			g := newRig(t, o)
			s := chromium(t, 1000, 1200)
			s.open(g.Page() + "/")
			s.click("#sign-in")
			s.signIn("alice", "wonderland")
			s.says("#state", "Signed in as Alice Liddell")
			if at, err := s.Info(); err != nil || strings.Contains(at.URL, "code=") {
				t.Errorf("the code stays in the address bar: %v, %v", at, err)
			}
			s.click("#call")
			s.says("#answer", "200.*248289761001")
			if o.PageToken > 0 {
				s.says("#renewals", "[1-9]") // by itself
			} else {
				s.click("#renew")
				s.says("#renewals", "1")
			}
			s.click("#call")
			s.says("#answer", "200.*248289761001")
			kept, err := s.Eval(`() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie`)
			if err != nil || kept.Value.Str() != "{}{}" {
				t.Errorf("the page keeps %v, %v", kept, err)
			}
			s.click("#sign-out")
			s.says("#state", "Nobody is signed in")
		})
	}
}

// Row 25: the picture of the messages follows what happens without being loaded anew.
func TestLogIsLive(t *testing.T) {
	g := newRig(t, learn.Options{})
	s := chromium(t, 1200, 900)
	s.open(g.URL() + "/log")
	s.says("#messages", "Nothing has passed yet")
	g.token("api:read")
	s.says(".messages .text", "POST /token")
	s.click(".messages summary")
	s.says(".full pre", "client_credentials")
	g.do("GET", g.API()+"/data", nil)
	s.says(".messages .text", "401 Unauthorized")
	s.says(".full pre", "client_credentials") // what was open stays open
}
