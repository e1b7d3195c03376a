package steps

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`an application that signs its users in`, func(w *World) any { return w.worksOnce })
	given(`an application that sends a nonce`, func(w *World) any { return w.sendsNonce })
	given(`an application that sends a state`, func(w *World) any { return w.sendsState })
	given(`a user who is on the way back to the application`, func(w *World) any { return w.onTheWay("") })
	given(`an attacker who is on the way back to the application`, func(w *World) any { return w.onTheWay(attacker) })

	when(`somebody signs in`, func(w *World) any { return func(ctx context.Context) error { return w.somebody(ctx, "") } })
	when(`somebody signs in at an authorization server that (.+)`, func(w *World) any { return w.somebody })
	when(`the (user|attacker) comes back to the application(?: (.+))?`, func(w *World) any { return w.comesBack })

	then(`the user is signed in`, func(w *World) any { return w.userIsSignedIn })
	then(`the (user|attacker)'s browser shows nobody`, func(w *World) any { return w.showsNobody })
	then(`nobody is signed in`, func(w *World) any { return func(ctx context.Context) error { return w.showsNobody(ctx, "user") } })
	then(`no code was redeemed`, func(w *World) any { return w.nothingRedeemed })

	then(`nothing is shown of what was told`, func(w *World) any { return w.noImpostor })
	then(`UserInfo was asked by GET with the token in the header`, func(w *World) any { return w.userinfoByGET })

	plainly("without its issuer", oauth.Without("iss"))
	plainly("with the issuer of another server", oauth.With("iss", "https://other.example"))
	phrase("with its issuer and a slash after it", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("iss", w.in.Profile.Issuer+"/")}, nil
	})
	phrase("with its issuer in capital letters", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("iss", strings.ToUpper(w.in.Profile.Issuer))}, nil
	})
	plainly("with a code beside a refusal of another server", oauth.With("iss", "https://other.example"), oauth.With("error", "access_denied"))
	plainly("without its state", oauth.Without("state"))
	plainly("with a state of nobody's", oauth.With("state", nobodys))
	plainly("with a parameter beside those it knows", oauth.With("x_oauthspec", "1"))
	phrase("with the attacker's tokens in place of a code", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.Without("code"), oauth.Without("state"), oauth.With("access_token", w.signs.tokens.Access),
			oauth.With("token_type", "Bearer"), oauth.With("id_token", w.signs.tokens.ID)}, nil
	})
	attackers("with the attacker's answer")
	attackers("with the attacker's answer, without its state", oauth.Without("state"))
	attackers("with the attacker's answer, with an empty state", oauth.With("state", ""))
	attackers("with the attacker's answer, with a state of nobody's", oauth.With("state", nobodys))
	phrase("with the user's code", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("code", w.signs.answers[""].Form.Get("code"))}, nil
	})
}

// nobodys is a state that no application has sent.
const nobodys = "Zm9yZ2VkLXN0YXRlLW9mLW5vYm9keQ"

// attackers is a phrase for the attacker's answer in place of one's own, changed further.
func attackers(name string, further ...oauth.Mutation) {
	phrase(name, func(w *World) ([]oauth.Mutation, error) {
		theirs, ok := w.signs.answers[attacker]
		if !ok {
			return nil, fmt.Errorf("there is no attacker on the way back")
		}
		return append([]oauth.Mutation{func(r *oauth.Request) { r.Form = maps.Clone(theirs.Form) }}, further...), nil
	})
}

// browserOf is the name that a browser goes by here.
func browserOf(who string) string {
	if who == attacker {
		return attacker
	}
	return ""
}

// worksOnce proves that the application signs users in at a server without a flaw.
func (w *World) worksOnce(ctx context.Context) error {
	if err := w.cleanSignIn(ctx); err != nil {
		return fmt.Errorf("precondition: %w", err)
	}
	w.signs.before = w.in.Harness.Received()
	w.in.Harness.Forget()
	return nil
}

// onTheWay leaves somebody's browser with an authorization response that has not been delivered.
func (w *World) onTheWay(who string) func(context.Context) error {
	return func(ctx context.Context) error {
		app, err := w.application()
		if err != nil {
			return err
		}
		if len(w.signs.answers) == 0 {
			if err := w.renew(""); err != nil {
				return err
			}
		}
		return w.goOff(ctx, who, app.Start)
	}
}

