package wrap

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLines(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "",
		"one":              "one",
		"one two  three":   "one two|three",
		"abcdefghijkl":     "abcdefgh|ijkl",
		"a abcdefghijkl z": "a|abcdefgh|ijkl z",
		"äöüß äöü äöü":     "äöüß äöü|äöü",
	} {
		if got := strings.Join(Lines(text, 8), "|"); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add("one two  three", 8)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width < 1 || width > 200 || !utf8.ValidString(text) {
			return
		}
		for _, l := range Lines(text, width) {
			if utf8.RuneCountInString(l) > width {
				t.Fatalf("%q is wider than %d", l, width)
			}
		}
	})
}
