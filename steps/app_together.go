package steps

import (
	"context"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	when(`the user and the attacker come back to the application`, func(w *World) any { return w.bothComeBack })
	then(`each of them is signed in in their own browser`, func(w *World) any { return w.eachSignedIn })
}

// bothComeBack delivers two answers, that of the sign-in first which began first: the other has begun since.
func (w *World) bothComeBack(ctx context.Context) error {
	for _, who := range []string{"", attacker} {
		if err := w.comeBack(ctx, who, w.signs.answers[who]); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) eachSignedIn(ctx context.Context) error {
	for _, who := range []string{"", attacker} {
		shown, err := w.signedIn(ctx, who)
		if err != nil {
			return err
		}
		if shown != w.whose(who).Mark() {
			return verdict.Mismatchf("a page that shows the user who signed in in that browser", "%s", w.shownInstead(shown))
		}
	}
	return w.cleanSignIn(ctx)
}