// somebody signs in, whatever comes of it.
func (w *World) somebody(ctx context.Context, flaw string) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	if err := w.renew(flaw); err != nil {
		return err
	}
	if flaw != "" {
		w.phrases = append(w.phrases, flaw)
	}
	if err := w.meetsAnew(ctx, flaw); err != nil {
		return err
	}
	if w.restarts.down != nil {
		return fmt.Errorf("nobody can sign in there: %w", w.restarts.down)
	}
	if err := w.goOff(ctx, "", app.Start); err != nil {
		return err
	}
	return w.comeBack(ctx, "", w.signs.answers[""])
}

func (w *World) comesBack(ctx context.Context, who, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	r, err := w.signs.answers[browserOf(who)].Apply(m...)
	if err != nil {
		return err
	}
	w.in.Harness.Forget()
	return w.comeBack(ctx, browserOf(who), r)
}

func (w *World) userIsSignedIn(ctx context.Context) error {
	shown, err := w.signedIn(ctx, "")
	if err != nil {
		return err
	}
	if shown != w.whose("").Mark() {
		return verdict.Mismatchf("a page that shows the user who signed in", "%s", w.shownInstead(shown))
	}
	return nil
}

// showsNobody wants neither of the users shown, and then a clean sign-in to work: an application that hangs or has crashed
// has not refused anything.
func (w *World) showsNobody(ctx context.Context, who string) error {
	shown, err := w.signedIn(ctx, browserOf(who))
	if err != nil {
		return err
	}
	if shown != "" {
		return verdict.Mismatchf("nobody signed in by this", "%s", w.shownInstead(shown))
	}
	return w.cleanSignIn(ctx)
}

func (w *World) shownInstead(mark string) string {
	switch mark {
	case "":
		return fmt.Sprintf("a page without that user, after an answer with status %d", w.landing.Status)
	case w.whose("").Mark():
		return "a page that shows the user"
	}
	return "a page that shows the attacker"
}

// nothingRedeemed wants no code at our token endpoint since the response was delivered.
func (w *World) nothingRedeemed(ctx context.Context) error {
	for _, r := range w.requests("token") {
		if r.Form.Has("code") {
			return verdict.Mismatchf("no token request", "one with the grant type %q", r.Form.Get("grant_type"))
		}
	}
	return w.cleanSignIn(ctx)
}

// sendsState is a skip where the application relies on other means than a state, as it may.
func (w *World) sendsState(context.Context) error {
	for _, r := range w.signs.before {
		if r.Endpoint == "authorize" && asked(r).Get("state") != "" {
			return nil
		}
	}
	return stateless()
}

func stateless() error {
	return &verdict.NotApplicable{Reason: "the application sends no state: PKCE or a nonce may stand in for it", Section: "RFC 9700 section 4.7.1"}
}

// sendsNonce is a skip where the application relies on other means than a nonce, as in plain OAuth it may.
func (w *World) sendsNonce(context.Context) error {
	for _, r := range w.signs.before {
		if r.Endpoint == "authorize" && asked(r).Get("nonce") != "" {
			return nil
		}
	}
	return &verdict.NotApplicable{Reason: "the application sends no nonce, which the code flow leaves to it", Section: "OpenID Connect Core section 3.1.2.1"}
}

// noImpostor wants nothing on the page of what UserInfo told about somebody else; whether the user is signed in is the
// application's choice.
func (w *World) noImpostor(ctx context.Context) error {
	if len(w.requests("userinfo")) == 0 {
		return &verdict.NotApplicable{Reason: "the application asks UserInfo nothing when somebody signs in"}
	}
	if _, err := w.signedIn(ctx, ""); err != nil {
		return err
	}
	if strings.Contains(w.page, servers.Impostor) {
		return verdict.Mismatchf("nothing of what UserInfo told about another subject", "a page that shows it")
	}
	return w.cleanSignIn(ctx)
}

// userinfoByGET looks at how UserInfo was asked.
func (w *World) userinfoByGET(context.Context) error {
	asked := w.requests("userinfo")
	if len(asked) == 0 {
		return &verdict.NotApplicable{Reason: "the application asks UserInfo nothing when somebody signs in"}
	}
	for _, r := range asked {
		if r.Method != http.MethodGet || !strings.HasPrefix(strings.ToLower(r.Header.Get("Authorization")), "bearer ") {
			return verdict.Mismatchf("GET with a bearer token in the Authorization header", "%s, the header %q", r.Method, r.Header.Get("Authorization"))
		}
	}
	return nil
}
