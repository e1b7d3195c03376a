package oauthspec

import (
	"testing"

	"github.com/oauthspec/oauthspec/servers/builtin"
)

// The whole proof, as "make prove" has it: who runs the tests need not run that besides.
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
	for _, p := range proofs {
		if !p.OK {
			t.Errorf("%s (violates %s, at %s on %s): %s", p.Fault, p.Violates, p.Seam, p.Variant, p.Problem)
		}
	}
}
