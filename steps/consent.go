package steps

import (
	"context"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`the user has left the client's question open`, func(w *World) any { return w.hasLeftOpen })

	when(`the client asks once more, (with .+)`, func(w *World) any { return w.asksAgain })

	then(`the user was asked to agree, or the client was told that nobody can be`, func(w *World) any { return w.askedToAgree })
	then(`the user was asked for more than before, or the client was told that nobody can be`, func(w *World) any { return w.askedForMore })

	plainly("with the question asked again", withOpenID, oauth.With("prompt", "consent"))
	plainly("with a choice of accounts wanted", withOpenID, oauth.With("prompt", "select_account"))
}

// hasLeftOpen leaves the user signed in before a question that nobody has answered.
func (w *World) hasLeftOpen(ctx context.Context) error {
	if err := w.authorize(ctx, visit{hold: useragent.KindConsent}, withOpenID); err != nil {
		return err
	}
	if w.landing.Stopped {
		return &verdict.NotApplicable{Reason: "the user is not asked to agree, or was asked before", Section: "OpenID Connect Core section 3.1.2.4"}
	}
	return nil
}

// asksAgain comes after a request without the wish, which shows what the server asks in any case.
func (w *World) asksAgain(ctx context.Context, how string) error {
	if err := w.authorize(ctx, visit{}, withOpenID); err != nil {
		return err
	}
	w.asked = len(w.landing.Asked)
	return w.ask(ctx, visit{}, how)
}

func (w *World) askedToAgree() error {
	if w.landing.Has(useragent.KindConsent) || w.cannotAsk() {
		return w.unlessUnanswered(nil)
	}
	return w.unlessUnanswered(verdict.Mismatchf("a question to the user, or an error that says that there can be none", "%s", w.arrived()))
}

func (w *World) askedForMore() error {
	if len(w.landing.Asked) > w.asked || w.landing.Has(useragent.KindLogin) || w.cannotAsk() {
		return w.unlessUnanswered(nil)
	}
	return w.unlessUnanswered(verdict.Mismatchf("a choice of accounts, or an error that says that there can be none", "%s", w.arrived()))
}

// cannotAsk takes any error for that: the specification names one that is typical, and no more.
func (w *World) cannotAsk() bool {
	if !w.response.Has("error") {
		return false
	}
	w.note("the server cannot ask its user, and says so")
	return true
}
