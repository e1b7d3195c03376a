package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`two authorization codes for a (confidential|public) client`, func(w *World) any { return w.twoCodes })
	given(`a server that insists on a code challenge from a (confidential|public) client`, func(w *World) any { return w.insists })
	given(`a server that offers no plain challenges to a (confidential|public) client`, func(w *World) any { return w.offersNoPlain })
	then(`the client gets the error "invalid_request", or a code that its plain verifier alone redeems`, func(w *World) any { return w.plainRefusedOrServed })
	then(`the code does not contain the code challenge`, func(w *World) any { return w.challengeHidden })

	// Ways to ask.
	plainly("without a code challenge", oauth.Without("code_challenge"), oauth.Without("code_challenge_method"))
	phrase("with the challenge method plain", verifier("plain", fresh))
	phrase("with a plain challenge and no method", verifier("", fresh))
	phrase("with two different code challenges", func(*World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("code_challenge", oauth.S256(fresh()), oauth.S256(fresh()))}, nil
	})
	plainly("with a hash for a challenge and no method", oauth.Without("code_challenge_method"))
	plainly("with a challenge method that nobody knows", oauth.With("code_challenge_method", "S512"))
	plainly("with a challenge of 42 characters", oauth.With("code_challenge", strings.Repeat("a", 42)))
	plainly("with a challenge of 129 characters", oauth.With("code_challenge", strings.Repeat("a", 129)))
	plainly("with a challenge that has a space in it", oauth.With("code_challenge", strings.Repeat("a", 21)+" "+strings.Repeat("b", 21)))
	phrase("with a verifier of 42 characters", verifier("S256", func() string { return symbols(42) }))
	phrase("with a verifier of 129 characters", verifier("S256", func() string { return symbols(129) }))
	phrase("with a verifier that has a space in it", verifier("S256", func() string { return fresh() + " " + fresh() }))
	phrase("with a verifier that has an umlaut in it", verifier("S256", func() string { return fresh() + "ü" + fresh() }))
	phrase("with a verifier of 43 characters", verifier("S256", func() string { return symbols(43) }))
	phrase("with a verifier of 128 characters", verifier("S256", func() string { return symbols(128) }))

	// Ways to redeem.
	plainly("without its code verifier", oauth.Without("code_verifier"))
	plainly("with an empty code verifier", oauth.With("code_verifier", ""))
	phrase("with a wrong code verifier", proof(func(*World) string { return fresh() }))
	phrase("with its code verifier and one character more", proof(func(w *World) string { return w.verifier + "a" }))
	phrase("with the code challenge as its code verifier", proof(func(w *World) string { return w.sent.Form.Get("code_challenge") }))
	phrase("with the code verifier of the other code", proof(func(w *World) string { return w.spare }))
	phrase("with a code verifier", proof(func(w *World) string { return w.verifier }))
}

func fresh() string { return oauth.Random(32) }

// symbols is a random verifier that has each kind of character that RFC 7636 section 4.1 allows.
func symbols(length int) string { return ("-._~" + oauth.Random(96))[:length] }

// otherCase turns small letters into capitals and the other way round.
func otherCase(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, s)
}

// verifier asks with the challenge of a verifier made to order; an empty method is one that is left out.
func verifier(method string, of func() string) how {
	return func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{func(r *oauth.Request) {
			w.verifier = of()
			r.Form.Set("code_challenge", w.verifier)
			r.Form.Set("code_challenge_method", method)
			if method == "S256" {
				r.Form.Set("code_challenge", oauth.S256(w.verifier))
			}
			if method == "" {
				r.Form.Del("code_challenge_method")
			}
		}}, nil
	}
}

// proof redeems with another verifier than the right one, or with one where none was announced.
func proof(of func(*World) string) how {
	return func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("code_verifier", of(w))}, nil
	}
}

// twoCodes gets two codes for one client, one after the other; the second is the one to be redeemed.
func (w *World) twoCodes(ctx context.Context, k string) error {
	if err := w.codeFor(ctx, k, ""); err != nil {
		return err
	}
	w.spare = w.verifier
	return w.obtain(ctx, visit{}, nil)
}

// insists proves that a client without a challenge gets no code, and gets one with it. How it is told so, is not looked at.
func (w *World) insists(ctx context.Context, k string) error {
	if err := w.aClient(k); err != nil {
		return err
	}
	if err := w.obtain(ctx, visit{who: "another"}, nil); err != nil {
		return err
	}
	err := w.ask(ctx, visit{who: "another"}, "without a code challenge")
	if err == nil && w.response.Has("code") {
		err = &verdict.NotApplicable{Reason: "the server serves clients without PKCE", Section: "RFC 7636 section 5"}
	}
	return err
}

// offersNoPlain is a server whose metadata list challenge methods without plain: it says that it does not serve that one
// (RFC 8414 section 2).
func (w *World) offersNoPlain(k string) error {
	methods, listed := w.facts.Metadata["code_challenge_methods_supported"].([]any)
	if !listed || slices.Contains(methods, any("plain")) {
		return &verdict.NotApplicable{Reason: "the metadata do not say that the server is without plain challenges", Section: "RFC 7636 section 4.2"}
	}
	return w.aClient(k)
}

// plainRefusedOrServed lets a server serve plain challenges that it does not list: only one that does not support them has to refuse
// them (RFC 7636 section 4.4.1). Two codes show that it does: one is redeemed by its verifier, the other by no other one.
func (w *World) plainRefusedOrServed(ctx context.Context) error {
	if !w.response.Has("code") {
		return w.errorArrived("invalid_request", "")
	}
	if err := w.codeArrived(); err != nil {
		return err
	}
	const want = `the error "invalid_request", or a code that its plain verifier alone redeems`
	again := w.sent
	w.code = w.response.Get("code")
	if a, err := w.redeem(ctx, w.client); err != nil || !decided(a) {
		return mustGrant(a, err)
	} else if a.Text("access_token") == "" {
		return verdict.Mismatchf(want, "a code that its verifier does not redeem: %s", a)
	}
	if err := w.visit(ctx, again, visit{}); err != nil {
		return err
	}
	if w.code = w.response.Get("code"); w.code == "" {
		return fmt.Errorf("no second code came: %s", w.arrived())
	}
	a, err := w.redeem(ctx, w.client, oauth.With("code_verifier", fresh()))
	if err != nil || !decided(a) {
		return mustGrant(a, err)
	}
	if a.Text("access_token") != "" {
		return verdict.Mismatchf(want, "a code that another verifier redeems")
	}
	w.note("plain challenges are served, though the metadata do not list them")
	return nil
}

func (w *World) challengeHidden() error {
	code := w.response.Get("code")
	if code == "" {
		return fmt.Errorf("no code came: %s", w.arrived())
	}
	return check.ChallengeHidden(code, w.sent.Form.Get("code_challenge"))
}
