package learn_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/proto"

	"github.com/oauthspec/oauthspec/internal/trial"
	"github.com/oauthspec/oauthspec/servers/learn"
)

// docs is where the page is that this walk is the walk of.
const docs = "../../docs"

// shot looks at a page as a person does, on a telephone and on a desk, and keeps the picture where make docs asks for it.
func (s *screen) shot(name string, height int) {
	s.t.Helper()
	s.size(390, 800)
	wide, err := s.Eval(`() => document.documentElement.scrollWidth`)
	s.check(err)
	if w := wide.Value.Int(); w > 390 {
		s.t.Errorf("%s: %d pixels wide on a telephone of 390", name, w)
	}
	unnamed, err := s.Eval(`() => [...document.querySelectorAll("input:not([type=hidden]), select, button, a")].filter(e => !(e.labels?.length || e.textContent.trim() || e.ariaLabel)).map(e => e.outerHTML).join("\n")`)
	s.check(err)
	if u := unnamed.Value.Str(); u != "" {
		s.t.Errorf("%s: without a name: %s", name, u)
	}
	s.size(900, height)
	if os.Getenv("OAUTHSPEC_DOCS") == "" {
		return
	}
	png, err := s.Screenshot(false, &proto.PageCaptureScreenshot{Format: proto.PageCaptureScreenshotFormatPng})
	s.check(err)
	s.check(os.WriteFile(filepath.Join(docs, "images", "learn-"+name+".png"), png, 0o644))
}

// TestWalk goes the way of docs/learn.md, page by page.
func TestWalk(t *testing.T) {
	g := newRig(t, learn.Options{Try: func(f learn.Fault) (string, error) {
		return trial.Of(t.Context(), f.Role, f.Name, f.Violates)
	}})
	s := chromium(t, 900, 720) // each picture as tall as what it is to show
	s.open(g.URL() + "/")
	s.shot("guide", 1000)
	s.open(g.App() + "/private")
	s.on("#username")
	s.shot("login", 480)
	s.fill("#username", "alice")
	s.fill("#password", "wonderland")
	s.click("button[type=submit]")
	s.says("li", "my/scope")
	s.shot("consent", 520)
	s.click("button[value=allow]")
	s.says("#user", "Alice Liddell")
	s.shot("private", 320)
	s.open(g.App() + "/")
	s.click(`a[href="/api/me"]`)
	s.says("#body", "a.liddell")
	s.shot("me", 360)
	s.open(g.App() + "/tokens")
	s.says("pre", "department")
	s.shot("tokens", 760)
	s.open(g.URL() + "/log")
	s.says(".messages .text", "POST /token")
	s.shot("log", 900)
	s.open(g.Page() + "/")
	s.click("#sign-in")
	s.click("button[value=allow]")
	s.says("#state", "Alice Liddell")
	s.click("#call")
	s.says("#answer", "200")
	s.shot("page", 720)
	s.open(g.URL() + "/break")
	s.click(`button[value="client/state-of-another-browser"]`)
	s.click("button[name=check]")
	s.says("#seen", "the attacker")
	s.shot("break", 1060)
	s.open(g.App() + "/")
	s.says("main", "Nobody is signed in") // the servers started anew
}

// Every picture of the page is one that the walk makes.
func TestPictures(t *testing.T) {
	text := read(t)
	for _, part := range strings.Split(text, "](images/")[1:] {
		name, _, _ := strings.Cut(part, ")")
		if _, err := os.Stat(filepath.Join(docs, "images", name)); err != nil {
			t.Errorf("%v: make docs", err)
		}
	}
}

func read(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(docs, "learn.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
