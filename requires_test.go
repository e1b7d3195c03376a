package oauthspec

import (
	"errors"
	"testing"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// plain is a server without OpenID Connect, as somebody else's.
func plain(t *testing.T) servers.Target {
	s := authserver.Start(t)
	return servers.Target{Name: "plain", Profile: servers.Profile{Issuer: s.URL}}
}

func TestWhatANamedSetMakesMandatoryIsNoSkip(t *testing.T) {
	const id = "oidc-discovery-3-rs256-listed"
	run, err := Verify(t.Context(), Options{Target: plain(t), Run: []string{id}, Against: []string{"oidc"}, Driver: "form"})
	if err != nil {
		t.Fatal(err)
	}
	if got := run.Requirements[0].Verdict; got != verdict.Fail {
		t.Errorf("%s without OpenID Connect is %s: want fail, as the set oidc makes it mandatory", id, got)
	}
	if ExitStatus(run) != 1 {
		t.Errorf("exit status %d, want 1", ExitStatus(run))
	}
}

func TestAKnownThatIsNoRequirementIsRefused(t *testing.T) {
	target := plain(t)
	target.Profile.Known = map[string]string{"rfc6749-5.1-pragma-no-cach": "mistyped"}
	_, err := Verify(t.Context(), Options{Target: target, Driver: "form"})
	var u *UsageError
	if !errors.As(err, &u) {
		t.Errorf("got %v, want a usage error", err)
	}
}
