package oauthspec

import (
	"slices"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/servers/builtin"
)

func TestEveryCheckCanFail(t *testing.T) {
	if raced {
		t.Skip("make test runs it apart, without the race detector")
	}
	pool := builtin.NewDirectPool()
	if *full {
		pool = builtin.NewPool()
	}
	target, plants := inPool(t, pool)
	proofs, err := Prove(t.Context(), ProveOptions{Target: target, Plants: plants, Full: *full, Run: asked()})
	if err != nil {
		t.Fatal(err)
	}
	kills := map[string][]string{} // requirement: the faults that turn it red
	for _, p := range proofs {
		if !p.OK {
			t.Errorf("%s (violates %s, at %s on %s): %s", p.Fault, p.Violates, p.Seam, p.Variant, p.Problem)
		}
		for _, id := range p.Red {
			kills[id] = append(kills[id], p.Fault)
		}
	}
	all, err := features.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	levels := map[string]features.Level{}
	for _, r := range all {
		levels[r.ID] = r.Level
	}
	seen := map[string]string{}
	for id, faults := range kills {
		slices.Sort(faults)
		same := levels[id].String() + " " + strings.Join(faults, " ") // a MUST and the SHOULD beside it are two
		if other, ok := seen[same]; ok {
			t.Errorf("%s and %s are turned red by exactly the same faults (%s): they are one", id, other, same)
		}
		seen[same] = id
	}
}
