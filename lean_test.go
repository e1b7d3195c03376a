package oauthspec

import (
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// The leanest target that flags can describe names no scopes, grants or traits: what a step misses there is a skip, never a panic.
func TestALeanProfileBreaksNothing(t *testing.T) {
	s := authserver.Start(t, authserver.WithVariant("oidc"))
	p := servers.Profile{Issuer: s.URL, Refresh: &servers.Refresh{Scope: "offline_access", Params: map[string]string{"prompt": "consent"}}, Users: []servers.User{{Name: s.Users[0].Name, Password: s.Users[0].Password}}}
	for _, id := range []string{"web", "web2", "spa", "spa2", "batch"} {
		c := s.Client(t, id)
		p.Clients = append(p.Clients, servers.Client{Name: id, Kind: c.Kind, ID: c.ID, Secret: c.Secret, Redirects: c.Redirects})
	}
	run, err := Verify(t.Context(), Options{Target: servers.Target{Name: "lean", Profile: p}, Driver: "form", Races: 2, Tags: "not @intrusive"})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range run.Requirements {
		for _, sc := range q.Scenarios {
			if strings.Contains(sc.Reason, "runtime error") {
				t.Errorf("%s, %s: %s", q.ID, sc.Name, sc.Reason)
			}
		}
	}
}
