package oauthspec

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/steps"
)

// Every sentence and every way to depart from a proper request is used by a scenario: the vocabulary stays small.
func TestTheVocabularyIsUsed(t *testing.T) {
	all, err := features.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	said := features.Sentences()
	for _, v := range steps.Vocabulary() {
		keyword, pattern, _ := strings.Cut(v, " ")
		re := regexp.MustCompile(pattern)
		if !slices.ContainsFunc(said, func(s string) bool {
			k, text, _ := strings.Cut(s, " ")
			return k == keyword && re.MatchString(text)
		}) {
			t.Errorf("no scenario says: %s", v)
		}
	}
	for _, p := range steps.Phrases() {
		if !slices.ContainsFunc(said, func(s string) bool {
			return strings.HasSuffix(s, " "+p) || strings.Contains(s, " "+p+" ") || strings.Contains(s, " "+p+",")
		}) {
			t.Errorf("no scenario departs so: %s", p)
		}
	}
	if len(all) == 0 {
		t.Error("the specification is empty")
	}
}

// A tag that nobody reads is a typing mistake that switches something off.
func TestEveryTagIsKnown(t *testing.T) {
	all, err := features.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"as", "client", "rs", "must", "should", "may", "browser", "alone", "race", "intrusive", "locks-out", "needs-restart", "before-sign-in"}
	for _, r := range all {
		for _, s := range r.Scenarios {
			for _, tag := range s.Tags {
				_, capability := servers.CapabilityNamed(strings.TrimPrefix(tag, "needs-"))
				if !slices.Contains(known, tag) && !features.IsID(tag) && !(capability && strings.HasPrefix(tag, "needs-")) {
					t.Errorf("%s:%d: unknown tag @%s", s.File, s.Line, tag)
				}
			}
		}
	}
}
