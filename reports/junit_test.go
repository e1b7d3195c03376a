package reports

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

func junit(t *testing.T, r Run) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := JUnit(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wellFormed(t *testing.T, b []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not XML: %v\n%s", err, b)
		}
	}
}

func TestJUnitGolden(t *testing.T) {
	got := junit(t, sample())
	wellFormed(t, got)
	golden(t, "run.junit.xml", got)
}

func TestJUnitCounts(t *testing.T) {
	got := string(junit(t, sample()))
	for _, want := range []string{
		`tests="12" failures="3" errors="1" skipped="5"`,
		`<testcase name="A code is redeemed at most once" classname="rfc9700-2.1.1-code-single-use"`,
		`<skipped message="known: reported upstream in January">`,
		`<skipped message="the target does not support pkce; to change it: supports: {pkce: true}">`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s", want)
		}
	}
}

func TestJUnitShowsStaleKnown(t *testing.T) {
	r := Run{Requirements: []Requirement{{ID: "x-1-y", Title: "It holds", Verdict: verdict.Fail, Reason: "stale: green",
		Scenarios: []Scenario{{Name: "It holds", Verdict: verdict.Pass}}}}}
	if got := string(junit(t, r)); !strings.Contains(got, `failures="1"`) || !strings.Contains(got, `message="stale: green"`) {
		t.Error(got)
	}
}

func FuzzJUnit(f *testing.F) {
	f.Add(hostile)
	f.Add("]]>\ufffe\uffff\U0010ffff\ud7ff\r\n")
	f.Fuzz(func(t *testing.T, s string) {
		wellFormed(t, junit(t, Run{Target: Target{Name: s, Issuer: s}, Partial: s, Requirements: []Requirement{{ID: s, Title: s, Document: s, Verdict: verdict.Fail,
			Reason: s, Scenarios: []Scenario{{Name: s, Feature: s, Verdict: verdict.Fail, Want: s, Got: s, Curl: []string{s}}, {Name: s, Verdict: verdict.Skip, Reason: s}}}}}))
	})
}
