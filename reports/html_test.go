package reports

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func page1(t *testing.T, r Run) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// harmless fails where a page holds a script, a handler, anything to load, or a link that is not to the web or itself.
func harmless(t *testing.T, b []byte) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "iframe", "object", "embed", "link", "base", "form", "svg", "template":
			t.Errorf("a %s element", n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "srcdoc":
				t.Errorf("attribute %s=%q", a.Key, a.Val)
			case a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/png;base64,"):
				t.Errorf("loads %q", a.Val)
			case a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "https://"):
				t.Errorf("links to %q", a.Val)
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("two elements have the id %q", a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			}
		}
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if id, ok := strings.CutPrefix(a.Val, "#"); ok && a.Key == "href" && !ids[id] {
				t.Errorf("a link to %q, which is not there", id)
			}
		}
	}
}

func TestHTMLGolden(t *testing.T) {
	got := page1(t, sample())
	harmless(t, got)
	golden(t, "run.html", got)
}

func TestHTMLIsHarmless(t *testing.T) {
	r := sample()
	r.Target.Name, r.Target.Issuer, r.Notes, r.Driver = hostile, "javascript:alert(1)", []string{hostile}, hostile
	r.Settings = map[string]any{hostile: hostile}
	r.Target.Capabilities = map[string]string{hostile: hostile}
	got := page1(t, r)
	harmless(t, got)
	if bytes.ContainsAny(got, "\x00\x1b\xff\u202e") {
		t.Error("control characters are left")
	}
}

func TestHTMLOfNothing(t *testing.T) { harmless(t, page1(t, Run{Verdict: "nothing"})) }

func TestSequence(t *testing.T) {
	s := sequenceOf(sample().Requirements[1].Scenarios[0].Exchanges)
	if len(s.Participants) != 3 || s.Gaps != 2 || len(s.Messages) != 6 {
		t.Fatalf("got %+v", s)
	}
	if m := s.Messages[0]; m.From != 2 || m.To != 4 || m.Direction != "right" || m.Rest != "authorization endpoint" {
		t.Errorf("first message %+v", m)
	}
	if m := s.Messages[1]; m.Direction != "left" || !strings.HasPrefix(m.Rest, "to https://c.test/cb?code=") {
		t.Errorf("first answer %+v", m)
	}
	s = sequenceOf([]Exchange{{From: "server under test", To: "client"}, {From: "client", To: "x"}})
	if m := s.Messages[0]; m.From != 2 || m.To != 3 || s.Messages[1].Direction != "lost" {
		t.Errorf("to another participant: %+v", s.Messages)
	}
}
