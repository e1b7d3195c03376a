package steps

import (
	"context"
	"fmt"
	"slices"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`the user has a session from a sign-in to (the|another) client`, func(w *World) any { return w.hasSession })
	given(`another user has signed in elsewhere`, func(w *World) any { return w.otherHasSignedIn })

	when(`the client asks silently( for a user who is not signed in)?(?: (with .+))?`, func(w *World) any { return w.asksSilently })
	when(`the user goes through a sign-in (with .+)`, func(w *World) any { return w.goesThrough })

	then(`no page is shown`, func(w *World) any { return func() error { return check.NoPage(w.arrival()) } })
	then(`the client is told that its user has to agree`, func(w *World) any { return w.consentRequired })
	then(`the user was asked who they are, or the client was told that they cannot be`, func(w *World) any { return w.askedToSignIn })
	then(`the user was not asked who they are`, func(w *World) any { return w.notAskedToSignIn })
	then(`the ID token, if there is one, tells of a new sign-in`, func(w *World) any { return w.newSignIn })
	then(`the client gets a code for the same user`, func(w *World) any { return w.codeForSameUser })

	phrase("with its user's ID token as a hint", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("id_token_hint", w.first.Text("id_token"))}, nil
	})
	phrase("with the other user's ID token as a hint", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("id_token_hint", w.last.Text("id_token"))}, nil
	})
	phrase("with a hint at its user's name", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{withOpenID, oauth.With("login_hint", w.user.Name)}, nil
	})
	plainly("with the prompts none and login", withOpenID, oauth.With("prompt", "none login"))
	plainly("with a new sign-in wanted", oauth.With("prompt", "login"))
	plainly("with a maximum age of two seconds", oauth.With("max_age", "2"))
	plainly("with a maximum age of zero", oauth.With("max_age", "0"))
	plainly("with a maximum age of a day", withOpenID, oauth.With("max_age", "86400"))
	plainly("with an unusual language for its pages", withOpenID, oauth.With("ui_locales", "vot kpg"))
	plainly("with an unusual language beside a usual one for its pages", withOpenID, oauth.With("ui_locales", "kpg en"))
	plainly("with a full page for its pages", withOpenID, oauth.With("display", "page"))
	plainly("with a popup for its pages", withOpenID, oauth.With("display", "popup"))
	plainly("with a touch screen for its pages", withOpenID, oauth.With("display", "touch"))
	plainly("with a feature phone for its pages", withOpenID, oauth.With("display", "wap"))
	plainly("with a class that nobody has heard of", withOpenID, oauth.With("acr_values", "urn:example:oauthspec:one"))
	plainly("with two classes that nobody has heard of", withOpenID, oauth.With("acr_values", "urn:example:oauthspec:one urn:example:oauthspec:two"))
}

// keepsNoSession is a server that has its users sign in each time: how it knows them is its own affair.
var keepsNoSession = &verdict.NotApplicable{Reason: "the server keeps no session of its users", Section: "OpenID Connect Core section 3.1.2.3"}

// hasSession leaves the user with a session at the server, proven by a second visit that nobody has to sign in to, and keeps what the
// sign-in gave.
func (w *World) hasSession(ctx context.Context, which string) error {
	mine := w.client
	defer func() { w.client = mine }()
	if which == "another" {
		if err := w.anotherClient(mine.Kind); err != nil {
			return err
		}
		w.client = w.other
	}
	if err := w.signIn(ctx, visit{}, "with a maximum age"); err != nil { // so that the ID token says when (OpenID Connect Core section 2)
		return err
	}
	if w.first = w.last; check.HasIDToken(w.first) != nil {
		return check.HasIDToken(w.first)
	}
	if err := w.authorize(ctx, visit{}, withOpenID); err != nil {
		return err
	}
	if w.landing.Has(useragent.KindLogin) {
		return keepsNoSession
	}
	return nil
}

func (w *World) otherHasSignedIn(ctx context.Context) error {
	if err := w.anotherSignsIn(ctx); err != nil {
		return err
	}
	return check.HasIDToken(w.last)
}

