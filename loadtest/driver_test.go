package loadtest

import (
	"strings"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/internal/useragent"
)

// Through a real browser a user signs in too, and no rate is kept.
func TestSignInsThroughABrowser(t *testing.T) {
	path, why := useragent.FindBrowser("")
	if path == "" {
		t.Skip(why)
	}
	o := reference(t)
	o.Flow, o.Driver, o.Schedule, o.Workers, o.Hold, o.Conformance = "authorization_code", Rod, Max(), 2, time.Second, 1
	l := run1(t, o)
	if l.Sent == 0 || l.Outcomes.OK != l.Sent || l.RequestedRate != 0 || !strings.HasPrefix(l.Settings["driver"].(string), "rod (") {
		t.Errorf("sent %d, right %d, %v: %+v", l.Sent, l.Outcomes.OK, l.Settings, l.Wrong)
	}
	if l.Histograms["sign-in"] == "" || l.Histograms["form"] != "" || !strings.Contains(strings.Join(l.Notes, "\n"), "users sign in through a browser") {
		t.Errorf("steps or notes: %v", l.Notes)
	}
}
