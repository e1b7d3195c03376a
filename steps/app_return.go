package steps

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`a user who has come back to the application`, func(w *World) any { return w.hasComeBack })
	given(`an attacker who has come back to the application`, func(w *World) any { return w.attackerHasComeBack })
	given(`an application that uses its token as it signs users in`, func(w *World) any { return w.usesToken })
	given(`a user who is on the way back from the second server`, func(w *World) any { return w.onTheWayFromSecond })
	given(`the user has begun another sign-in at the first`, func(w *World) any { return w.begunAnother })

	when(`the user brings the answer back twice`, func(w *World) any { return w.comesBackTwice })
	when(`the user brings back the answer of the second server`, func(w *World) any { return w.comesBackFromSecond })
	when(`two users sign in at an authorization server that (.+)`, func(w *World) any {
		return func(ctx context.Context, flaw string) error { return w.many(ctx, 2, flaw) }
	})
	when(`somebody else suggests a sign-in by (GET|POST)`, func(w *World) any { return w.suggested })
	when(`somebody else suggests a sign-in with a hint`, func(w *World) any { return w.suggestedWithHint })
	when(`somebody signs in as somebody else suggested, to end on a stranger's page`, func(w *World) any { return w.suggestedStranger })
	when(`somebody signs in by a link that names a stranger's page, (.+)`, func(w *World) any { return w.linkedStranger })

	then(`the code was redeemed once at most`, func(w *World) any { return w.redeemedOnce })
	then(`no code was redeemed at it`, func(w *World) any { return w.notRedeemed })
	then(`the token is used whole`, func(w *World) any { return w.usedWhole })
	then(`the token is not used`, func(w *World) any { return w.notUsed })
	then(`a sign-in begins at our issuer`, func(w *World) any { return w.beginsHere })
	then(`the hint is passed on`, func(w *World) any { return w.hintPassed })
	then(`the user does not end on a stranger's page`, func(w *World) any { return w.noStranger })
	then(`a page whose address holds a code loads nothing from elsewhere`, func(w *World) any { return w.loadsNothing })
	then(`the code went to the second server alone`, func(w *World) any { return w.wentToSecond })
}

// stranger is a page that no application has a reason to send anybody to.
const stranger = "https://stranger.example/page"

func isStranger(u *url.URL) bool { return strings.Contains(strings.ToLower(u.Hostname()), "stranger") }

func (w *World) hasComeBack(ctx context.Context) error {
	if err := w.onTheWay("")(ctx); err != nil {
		return err
	}
	if err := w.comeBack(ctx, "", w.signs.answers[""]); err != nil {
		return err
	}
	return w.userIsSignedIn(ctx)
}

// attackerHasComeBack has our issuer give the application tokens that are the attacker's, who as its user can have seen them.
func (w *World) attackerHasComeBack(ctx context.Context) error {
	if err := w.onTheWay(attacker)(ctx); err != nil {
		return err
	}
	if err := w.comeBack(ctx, attacker, w.signs.answers[attacker]); err != nil {
		return err
	}
	for _, r := range w.requests("token") {
		if err := json.Unmarshal([]byte(r.Answer), &w.signs.tokens); err == nil && w.signs.tokens.Access != "" {
			return nil
		}
	}
	return errors.New("the attacker's sign-in brought no tokens")
}

