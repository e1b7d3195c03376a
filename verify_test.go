package oauthspec

import (
	"testing"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/builtin"
)

// reference is the built-in servers of all roles, gone when the test is over.
func reference(t testing.TB) (servers.Target, []servers.Plant) {
	t.Helper()
	return inPool(t, builtin.NewPool())
}

func inPool(t testing.TB, p *builtin.Pool) (servers.Target, []servers.Plant) {
	t.Helper()
	t.Cleanup(p.Close)
	target, err := builtin.Servers(p)
	if err != nil {
		t.Fatal(err)
	}
	plants, err := builtin.Plants(p)
	if err != nil {
		t.Fatal(err)
	}
	return target, plants
}

func TestTheReferenceServerIsGreen(t *testing.T) {
	target, _ := reference(t)
	run, err := Verify(t.Context(), Options{Target: target})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range run.Requirements {
		for _, s := range q.Scenarios {
			if s.Verdict > verdict.Skip {
				t.Errorf("%s: %s (%s on %s): %s", s.Verdict, q.ID, s.Name, s.On, s.Reason)
			}
		}
	}
	if run.Verdict != verdict.Pass.String() {
		t.Errorf("the run is %s", run.Verdict)
	}
	t.Logf("%v in %.0f ms", run.Counts, run.DurationMS)
}

func TestARunThatJudgesNothingIsNoPass(t *testing.T) {
	if got := ExitStatus(reports.Run{Verdict: overall(nil)}); got != 2 {
		t.Errorf("exit status %d, want 2", got)
	}
}
