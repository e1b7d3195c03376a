package trial_test

import (
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/internal/trial"
)

// The checks are told what they saw of a fault of each role, and each by the requirement alone.
func TestOf(t *testing.T) {
	for _, c := range []struct{ role, fault, requirement, saw string }{
		{"as", "code-replay", "rfc6749-4.1.2-code-single-use", "got     200 with a token"},
		{"client", "state-of-another-browser", "rfc6749-10.12-client-csrf", "the attacker"},
		{"rs", "scope-not-checked", "rfc6749-7-rs-scope-covers", "got     200"},
	} {
		t.Run(c.role, func(t *testing.T) {
			t.Parallel()
			saw, err := trial.Of(t.Context(), c.role, c.fault, c.requirement)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(saw, c.saw) {
				t.Errorf("no %q in\n%s", c.saw, saw)
			}
		})
	}
	if _, err := trial.Of(t.Context(), "as", "no-such", "rfc6749-4.1.2-code-single-use"); err == nil {
		t.Error("a fault that is none was looked at")
	}
}