func (w *World) comesBackTwice(ctx context.Context) error {
	w.in.Harness.Forget()
	for range 2 {
		if err := w.comeBack(ctx, "", w.signs.answers[""]); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) redeemedOnce(context.Context) error {
	n := 0
	for _, r := range w.requests("token") {
		if r.Form.Get("code") == w.signs.answers[""].Form.Get("code") {
			n++
		}
	}
	if n > 1 {
		return verdict.Mismatchf("one token request with the code", "%d", n)
	}
	if n == 0 {
		return errors.New("the code was not redeemed at all")
	}
	return nil
}

// notRedeemed is nothingRedeemed for an application that has met this server alone. That it works is shown by an answer
// without what it is to throw away.
func (w *World) notRedeemed(ctx context.Context) error {
	for _, r := range w.requests("token") {
		if r.Form.Has("code") {
			return verdict.Mismatchf("no token request", "one with the grant type %q", r.Form.Get("grant_type"))
		}
	}
	app, err := w.application()
	if err != nil {
		return err
	}
	w.signs.visitors++
	who := visitor(w.signs.visitors)
	if err := w.goOff(ctx, who, app.Start); err != nil {
		return err
	}
	r, err := w.signs.answers[who].Apply(oauth.Without("iss"))
	if err != nil {
		return err
	}
	if err := w.comeBack(ctx, who, r); err != nil {
		return err
	}
	shown, err := w.signedIn(ctx, who)
	if err == nil && shown == "" {
		err = errors.New("the application signs nobody in at this server, whatever its answers name")
	}
	return err
}

// usesToken is a skip where a sign-in does without the access token: what is done with a strange one is then not seen.
func (w *World) usesToken(context.Context) error {
	for _, r := range w.signs.before {
		if r.Endpoint == "userinfo" || r.Endpoint == "resource" {
			return nil
		}
	}
	return &verdict.NotApplicable{Reason: "the application does not use its access token when it signs users in"}
}

func (w *World) usedWhole(context.Context) error {
	for _, r := range append(w.requests("userinfo"), w.requests("resource")...) {
		if r.Status == http.StatusUnauthorized && r.Header.Get("Authorization") != "" {
			return verdict.Mismatchf("the token as it was issued", "one that our own server answers with status %d", r.Status)
		}
	}
	return nil
}

func (w *World) notUsed(ctx context.Context) error {
	if n := len(w.requests("userinfo")) + len(w.requests("resource")); n > 0 {
		return verdict.Mismatchf("no use of the token", "%d requests with it", n)
	}
	return w.cleanSignIn(ctx)
}

// suggest is a request that has a sign-in begin (OpenID Connect Core section 4).
func (w *World) suggest(method string, more url.Values) (useragent.Start, error) {
	app, err := w.application()
	if err != nil {
		return useragent.Start{}, err
	}
	v := url.Values{"iss": {w.in.Profile.Issuer}}
	for name, values := range more {
		v[name] = values
	}
	if method == http.MethodPost {
		return useragent.Start{Method: method, URL: app.Initiate, Form: v}, nil
	}
	return useragent.Start{URL: withQuery(app.Initiate, v)}, nil
}

func (w *World) suggested(ctx context.Context, method string) error {
	if err := w.renew(""); err != nil {
		return err
	}
	start, err := w.suggest(method, nil)
	if err != nil {
		return err
	}
	return w.leave(ctx, start)
}

func (w *World) suggestedWithHint(ctx context.Context) error {
	start, err := w.suggest(http.MethodGet, url.Values{"login_hint": {"someone@users.example"}})
	if err != nil {
		return err
	}
	return w.leave(ctx, start)
}

func (w *World) beginsHere(context.Context) error {
	if w.restarts.down != nil {
		return verdict.Mismatchf("a sign-in that begins at our issuer", "an application that does not start: %v", w.restarts.down)
	}
	if !w.landing.Stopped || !strings.HasPrefix(w.landing.RawURL, w.in.Profile.Issuer+"/authorize") {
		return verdict.Mismatchf("a sign-in that begins at our issuer", "a page at %s with status %d", strings.Split(w.landing.RawURL, "?")[0], w.landing.Status)
	}
	return nil
}

func (w *World) hintPassed(context.Context) error {
	if !w.landing.Stopped {
		return errors.New("no sign-in began that the hint could be passed on in")
	}
	if w.landing.URL == nil || w.landing.URL.Query().Get("login_hint") != "someone@users.example" {
		return verdict.Mismatchf("the login_hint in the authentication request", "none, or another")
	}
	return nil
}

func (w *World) suggestedStranger(ctx context.Context) error {
	start, err := w.suggest(http.MethodGet, url.Values{"target_link_uri": {stranger}})
	if err != nil {
		return err
	}
	return w.endingElsewhere(ctx, start.URL)
}

// ways are what applications call the address that a user is sent to after a sign-in.
var ways = []string{"return_to", "returnTo", "return_url", "returnUrl", "ReturnUrl", "rd", "next", "redirect", "redirect_url", "redirectTo", "target", "continue", "dest", "url"}

func (w *World) linkedStranger(ctx context.Context, written string) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	at, err := strangersPage(app.Start, written)
	if err != nil {
		return err
	}
	v := url.Values{}
	for _, name := range ways {
		v.Set(name, at)
	}
	return w.endingElsewhere(ctx, withQuery(app.Start, v))
}

