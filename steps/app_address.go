package steps

import (
	"context"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`a user whom the application shows beside an address`, func(w *World) any {
		return func(ctx context.Context) error { return w.shownBesideAddress(ctx, "", "true") }
	})
	given(`an attacker whom the application shows beside an address that is not verified`, func(w *World) any {
		return func(ctx context.Context) error { return w.shownBesideAddress(ctx, attacker, "false") }
	})
	when(`an attacker signs in with the same address, whose verification is (.+)`, func(w *World) any {
		return func(ctx context.Context, said string) error { return w.sameAddress(ctx, attacker, said) }
	})
	when(`the user signs in with the same address, which is verified`, func(w *World) any {
		return func(ctx context.Context) error { return w.sameAddress(ctx, "", "true") }
	})
	then(`in the (user|attacker)'s browser the (user|attacker) is not shown`, func(w *World) any { return w.notShown })
}

// oneAddress is the flaw of an issuer that gives both of its users one address, with a word about its verification.
func oneAddress(said string) string {
	return "gives its users one address, whose verification is " + said
}

// shownBesideAddress signs somebody in who has an address that is not theirs alone. An application that shows the address and
// nothing else of its user does not tell the two apart, nor would we.
func (w *World) shownBesideAddress(ctx context.Context, who, said string) error {
	if err := w.renew(oneAddress(said)); err != nil {
		return err
	}
	shown, err := w.wholeSignIn(ctx, who)
	if err == nil && shown != w.whose(who).Mark() {
		err = &verdict.NotApplicable{Reason: "the application shows neither subject nor name of a user who has an address", Change: "application: {signed-in: URL}"}
	}
	return err
}

func (w *World) sameAddress(ctx context.Context, who, said string) error {
	if err := w.in.Harness.Switch(0, oneAddress(said)); err != nil {
		return err
	}
	_, err := w.wholeSignIn(ctx, who)
	return err
}

// wholeSignIn is a whole sign-in, and whom the application shows after it.
func (w *World) wholeSignIn(ctx context.Context, who string) (string, error) {
	app, err := w.application()
	if err != nil {
		return "", err
	}
	if err := w.goOff(ctx, who, app.Start); err != nil {
		return "", err
	}
	if err := w.comeBack(ctx, who, w.signs.answers[who]); err != nil {
		return "", err
	}
	return w.signedIn(ctx, who)
}

func (w *World) notShown(ctx context.Context, where, whom string) error {
	if _, err := w.signedIn(ctx, browserOf(where)); err != nil {
		return err
	}
	if strings.Contains(w.page, w.whose(browserOf(whom)).Mark()) {
		return verdict.Mismatchf("the "+where+"'s own account, or nobody", "that of the %s", whom)
	}
	return w.cleanSignIn(ctx)
}
