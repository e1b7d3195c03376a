package oauthspec

import (
	"testing"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// A client that may do everything stands for the machine client that nobody named; one that may not is not accused of it.
func TestAClientForEverythingIsAMachineToo(t *testing.T) {
	const id = "rfc6749-4.4.2-cc-success"
	for name, want := range map[string]verdict.Verdict{"both": verdict.Pass, "code": verdict.Skip} {
		grants := []string{"authorization_code", "client_credentials"}
		if name == "code" {
			grants = grants[:1]
		}
		c := authserver.Client{ID: "one", Kind: "confidential", Auth: "client_secret_basic", Secret: "one-secret-of-thirty-two-letters", Grants: grants,
			ResponseTypes: []string{"code"}, Redirects: []string{"https://one.example/cb"}, Scopes: []string{"openid", "api:read"}}
		s := authserver.Start(t, authserver.WithVariant("oidc"), authserver.WithClient(c))
		run, err := Verify(t.Context(), Options{Run: []string{id}, Driver: "form", Target: servers.Target{Name: name, Profile: servers.Profile{
			Issuer: s.URL, Supports: map[string]bool{"client_credentials": true},
			Clients: []servers.Client{{Name: "one", ID: "one", Kind: servers.Confidential, Secret: c.Secret, Redirects: c.Redirects, Scopes: c.Scopes}},
		}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := run.Requirements[0]; got.Verdict != want {
			t.Errorf("%s is %s where the client may use %q, want %s: %s", id, got.Verdict, grants, want, got.Reason)
		}
	}
}