// endingElsewhere signs in by an address that asks for a stranger's page at the end; an application that refuses to begin
// has sent nobody there either.
func (w *World) endingElsewhere(ctx context.Context, start string) error {
	if err := w.renew(""); err != nil {
		return err
	}
	if err := w.leave(ctx, useragent.Start{URL: start}); err != nil || !w.landing.Stopped || isStranger(w.landing.URL) {
		return err
	}
	if err := w.goOff(ctx, "", start); err != nil {
		return err
	}
	err := w.comeBack(ctx, "", w.signs.answers[""])
	if err != nil && slices.ContainsFunc(w.landing.Chain, func(h useragent.Hop) bool { return leadsToStranger(h.Location) }) {
		return nil // a redirect that the driver cannot follow, and browsers can
	}
	return err
}

func (w *World) noStranger(ctx context.Context) error {
	if w.landing.Stopped && isStranger(w.landing.URL) {
		return verdict.Mismatchf("a page of the application's own", "a redirect to %s", w.landing.URL.Host)
	}
	for _, h := range w.landing.Chain {
		if leadsToStranger(h.Location) {
			return verdict.Mismatchf("a page of the application's own", "a redirect to %q, which browsers take for an address of a stranger's", h.Location)
		}
	}
	return w.cleanSignIn(ctx)
}

func (w *World) loadsNothing(ctx context.Context) error {
	shown, err := w.signedIn(ctx, "")
	if err == nil && shown == "" {
		err = errors.New("nobody was signed in by the page that is to be looked at")
	}
	if err != nil {
		return err
	}
	if w.landing.URL == nil || !w.landing.URL.Query().Has("code") {
		w.note("the application leaves the address with the code before it shows a page")
		return nil
	}
	return check.LoadsNothingElsewhere(w.landing.Page, w.landing.URL.Host)
}

func (w *World) onTheWayFromSecond(ctx context.Context) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	if err := w.renew(""); err != nil {
		return err
	}
	first := w.signs.users
	if w.signs.users, err = w.in.Harness.Renew(1, w.in.Profile.Clients, ""); err != nil {
		return err
	}
	err = w.goOff(ctx, "", app.Second)
	w.signs.second, w.signs.users = w.signs.answers[""], first
	return err
}

func (w *World) begunAnother(ctx context.Context) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	return w.leave(ctx, useragent.Start{URL: app.Start})
}

func (w *World) comesBackFromSecond(ctx context.Context) error {
	w.in.Harness.Forget()
	return w.comeBack(ctx, "", w.signs.second)
}

func (w *World) wentToSecond(context.Context) error {
	n := [2]int{}
	for _, r := range w.requests("token") {
		if r.Form.Get("code") == w.signs.second.Form.Get("code") {
			n[r.Issuer]++
		}
	}
	if n[0] > 0 {
		return verdict.Mismatchf("the code at the second server's token endpoint alone", "%d requests at the first, %d at the second", n[0], n[1])
	}
	if n[1] == 0 {
		return errors.New("the code was not redeemed at all")
	}
	return nil
}
