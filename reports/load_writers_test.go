package reports

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// loadWriters are all that write a load besides JSON, by the ending of their files.
var loadWriters = map[string]func(io.Writer, Load) error{
	"txt":  func(w io.Writer, l Load) error { return LoadText(w, l, TextOptions{}) },
	"html": LoadHTML, "csv": LoadCSV, "prom": LoadPrometheus,
}

func loadWritten(t *testing.T, ending string, l Load) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := loadWriters[ending](&b, l); err != nil {
		t.Fatalf("%s: %v", ending, err)
	}
	return b.Bytes()
}

func TestLoadGolden(t *testing.T) {
	for name, l := range map[string]Load{"load": sampleLoad(t), "capacity": sampleCapacity(t)} {
		for ending := range loadWriters {
			golden(t, name+"."+ending, loadWritten(t, ending, l))
		}
	}
}

func TestLoadHTMLIsHarmless(t *testing.T) {
	l := sampleCapacity(t)
	l.Target = LoadTarget{Name: hostile, Issuer: "javascript:alert(1)", Version: hostile}
	l.Flow, l.InvalidBecause, l.Partial, l.Notes = hostile, hostile, hostile, []string{hostile}
	l.OAuthErrors, l.Settings = Counts{hostile: 1}, map[string]any{hostile: hostile}
	l.LimitedBecause, l.Trials[0].Because = hostile, hostile
	for _, l := range []Load{l, sampleLoad(t), {}, {Capacity: &Capacity{}}, {Seconds: []Second{{}}}} {
		got := loadWritten(t, "html", l)
		harmless(t, bytes.ReplaceAll(got, []byte("svg"), []byte("figure")))
		if bytes.ContainsAny(got, "\x00\x1b\xff\u202e") {
			t.Error("control characters are left")
		}
		if i := bytes.Index(got, []byte("ZgotmplZ")); i >= 0 {
			t.Errorf("the page's template refused %s", got[max(i-80, 0):i])
		}
		if text := string(loadWritten(t, "txt", l)); strings.ContainsAny(text, "\x00\x1b\u202e") {
			t.Error("control characters are left in the text")
		}
	}
}

func TestLoadTextFits(t *testing.T) {
	for _, l := range []Load{sampleLoad(t), sampleCapacity(t)} {
		for line := range strings.Lines(string(loadWritten(t, "txt", l))) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
				t.Errorf("%d columns: %s", n, line)
			}
		}
	}
}

func TestLoadCSVIsRectangular(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(loadWritten(t, "csv", sampleLoad(t)))).ReadAll()
	if err != nil || len(rows) != 21 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestPrometheusLabels(t *testing.T) {
	l := Load{Target: LoadTarget{Name: "a\"b\\c\nd"}}
	if got := string(loadWritten(t, "prom", l)); !strings.Contains(got, `target="a\"b\\c\nd"`) {
		t.Errorf("got %s", got)
	}
}

// secretive hides one value wherever it is.
type secretive string

func (s secretive) Redact(text string) string {
	return strings.ReplaceAll(text, string(s), "‹SECRET›")
}

// TestLoadRedacted hides a secret in what the target sent, and leaves the histograms, whose base64 may hold any letters.
func TestLoadRedacted(t *testing.T) {
	l := sampleLoad(t)
	l.Wrong[0].What, l.Checks[1].First, l.InvalidBecause = "HIST", "HIST", "HIST"
	r := Redacted(l, secretive("HIST"))
	if r.Wrong[0].What != "‹SECRET›" || r.Checks[1].First != "‹SECRET›" || r.InvalidBecause != "‹SECRET›" {
		t.Errorf("left: %+v %+v", r.Wrong[0], r.Checks[1])
	}
	if _, err := MergeHistograms(r.Histograms); err != nil || r.Objective.String() != l.Objective.String() {
		t.Errorf("the figures were touched: %v", err)
	}
}
