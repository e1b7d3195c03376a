// Package trial puts one fault of a reference server under the checks of the requirement that it violates.
package trial

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/builtin"
)

// Of says in a few lines what the checks of a requirement saw of a fault of a role's server. An error means that they
// could not look.
func Of(ctx context.Context, role, fault, requirement string) (string, error) {
	pool := builtin.NewPool()
	defer pool.Close()
	target, err := builtin.Servers(pool)
	if err != nil {
		return "", err
	}
	plants, err := builtin.Plants(pool)
	if err != nil {
		return "", err
	}
	plants = slices.DeleteFunc(plants, func(p servers.Plant) bool { return p.Role != role || path.Base(p.Name) != fault })
	proofs, err := oauthspec.Prove(ctx, oauthspec.ProveOptions{Target: target, Plants: plants, Roles: []string{role}, Run: []string{requirement}, Driver: "auto"})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, p := range proofs {
		if path.Base(p.Fault) != fault {
			continue // scenarios that this one fault does not turn red
		}
		fmt.Fprintf(&b, "%d scenarios met it. Red:\n", p.Ran)
		for _, s := range p.Scenarios {
			fmt.Fprintf(&b, "  %s\n", s)
		}
		fmt.Fprintf(&b, "%s\n", p.Saw)
	}
	return b.String(), nil
}
