package steps

import (
	"context"
	"fmt"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

// restarts are what a scenario keeps of a product that it starts again.
type restarts struct {
	stale bool  // it has met a server with a flaw
	down  error // it did not start at one
}

// justStarted has the product start again before a scenario that needs it, at a server without a flaw: what does not come back
// there says nothing by staying away from another one.
func (w *World) justStarted(ctx context.Context) error {
	if w.in.Fresh {
		return nil
	}
	if w.in.Restart == nil {
		return &verdict.NotApplicable{Reason: "it needs a target that has just been started, as it may have read once what the scenario changes",
			Change: "restart: ./SCRIPT, which restarts it"}
	}
	if _, err := w.in.Harness.Renew(0, w.in.Profile.Clients, ""); err != nil {
		return err
	}
	return w.in.Restart(ctx)
}

// meetsAnew has the product start again, in the scenarios that need it to, so that it reads what the server says now. One that
// does not start at a server with a flaw may have its reasons; at one without, it has to.
func (w *World) meetsAnew(ctx context.Context, flaw string) error {
	if !w.Scenario.Has("needs-restart") || w.in.Fresh || flaw == "" && !w.restarts.stale {
		return nil
	}
	err := w.in.Restart(ctx)
	w.restarts = restarts{stale: flaw != "" || err != nil}
	if err != nil && flaw != "" && ctx.Err() == nil {
		w.restarts.down = err
		w.note("it does not start at a server that " + flaw)
		return nil
	}
	return err
}

// leaveFresh leaves no product behind that has met a server with a flaw.
func (w *World) leaveFresh(ctx context.Context) error {
	if !w.restarts.stale {
		return nil
	}
	if _, err := w.in.Harness.Renew(0, w.in.Profile.Clients, ""); err != nil {
		return err
	}
	if err := w.meetsAnew(ctx, ""); err != nil {
		return fmt.Errorf("after the scenario: %w", err)
	}
	return nil
}
