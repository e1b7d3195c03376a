package oauthspec

import (
	"slices"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/servers"
)

// Faults that are on one server together are told apart all the same: what one of them turns red and does not declare is laid to
// it alone.
func TestWhatAFaultDoesNotDeclareShowsInCompany(t *testing.T) {
	target, all := reference(t)
	var plants []servers.Plant
	for _, pl := range all {
		switch pl.Name {
		case "code-lives-a-week":
			pl.AlsoRed = nil // it turns rfc6749-4.1.2-code-short-lived red
			plants = append(plants, pl)
		case "code-lives-an-hour", "access-token-uuid", "pkce-uncompared", "refresh-token-uuid":
			plants = append(plants, pl)
		}
	}
	run := []string{"rfc6749-4.1.2-code-*", "rfc6749-10.10-entropy-*", "rfc7636-4.6-*"}
	proofs, err := Prove(t.Context(), ProveOptions{Target: target, Plants: plants, Roles: []string{"as"}, Run: run, Driver: "form"})
	if err != nil {
		t.Fatal(err)
	}
	beside := 0
	for _, p := range proofs {
		if p.Fault == "" {
			continue // for these few faults leave most checks unproven
		}
		beside += p.Beside
		if said := strings.Contains(p.Problem, "rfc6749-4.1.2-code-short-lived"); said != (p.Fault == "code-lives-a-week") {
			t.Errorf("%s: %q", p.Fault, p.Problem)
		}
	}
	if beside == 0 {
		t.Error("each stood alone")
	}
}

func TestFaultsInEachOthersWayStandApart(t *testing.T) {
	plant := func(name, variant string, gross bool, changes ...string) servers.Plant {
		return servers.Plant{Name: name, Variant: variant, Gross: gross, Changes: changes}
	}
	var got []string
	for _, c := range (&prover{}).companies([]servers.Plant{
		plant("a", "one", false, "token.scope"),
		plant("b", "one", false, "token.code", "clients"),
		plant("c", "one", false, "token.scope", "token.code"),
		plant("d", "two", false, "token.issue"),
		plant("e", "one", true, "token.issue"),
		plant("f", "one", false, "clients"),
		plant("g", "two", false, "clients"),
	}) {
		got = append(got, strings.Join(c.names(), " "))
	}
	if want := []string{"a b", "c f", "d g", "e"}; !slices.Equal(got, want) {
		t.Errorf("companies are %q", got)
	}
}
