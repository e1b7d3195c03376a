package oauthspec

import (
	"regexp"
	"slices"
	"testing"

	"github.com/oauthspec/oauthspec/features"
)

var bugReference = regexp.MustCompile(`^(CVE-\d{4}-\d{4,}|https://\S+)$`)

// Each bug is there once, says where it was, and cites requirements that have a check to turn red.
func TestTheBugsAreThoseOfTheCatalogue(t *testing.T) {
	all, err := features.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	judged := map[string]bool{}
	for _, r := range all {
		judged[r.ID] = len(r.Scenarios) > 0
	}
	bugs, err := features.Bugs()
	if err != nil {
		t.Fatal(err)
	}
	if len(bugs) == 0 {
		t.Error("there is no bug")
	}
	seen := map[string]bool{}
	for _, b := range bugs {
		if seen[b.Reference] {
			t.Errorf("%s: it is there twice", b.Reference)
		}
		seen[b.Reference] = true
		if !bugReference.MatchString(b.Reference) {
			t.Errorf("%q is neither a CVE nor a link", b.Reference)
		}
		if b.Product == "" || b.What == "" || len(b.Requirements) == 0 {
			t.Errorf("%s: a product, a bug or its requirements are missing", b.Reference)
		}
		for i, id := range b.Requirements {
			if has, known := judged[id]; !known {
				t.Errorf("%s: no requirement %s", b.Reference, id)
			} else if !has {
				t.Errorf("%s: nothing judges %s", b.Reference, id)
			}
			if slices.Contains(b.Requirements[:i], id) {
				t.Errorf("%s: %s twice", b.Reference, id)
			}
		}
	}
}
