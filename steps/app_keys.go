package steps

import (
	"context"
	"errors"
	"time"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	when(`somebody keeps signing in at an authorization server that (.+)`, func(w *World) any { return w.keepsSigningIn })
	then(`the user is signed in, at once or a little later`, func(w *World) any { return w.signedInLater })
}

// keysKept is how long an application may do with the keys that it has read: one that asked for new ones whenever a token named a
// key that it does not know could be made to ask all the time. A minute and half a minute are what libraries allow themselves.
const keysKept = 2 * time.Minute

// keepsSigningIn is somebody, who tries again for as long as the run has patience.
func (w *World) keepsSigningIn(ctx context.Context, flaw string) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	if err := w.somebody(ctx, flaw); err != nil {
		return err
	}
	for until := time.Now().Add(min(w.Patience, keysKept)); w.in.Advance == nil; {
		shown, err := w.signedIn(ctx, "")
		if err != nil || shown == w.whose("").Mark() || time.Now().After(until) {
			return err
		}
		if err := pause(ctx, 5*time.Second); err != nil {
			return err
		}
		if err := w.goOff(ctx, "", app.Start); err != nil {
			return err
		}
		if err := w.comeBack(ctx, "", w.signs.answers[""]); err != nil {
			return err
		}
	}
	return nil
}

// signedInLater is a skip where the run had no patience for what an application may take.
func (w *World) signedInLater(ctx context.Context) error {
	err := w.userIsSignedIn(ctx)
	var not *verdict.Mismatch
	if errors.As(err, &not) && w.in.Advance == nil && w.Patience < keysKept {
		return &verdict.NotApplicable{Reason: "it did not know a new key at once, and it may keep keys for a while", Change: "--patience 2m"}
	}
	return err
}
