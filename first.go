package oauthspec

import (
	"context"
	"errors"

	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// preflight tries what every scenario of a role builds on.
func (r *runner) preflight(ctx context.Context, g ground) error {
	switch g.role {
	case "client":
		in, err := g.acquire(ctx)
		if err != nil {
			return err
		}
		if err := r.config.FirstSignIn(ctx, in, g.facts); err != nil {
			return usage("preflight: nobody can sign in to the application: %v; check how it is registered at %s, and the profile", err, g.profile.Issuer)
		}
		return nil
	case "rs":
		return nil
	}
	return r.firstTokens(ctx, g)
}

// firstTokens asks for one token per ordinary client, so that a profile which is wrong is one clear message and not
// two hundred red rows. Clients with something special about them are for the scenarios that need them.
func (r *runner) firstTokens(ctx context.Context, g ground) error {
	in, err := g.acquire(ctx)
	if err != nil {
		return err
	}
	for _, c := range g.profile.Clients {
		if len(c.Traits) > 0 {
			continue
		}
		err := r.config.FirstToken(ctx, in, g.facts, c)
		var na *verdict.NotApplicable
		var stuck *useragent.Stuck
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &na):
			r.notes = append(r.notes, "client "+c.Name+" was not tried: "+na.Reason)
		case errors.As(err, &stuck):
			return usage("preflight: client %s gets no token: %v; name the page's fields in the profile: login: [{fill: {…}, press: …}]", c.Name, err)
		default:
			return usage("preflight: client %s gets no token: %v; check its registration and the profile", c.Name, err)
		}
	}
	return nil
}
