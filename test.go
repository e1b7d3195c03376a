package oauthspec

import (
	"testing"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
)

// Test runs the suite on a server of one's own, one subtest per requirement: a MUST that was seen violated fails it, a
// SHOULD is logged, and what the target does not have is skipped with the reason. A suite that could not ask, or that
// judged nothing, fails too.
func Test(t *testing.T, target servers.Target) {
	t.Helper()
	run, err := Verify(t.Context(), Options{Target: target})
	if err != nil {
		t.Fatal(err)
	}
	if run.Verdict == "nothing" {
		t.Error("no MUST was judged")
	}
	for _, q := range run.Requirements {
		t.Run(q.ID, func(t *testing.T) { subtest(t, q) })
	}
}

func subtest(t *testing.T, q reports.Requirement) {
	switch {
	case q.Unobserved != "":
		t.Skip("cannot be observed: " + q.Unobserved)
	case q.Verdict == verdict.Skip:
		t.Skip(q.Reason)
	case q.Verdict >= verdict.Fail:
		t.Errorf("%s (%s section %s): %s", q.Title, q.Document, q.Section, q.Reason)
	case q.Verdict > verdict.Skip:
		t.Logf("%s: %s: %s", q.Verdict, q.Title, q.Reason)
	}
}
