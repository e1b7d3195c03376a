package oauthspec

import (
	"context"
	"errors"
	"fmt"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/steps"
)

// beforeSignIn judges what an application sends at which nobody can sign in. Our issuer refuses some of what it must refuse, and then
// it is the request that is at fault, not how the application was registered: a MUST that such a request violates is reported, and
// the rest is skipped. Where there is none the error is that of before, with what else was odd.
func (r *runner) beforeSignIn(ctx context.Context, g *ground, preflight error) error {
	var refused *UsageError
	if g.role != "client" || !errors.As(preflight, &refused) {
		return preflight
	}
	of := map[string]features.Requirement{} // by scenario key
	var all []features.Scenario
	for _, req := range r.chosen {
		for _, s := range req.Scenarios {
			if s.Has("before-sign-in") && g.suits(req, s) {
				all = append(all, s)
				of[s.Key()] = req
			}
		}
	}
	c := r.config
	c.Acquire = func(ctx context.Context, _ features.Scenario) (*servers.Instance, servers.Facts, error) {
		in, err := g.acquire(ctx)
		return in, g.facts, err
	}
	violated := false
	err := c.Run(ctx, all, 1, func(res steps.Result) {
		if res.Verdict == verdict.Broken { // it needed more of a sign-in than there was
			return
		}
		r.keep(res, g.name, func() {})
		switch req := of[res.Scenario.Key()]; {
		case res.Verdict != verdict.Fail:
		case req.Level == verdict.Must:
			violated = true
		default:
			preflight = fmt.Errorf("%w; what may be why: %s: %w", preflight, req.ID, res.Err)
		}
	})
	if err != nil || !violated {
		return errors.Join(err, preflight)
	}
	r.ended = "nobody can sign in to the application"
	r.notes = append(r.notes, preflight.Error())
	return nil
}
