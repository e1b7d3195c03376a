package oauthspec

import (
	"context"
	"errors"
	"net/url"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

// preflight tries what every scenario of a role builds on.
func (r *runner) preflight(ctx context.Context, g *ground) error {
	if g.role == "as" {
		return r.firstTokens(ctx, g)
	}
	down := r.up(ctx, g.profile)
	if down != nil && r.o.Target.Restart == nil {
		return down
	}
	in, err := g.acquire(ctx) // starts what is down
	if down != nil && err != nil {
		return &UnreachableError{Target: address(g.profile), Err: err}
	}
	if err != nil {
		return err
	}
	err = r.firstOf(ctx, g, in)
	if down == nil && err != nil && in.Restart != nil && r.o.Target.Start == nil && ctx.Err() == nil {
		// It may have looked for our issuer, which answers from now on, or for another run's.
		if in.Restart(ctx) == nil {
			err = r.firstOf(ctx, g, in)
		}
	}
	return err
}

// firstOf is a first sign-in at an application, or a first call of an API.
func (r *runner) firstOf(ctx context.Context, g *ground, in *servers.Instance) error {
	said := func() string {
		if r.o.Target.Log == nil {
			return ""
		}
		return r.o.Target.Log()
	}
	if g.role == "rs" {
		if err := r.config.FirstCall(ctx, in, g.facts); err != nil {
			return usage("preflight: a good token does not open the API: %v; check that it trusts the issuer %s, and the audience and scope of the profile%s", err, g.profile.Issuer, said())
		}
		return nil
	}
	openid, err := r.config.FirstSignIn(ctx, in, g.facts)
	if err != nil {
		return usage("preflight: nobody can sign in to the application: %v; check how it is registered at %s, and the profile%s", err, g.profile.Issuer, said())
	}
	if _, told := g.profile.Supports["openid"]; !openid && !told {
		delete(g.facts.Capabilities, "openid")
		r.notes = append(r.notes, "it does not ask for the scope openid, and is judged without OpenID Connect")
	}
	return nil
}

// up waits, for as long as the run was told to, until a client or a resource server answers at all.
func (r *runner) up(ctx context.Context, p servers.Profile) error {
	if err := answers(ctx, &oauth.Client{Transport: r.config.Transport, Timeout: r.o.Timeout}, address(p), r.o.Wait); err != nil {
		return &UnreachableError{Target: address(p), Err: err}
	}
	return nil
}

// firstTokens asks for one token per ordinary client, so that a profile which is wrong is one clear message and not
// two hundred red rows. Clients with something special about them are for the scenarios that need them.
func (r *runner) firstTokens(ctx context.Context, g *ground) error {
	in, err := g.acquire(ctx)
	if err != nil {
		return err
	}
	came := false
	for _, c := range g.profile.Clients {
		if len(c.Traits) > 0 {
			continue
		}
		refreshes, err := r.config.FirstToken(ctx, in, g.facts, c, false)
		if refused := new(verdict.Mismatch); errors.As(err, &refused) && !in.Profile.Nonce && g.facts.Can("openid") {
			if with, also := r.withNonce(ctx, g, in, c); also == nil {
				refreshes, err = with, nil
			}
		}
		var na *verdict.NotApplicable
		var stuck *useragent.Stuck
		switch {
		case err == nil:
			came = came || refreshes
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &na):
			r.notes = append(r.notes, "client "+c.Name+" was not tried: "+na.Reason)
		case errors.As(err, &stuck):
			return usage("preflight: client %s gets no token: %v; %s", c.Name, err, r.wayThrough(g))
		default:
			return usage("preflight: client %s gets no token: %v; check its registration and the profile%s", c.Name, err, encodes(c))
		}
	}
	r.refreshes(ctx, g, came)
	r.machines(ctx, g)
	return nil
}

// encodes is what may be wrong besides with credentials that Basic carries otherwise than they are.
func encodes(c servers.Client) string {
	if c.AuthMethod() != "client_secret_basic" || url.QueryEscape(c.ID+c.Secret) == c.ID+c.Secret {
		return ""
	}
	return "; HTTP Basic carries its id and secret form-encoded (RFC 6749 section 2.3.1), and a server that does not decode them refuses it: " +
		"give it the trait reserved-characters, and name another client beside it"
}

// wayThrough is what may help with pages that the driver does not understand.
func (r *runner) wayThrough(g *ground) string {
	const fields = "name the page's fields in the profile: login: [{fill: {…}, press: …}]"
	if r.o.Driver == "rod" || g.profile.Driver == "rod" {
		return fields
	}
	return "have a real browser sign in (--driver rod, or driver: rod in the profile), or " + fields
}
