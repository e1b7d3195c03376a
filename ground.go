package oauthspec

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// ground is one server that scenarios can run against, and what is known of it.
type ground struct {
	name    string
	role    string
	facts   servers.Facts
	scope   scope
	profile servers.Profile
	acquire func(context.Context) (*servers.Instance, error)
	ask     func(context.Context) (*servers.Instance, error) // as acquire, and it is asked what faults would decide; nil: it cannot be
}

// with has every scenario find a change in the profile.
func (g *ground) with(change func(*servers.Profile)) {
	acquire := g.acquire
	change(&g.profile)
	g.acquire = func(ctx context.Context) (*servers.Instance, error) {
		in, err := acquire(ctx)
		if err == nil {
			change(&in.Profile)
		}
		return in, err
	}
}

// grounds are the variants of a built-in target, or somebody else's server as the only one.
func (o Options) grounds(ctx context.Context) ([]ground, error) {
	var out []ground
	for _, v := range o.Target.Variants {
		if len(o.Roles) > 0 && !slices.Contains(o.Roles, v.Role) {
			continue
		}
		in, err := v.Acquire(ctx)
		if err != nil {
			return nil, err
		}
		if v.Role != "as" {
			g, err := o.inSuite(v.Name, v.Role, in.Profile, v.Against, v.Acquire)
			in.Release()
			if err != nil {
				return nil, err
			}
			g.ask = v.Ask
			out = append(out, g)
			continue
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
		out = append(out, ground{v.Name, v.Role, f, s, in.Profile, v.Acquire, v.Ask})
	}
	if len(out) > 0 {
		return out, nil
	}
	p := o.Target.Profile
	t := o.transport()
	if role := p.Role(); role != "as" {
		l := &lease{o: o, p: p, tr: t}
		g, err := o.inSuite(o.Target.Name, role, p, p.Against, l.acquire)
		return []ground{g}, err
	}
	f, err := o.reach(ctx, &oauth.Client{Transport: t, Timeout: o.Timeout}, p)
	if err != nil {
		return nil, err
	}
	p = assumed(p, f)
	against := o.Against
	if len(against) == 0 {
		against = p.Against
	}
	s, err := scopeOf(against, f)
	if err != nil {
		return nil, err
	}
	return []ground{{name: o.Target.Name, role: "as", facts: f, scope: s, profile: p, acquire: func(context.Context) (*servers.Instance, error) {
		return &servers.Instance{Profile: p, Transport: t}, nil
	}}}, nil
}

// suits says whether a scenario makes sense here: its document is judged, and what its tags need is there.
func (g ground) suits(r features.Requirement, s features.Scenario) bool {
	if r.Role != g.role || !g.scope.holds(r) {
		return false
	}
	for _, t := range s.Tags {
		if need, ok := strings.CutPrefix(t, "needs-"); ok && need != "restart" && !g.facts.Can(need) {
			return false
		}
	}
	return true
}

// inSuite is a client or a resource server as a ground: it talks to issuers of ours, so that what it can do is in its profile.
func (o Options) inSuite(name, role string, p servers.Profile, against []string, acquire func(context.Context) (*servers.Instance, error)) (ground, error) {
	f := servers.Facts{Endpoints: map[string]string{}, Capabilities: map[string]string{}}
	for _, e := range []string{"authorize", "token", "userinfo", "jwks", "introspect", "resource"} {
		f.Endpoints[e] = p.Issuer + "/" + e
	}
	has := func(name, value string) {
		if value != "" {
			f.Capabilities[name] = "profile"
		}
	}
	if a := p.Application; a != nil {
		for _, name := range []string{"openid", "userinfo", "authorization_code"} {
			f.Capabilities[name] = "default"
		}
		if p.Suite.Signs() == "RS256" {
			has("rs256", p.Suite.Signs())
		}
		has("second_issuer", a.Second)
		has("iss_parameter", a.Second) // who works with two has to tell them apart (RFC 9700 section 4.4)
		has("api_call", a.Call)
		has("machine_call", a.Machine)
		has("third_party_login", a.Initiate)
		has("webfinger", a.Identify)
	}
	if a := p.API; a != nil {
		kind := map[bool]string{true: "introspected_tokens", false: "jwt_tokens"}[a.Validates == "introspection"]
		f.Capabilities[kind] = "profile"
		has("second_scope", a.Other)
	}
	if o.Target.Builtin {
		f.Capabilities["clock"] = "built in"
	}
	claims(f, p)
	if len(o.Against) > 0 {
		against = o.Against
	}
	s, err := scopeOf(against, f)
	if err != nil {
		return ground{}, err
	}
	s.requires, s.without = nil, nil // what sets make mandatory, or take back, is an authorization server's
	s.all = len(o.Against) == 0
	return ground{name: name, role: role, facts: f, scope: s, profile: p, acquire: acquire}, nil
}
