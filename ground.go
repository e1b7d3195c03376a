package oauthspec

import (
	"context"
	"fmt"
	"strings"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// ground is one server that scenarios can run against, and what is known of it.
type ground struct {
	name    string
	facts   servers.Facts
	scope   scope
	profile servers.Profile
	acquire func(context.Context) (*servers.Instance, error)
}

// grounds are the variants of a built-in target, or somebody else's server as the only one.
func (o Options) grounds(ctx context.Context) ([]ground, error) {
	var out []ground
	for _, v := range o.Target.Variants {
		in, err := v.Acquire(ctx)
		if err != nil {
			return nil, err
		}
		c := &oauth.Client{Transport: in.Transport, Timeout: o.Timeout}
		f, err := discover(ctx, c, in.Profile)
		in.Release()
		if err != nil {
			return nil, fmt.Errorf("variant %s: %w", v.Name, err)
		}
		f.Capabilities["clock"] = "built in"
		against := o.Against
		if len(against) == 0 {
			against = v.Against
		}
		s, err := scopeOf(against, f)
		if err != nil {
			return nil, err
		}
		out = append(out, ground{v.Name, f, s, in.Profile, v.Acquire})
	}
	if len(out) > 0 {
		return out, nil
	}
	p := o.Target.Profile
	t := o.transport()
	f, err := o.reach(ctx, &oauth.Client{Transport: t, Timeout: o.Timeout}, p)
	if err != nil {
		return nil, err
	}
	against := o.Against
	if len(against) == 0 {
		against = p.Against
	}
	s, err := scopeOf(against, f)
	if err != nil {
		return nil, err
	}
	return []ground{{o.Target.Name, f, s, p, func(context.Context) (*servers.Instance, error) {
		return &servers.Instance{Profile: p, Transport: t}, nil
	}}}, nil
}

// suits says whether a scenario makes sense here: its document is judged, and what its tags need is there.
func (g ground) suits(r features.Requirement, s features.Scenario) bool {
	if !g.scope.holds(r) {
		return false
	}
	for _, t := range s.Tags {
		if need, ok := strings.CutPrefix(t, "needs-"); ok && !g.facts.Can(need) {
			return false
		}
	}
	return true
}
