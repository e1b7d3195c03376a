package oauthspec

import (
	"context"
	"slices"

	"github.com/oauthspec/oauthspec/servers"
)

// assumed fills in what a profile leaves out and metadata tell: UserInfo is a place where an access token can be used, if every
// client here asks for the scope that it wants.
func assumed(p servers.Profile, f servers.Facts) servers.Profile {
	at, denied := f.Endpoints["userinfo"], p.Supports["resource"]
	_, said := p.Supports["resource"]
	asks := func(c servers.Client) bool {
		return c.Kind == servers.Machine || len(c.Scopes) == 0 || slices.Contains(c.Scopes, "openid")
	}
	others := slices.ContainsFunc(p.Clients, func(c servers.Client) bool { return !asks(c) })
	if p.Resource != nil || at == "" || said && !denied || others || !f.Can("openid") {
		return p
	}
	p.Resource = &servers.Resource{URL: at, Scope: "openid"}
	f.Capabilities["resource"] = "the UserInfo endpoint"
	return p
}

// refreshes finds out what a refresh token takes, where the profile does not say: nothing more than the code grant, as the first
// tokens showed, or offline access.
func (r *runner) refreshes(ctx context.Context, g *ground, came bool) {
	yes, said := g.profile.Supports["refresh_token"]
	if said && !yes || g.profile.Refresh != nil {
		return
	}
	if came {
		if !g.facts.Can("refresh_token") {
			g.facts.Capabilities["refresh_token"] = "seen"
		}
		return
	}
	if !g.facts.Can("offline_access") || !g.facts.Can("openid") {
		return
	}
	acquire, offline := g.acquire, servers.RefreshWith("offline_access")
	asking := func(ctx context.Context) (*servers.Instance, error) {
		in, err := acquire(ctx)
		if err == nil {
			in.Profile.Refresh = offline
		}
		return in, err
	}
	in, err := asking(ctx)
	if err != nil {
		return // whatever it is, it will show
	}
	i := slices.IndexFunc(g.profile.Clients, func(c servers.Client) bool {
		return len(c.Traits) == 0 && c.Kind == servers.Confidential && len(c.Redirects) > 0 &&
			(len(c.Grants) == 0 || slices.Contains(c.Grants, "refresh_token")) && (len(c.Scopes) == 0 || slices.Contains(c.Scopes, "openid"))
	})
	if i < 0 {
		return
	}
	if got, err := r.config.FirstToken(ctx, in, g.facts, g.profile.Clients[i], true); err != nil || !got {
		return
	}
	g.acquire, g.profile.Refresh = asking, offline
	g.facts.Capabilities["refresh_token"] = "seen"
	r.notes = append(r.notes, "refresh tokens come with the scope offline_access and the prompt consent")
}
