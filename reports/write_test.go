package reports

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

type upper struct{}

func (upper) Redact(s string) string { return strings.ReplaceAll(s, "hunter22", "‹PASSWORD›") }

func TestRedacted(t *testing.T) {
	r := sample()
	before := sample()
	r.Requirements[1].Title = "hunter22 stays in our own words"
	before.Requirements[1].Title = r.Requirements[1].Title
	s := &r.Requirements[1].Scenarios[0]
	s.Got, s.Exchanges[0].URL = "saw hunter22", "https://c.test/cb?code=unknown-code"
	s.Curl = []string{`curl -d password=hunter22 -d "code=$CODE"`}
	r.Settings = map[string]any{"list": []string{"hunter22"}, "races": 50}
	got := Redacted(r, upper{})
	g := got.Requirements[1].Scenarios[0]
	if g.Got != "saw ‹PASSWORD›" || g.Exchanges[0].URL != "https://c.test/cb?code=‹CODE›" || g.Curl[0] != `curl -d password=‹PASSWORD› -d "code=$CODE"` {
		t.Errorf("got %q, %q, %q", g.Got, g.Exchanges[0].URL, g.Curl)
	}
	if got.Settings["list"].([]string)[0] != "‹PASSWORD›" || got.Settings["races"] != 50 {
		t.Errorf("settings %v", got.Settings)
	}
	if got.Requirements[1].Title != r.Requirements[1].Title || !got.Started.Equal(r.Started) {
		t.Error("our own words, or the time, changed")
	}
	if s.Got != "saw hunter22" {
		t.Error("the original changed")
	}
	if p := Redacted([]Proof{{Saw: "hunter22"}}, upper{}); p[0].Saw != "‹PASSWORD›" {
		t.Errorf("proof %v", p)
	}
}

func TestEveryFieldIsOursOrRedacted(t *testing.T) {
	values := map[string]bool{"Name": true, "On": true, "Want": true, "From": true, "To": true, "Method": true} // by value alone
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		for i := range typ.NumField() {
			f := typ.Field(i)
			ft := f.Type
			for ft.Kind() == reflect.Slice || ft.Kind() == reflect.Map {
				ft = ft.Elem()
			}
			if ft.Kind() == reflect.Struct && ft.PkgPath() == typ.PkgPath() {
				walk(ft)
			} else if (ft.Kind() == reflect.String || ft.Kind() == reflect.Interface) && !ours[f.Name] && !evidence[f.Name] && !values[f.Name] {
				t.Errorf("%s.%s: say whether it is ours, evidence or neither", typ.Name(), f.Name)
			}
		}
	}
	walk(reflect.TypeFor[Run]())
	walk(reflect.TypeFor[Proof]())
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain ä\n\t": "plain ä\n\t", "\x1b[31m": `\x1b[31m`, "\xff": `\xff`, "\u202e": `\u{202e}`, "a\x00b": `a\x00b`, "\ufeff": `\u{feff}`,
	} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWriteFileIsAtomic(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run.json")
	write := func(s string, err error) error {
		return WriteFile(path, func(w io.Writer) error { _, _ = io.WriteString(w, s); return err })
	}
	if err := write("one", nil); err != nil {
		t.Fatal(err)
	}
	boom := errors.New("boom")
	if err := write("half", boom); !errors.Is(err, boom) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
	b, err := os.ReadFile(path)
	if err != nil || string(b) != "one" {
		t.Errorf("file holds %q, %v", b, err)
	}
	left, _ := os.ReadDir(filepath.Dir(path))
	if len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if err := WriteFile(filepath.Join(path, "x"), nil); err == nil {
		t.Error("no error for a folder that is none")
	}
}
