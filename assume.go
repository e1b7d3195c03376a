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
	offline := func(p *servers.Profile) { p.Refresh = servers.RefreshWith("offline_access") }
	in, err := g.acquire(ctx)
	if err != nil {
		return // whatever it is, it will show
	}
	offline(&in.Profile)
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
	g.with(offline)
	g.facts.Capabilities["refresh_token"] = "seen"
	r.notes = append(r.notes, "refresh tokens come with the scope offline_access and the prompt consent")
}

// machines finds out which clients may also act for themselves, where the profile names none that does nothing else: a product
// under trial often has one client for everything.
func (r *runner) machines(ctx context.Context, g *ground) {
	if !g.facts.Can("client_credentials") || slices.ContainsFunc(g.profile.Clients, func(c servers.Client) bool { return c.Kind == servers.Machine }) {
		return
	}
	in, err := g.acquire(ctx)
	if err != nil {
		return // whatever it is, it will show
	}
	var found []servers.Client
	for _, c := range g.profile.Clients {
		if c.Kind != servers.Confidential || len(c.Traits) > 0 || len(c.Grants) > 0 && !slices.Contains(c.Grants, "client_credentials") {
			continue
		}
		m := c
		m.Name, m.Kind, m.Redirects, m.ResponseTypes, m.Grants = c.Name+", for itself", servers.Machine, nil, nil, []string{"client_credentials"}
		m.Scopes = c.OwnScopes()
		if _, err := r.config.FirstToken(ctx, in, g.facts, m, false); err == nil {
			found = append(found, m)
			r.notes = append(r.notes, "client "+c.Name+" gets tokens for itself too, and stands for a machine client")
		}
	}
	g.with(func(p *servers.Profile) { p.Clients = slices.Concat(p.Clients, found) })
}

// withNonce asks once more for a client's first token, with a nonce, and keeps to that where it helps: some servers insist on one
// wherever an ID token is asked for. That they do is judged by its own requirement; here it must not hide all others.
func (r *runner) withNonce(ctx context.Context, g *ground, in *servers.Instance, c servers.Client) (refreshes bool, err error) {
	in.Profile.Nonce = true
	if refreshes, err = r.config.FirstToken(ctx, in, g.facts, c, false); err != nil {
		in.Profile.Nonce = false
		return false, err
	}
	g.with(func(p *servers.Profile) { p.Nonce = true })
	r.notes = append(r.notes, "requests carry a nonce: client "+c.Name+" gets no code without one")
	return refreshes, nil
}
