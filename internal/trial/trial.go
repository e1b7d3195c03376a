// Package trial puts one fault of a reference server under the checks of the requirement that it violates.
package trial

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/builtin"
)

// Of says in a few lines what the checks of a requirement saw of a fault of a role's server. An error means that they
// could not look.
func Of(ctx context.Context, role, fault, requirement string) (string, error) {
	pool := builtin.NewPool()
	defer pool.Close()
	target, driver, err := broken(pool, role, fault)
	if err != nil {
		return "", err
	}
	// Two trials of a race are enough: a fault of a race holds both requests until they meet.
	run, err := oauthspec.Verify(ctx, oauthspec.Options{Target: target, Roles: []string{role}, Run: []string{requirement}, Driver: driver, Races: 2})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	judged := 0
	for _, r := range run.Requirements {
		for _, s := range r.Scenarios {
			if s.Verdict != verdict.Skip {
				judged++
			}
			if s.Verdict > verdict.Skip {
				fmt.Fprintf(&b, "%s\n  wanted  %s\n  got     %s\n", s.Name, s.Want, s.Got)
			}
		}
	}
	return fmt.Sprintf("Scenarios judged: %d. These turned red:\n\n%s", judged, b.String()), nil
}

// broken is the reference server with the fault as a target, and how users sign in there.
func broken(pool *builtin.Pool, role, fault string) (t servers.Target, driver string, err error) {
	t, err = builtin.Servers(pool)
	if err != nil {
		return t, "", err
	}
	plants, err := builtin.Plants(pool)
	if err != nil {
		return t, "", err
	}
	i := slices.IndexFunc(plants, func(p servers.Plant) bool { return p.Role == role && path.Base(p.Name) == fault })
	if i < 0 {
		return t, "", fmt.Errorf("no fault of %s is named %q", role, fault)
	}
	p := plants[i]
	t.Variants = slices.DeleteFunc(t.Variants, func(v servers.Variant) bool { return v.Name != p.Variant })
	for i := range t.Variants {
		t.Variants[i].Acquire = p.Acquire
	}
	if p.Browser {
		return t, "auto", nil
	}
	return t, "form", nil
}
