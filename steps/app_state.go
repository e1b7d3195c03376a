package steps

import (
	"context"
	"encoding/base64"
	"errors"
	"regexp"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`a user who is on the way back from an authorization server that (.+)`, func(w *World) any { return w.onTheWayFrom })
	when(`an attacker answers the user's authorization request once more, in the user's browser`, func(w *World) any { return w.answeredTwice })
	then(`the user's browser does not show the attacker`, func(w *World) any { return w.noAttacker })

	phrase("with a stranger's page in its state", func(w *World) ([]oauth.Mutation, error) {
		state, ok := tampered(w.signs.answers[""].Form.Get("state"))
		if !ok {
			return nil, &verdict.NotApplicable{Reason: "the state holds nothing that can be read", Section: "RFC 9700 section 4.7.1"}
		}
		return []oauth.Mutation{oauth.With("state", state)}, nil
	})
}

// somewhere finds an address or a path in a state: at its beginning, or after what parts it from other values there.
var somewhere = regexp.MustCompile(`(^|[:;|,"=.~ ])(https?:/)?/[^;|,"&~ ]*`)

// tampered is a state that names a stranger's page where the application put one of its own, readable as it stands or in base64.
func tampered(state string) (string, bool) {
	if somewhere.MatchString(state) {
		return somewhere.ReplaceAllString(state, "${1}"+stranger), true
	}
	for _, e := range []*base64.Encoding{base64.RawURLEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.StdEncoding} {
		if text, err := e.DecodeString(state); err == nil && printable(text) && somewhere.Match(text) {
			return e.EncodeToString(somewhere.ReplaceAll(text, []byte("${1}"+stranger))), true
		}
	}
	return "", false
}

// printable tells text from random bytes that happen to hold a slash.
func printable(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// onTheWayFrom is onTheWay for an application that has met no other server before.
func (w *World) onTheWayFrom(ctx context.Context, flaw string) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	if err := w.renew(flaw); err != nil {
		return err
	}
	if err := w.meetsAnew(ctx, flaw); err != nil {
		return err
	}
	if w.restarts.down != nil {
		return &verdict.NotApplicable{Reason: "the application does not start at an authorization server that " + flaw}
	}
	if err := w.leave(ctx, useragent.Start{URL: app.Start}); err != nil {
		return err
	}
	if !w.landing.Stopped {
		return &verdict.NotApplicable{Reason: "the application begins no sign-in at an authorization server that " + flaw, Section: "RFC 9700 section 4.7.1"}
	}
	return w.goOff(ctx, "", app.Start)
}

// answeredTwice has the attacker sign in with the very request that the user was sent with, and brings the answer to the user's browser.
func (w *World) answeredTwice(ctx context.Context) error {
	all := w.begun()
	if len(all) == 0 {
		return errors.New("there is no authorization request to answer")
	}
	if err := w.goOff(ctx, attacker, withQuery(w.in.Profile.Issuer+"/authorize", asked(all[len(all)-1]))); err != nil {
		return err
	}
	return w.comeBack(ctx, "", w.signs.answers[attacker])
}

func (w *World) noAttacker(ctx context.Context) error {
	shown, err := w.signedIn(ctx, "")
	if err != nil {
		return err
	}
	if shown == w.whose(attacker).Mark() {
		return verdict.Mismatchf("the user of before, or nobody", "%s", w.shownInstead(shown))
	}
	return w.cleanSignIn(ctx)
}
