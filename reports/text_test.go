package reports

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

func text(t *testing.T, r Run, o TextOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextGolden(t *testing.T) {
	golden(t, "run.txt", []byte(text(t, sample(), TextOptions{})))
	golden(t, "run.color.txt", []byte(text(t, sample(), TextOptions{Color: true, Width: 60})))
	green := sample()
	green.Verdict, green.Requirements, green.Notes = "pass", green.Requirements[:1], nil
	golden(t, "green.txt", []byte(text(t, green, TextOptions{})))
	none := sample()
	none.Verdict, none.Requirements, none.Partial = "nothing", none.Requirements[3:4], "interrupted after 1.2 s"
	golden(t, "nothing.txt", []byte(text(t, none, TextOptions{})))
}

// TestTextFits holds for everything but commands, which have to be copied whole.
func TestTextFits(t *testing.T) {
	r := sample()
	for i := range r.Requirements {
		for j := range r.Requirements[i].Scenarios {
			r.Requirements[i].Scenarios[j].Curl = nil
		}
	}
	for l := range strings.SplitSeq(text(t, r, TextOptions{}), "\n") {
		if n := utf8.RuneCountInString(l); n > 80 {
			t.Errorf("%d columns: %s", n, l)
		}
		if strings.IndexFunc(l, astray) >= 0 || !utf8.ValidString(l) {
			t.Errorf("not fit for a terminal: %q", l)
		}
	}
}

func TestTextBeginsWithWhatWasJudged(t *testing.T) {
	if got := text(t, sample(), TextOptions{}); !strings.HasPrefix(got, "judged 7 of 11, skipped 3 (") {
		t.Errorf("begins with %.100q", got)
	}
}

func TestProofTextGolden(t *testing.T) {
	for name, proofs := range map[string][]Proof{"proof.txt": sampleProofs(), "proven.txt": sampleProofs()[:2], "unproven.txt": nil} {
		var b bytes.Buffer
		if err := ProofText(&b, proofs, TextOptions{}); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
	}
}