// asksSilently ends at the first page: one that is shown is what the client forbade.
func (w *World) asksSilently(ctx context.Context, stranger, how string) error {
	v := visit{noLogin: true}
	if stranger != "" {
		v.who = "a stranger"
	}
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	return w.authorize(ctx, v, append([]oauth.Mutation{withOpenID, oauth.With("prompt", "none")}, m...)...)
}

// goesThrough is a sign-in in the user's own browser. A second later at least: clocks of ID tokens, and maximum ages, count whole ones.
func (w *World) goesThrough(ctx context.Context, how string) error {
	if err := w.tick(ctx); err != nil {
		return err
	}
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	if err := w.authorize(ctx, visit{}, append([]oauth.Mutation{withOpenID}, m...)...); err != nil {
		return err
	}
	w.last = oauth.Answer{}
	if w.code = w.response.Get("code"); w.code == "" {
		return nil
	}
	return mustGrant(w.redeem(ctx, w.client))
}

func (w *World) askedToSignIn() error {
	if w.landing.Has(useragent.KindLogin) {
		return nil
	}
	if slices.Contains([]string{"login_required", "interaction_required"}, w.response.Get("error")) {
		w.note("the server cannot have its user sign in again, and says so")
		return nil
	}
	return w.unlessUnanswered(verdict.Mismatchf("a sign-in, or an error that says there can be none", "%s", w.arrived()))
}

func (w *World) notAskedToSignIn() error {
	if err := w.codeArrived(); err != nil {
		return w.unlessUnanswered(err)
	}
	if w.landing.Has(useragent.KindLogin) {
		return verdict.Mismatchf("no sign-in, as there was one", "a page that asks for it")
	}
	return nil
}

// unlessUnanswered keeps a server error from passing for a decision.
func (w *World) unlessUnanswered(otherwise error) error {
	if at := w.arrival(); !at.Left && (at.Status >= 500 || at.Status == 0) {
		return fmt.Errorf("the authorization request was not answered: %s", w.arrived())
	}
	return otherwise
}

// newSignIn compares the times of both sign-ins, which goesThrough keeps a second apart.
func (w *World) newSignIn() error {
	if w.last.Text("id_token") == "" {
		w.note("there is no new ID token")
		return nil
	}
	before, err := idTokenOf(w.first)
	if err != nil {
		return err
	}
	return w.idToken(func(t oauth.JWT) error { return check.SignedInAgain(before, t) })()
}

// sameSignIn compares the times of a sign-in as two ID tokens tell it that were issued a second apart (goesThrough).
func (w *World) sameSignIn() error {
	if w.landing.Has(useragent.KindLogin) {
		return &verdict.NotApplicable{Reason: "the server has its user sign in each time", Section: "OpenID Connect Core section 3.1.2.3"}
	}
	before, err := idTokenOf(w.first)
	if err != nil {
		return err
	}
	return w.idToken(func(t oauth.JWT) error { return check.SignInTime(before, t) })()
}

// consentRequired lets a server do without consent, or ask about everything at once.
func (w *World) consentRequired() error {
	if w.response.Has("code") {
		return &verdict.NotApplicable{Reason: "the server does not ask this user about this client", Section: "OpenID Connect Core section 3.1.2.4"}
	}
	return w.errorArrived("consent_required", "interaction_required")
}

// codeForSameUser lets a server that asks every time say so.
func (w *World) codeForSameUser(ctx context.Context) error {
	if e := w.response.Get("error"); e == "consent_required" || e == "interaction_required" {
		return &verdict.NotApplicable{Reason: "the server has to ask its users each time", Section: "OpenID Connect Core section 3.1.2.4"}
	}
	if err := w.codeArrived(); err != nil {
		return err
	}
	w.code = w.response.Get("code")
	if err := mustGrant(w.redeem(ctx, w.client)); err != nil {
		return fmt.Errorf("redeem the code: %w", err)
	}
	return w.subjects("the same subject")
}
