package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a client that may not use the code grant`, func(w *World) any { return w.aClientWithoutCode })
	given(`a client that may use the response type none`, func(w *World) any { return w.aClientForNone })
	given(`the user has signed in for a (confidential|public) client`, func(w *World) any { return w.hasSignedIn })
	given(`the client has asked for authorization (.+)`, func(w *World) any { return w.hasAsked })
	given(`the server lets the client leave its redirect URI out`, func(w *World) any { return w.mayLeaveOut })

	when(`the client asks for authorization(?: (.+?))?(?: and also (.+))?`, func(w *World) any { return w.asks })
	when(`the client sends off a user who has not signed in`, func(w *World) any { return w.asksUnseen })
	when(`the client leaves its redirect URI out`, func(w *World) any { return w.leavesOut })
	when(`the user refuses what the client asks for(?: (.+))?`, func(w *World) any { return w.refuses })
}

func (w *World) aClientWithoutCode() (err error) {
	w.client, err = w.pick("a client that may not use the code grant", func(c servers.Client) bool {
		return c.Kind == "confidential" && len(c.Redirects) > 0 && !mayUseCode(c)
	})
	return err
}

func (w *World) aClientForNone() (err error) {
	w.client, err = w.pick("a client with response_types: [none]", func(c servers.Client) bool { return slices.Contains(c.ResponseTypes, "none") })
	return err
}

// asks sends the user off with an authorization request that departs in up to two ways from a proper one.
func (w *World) asks(ctx context.Context, one, two string) error {
	return w.ask(ctx, visit{}, one, two)
}

func (w *World) asksUnseen(ctx context.Context) error {
	return w.ask(ctx, visit{who: "a stranger", noLogin: true})
}

// hasAsked has the answer to compare with, from another browser than the user's: a sign-in there must not change the next answer.
func (w *World) hasAsked(ctx context.Context, how string) error {
	if err := w.ask(ctx, visit{who: "another"}, how); err != nil {
		return err
	}
	w.before = w.arrival()
	if w.brokeDown() {
		return &verdict.Mismatch{Want: "an answer that is no server error", Got: w.before.Words}
	}
	return nil
}

// hasSignedIn leaves the user with a session at the server.
func (w *World) hasSignedIn(ctx context.Context, kind string) error { return w.codeFor(ctx, kind, "") }

// mayLeaveOut proves that the server has a default for the redirect URI, wherever it takes it from.
func (w *World) mayLeaveOut(ctx context.Context) error {
	return w.obtain(ctx, visit{who: "another"}, requiresRedirect, oauth.Without("redirect_uri"), plainScope(w.client))
}

func (w *World) leavesOut(ctx context.Context) error {
	return w.authorize(ctx, visit{}, oauth.Without("redirect_uri"), plainScope(w.client))
}

func (w *World) refuses(ctx context.Context, how string) error {
	err := w.ask(ctx, visit{refuse: true}, how)
	if err == nil && how == "" && w.unasked() {
		err = w.refusesAnew(ctx)
	}
	if err != nil {
		return err
	}
	if w.unasked() && slices.Contains(w.registered(), w.expected()) {
		return &verdict.NotApplicable{Reason: "the server asks for no consent, or has it from all of its users", Section: "RFC 6749 section 4.1.1",
			Change: "users: [{name: …}] with somebody who has not agreed to anything"}
	}
	return nil
}

// refusesAnew is for a server that remembers what its user agreed to before: it is made to ask again, or others are asked.
func (w *World) refusesAnew(ctx context.Context) error {
	if w.facts.Can("openid") {
		err := w.strayed(w.authorize(ctx, visit{refuse: true, who: "another"}, withOpenID, oauth.With("prompt", "consent")))
		if err != nil || !w.unasked() {
			return err
		}
	}
	for _, u := range slices.Backward(w.in.Profile.Users) {
		if u.Name == w.user.Name {
			continue
		}
		if err := w.strayed(w.authorize(ctx, visit{refuse: true, who: u.Name, user: u})); err != nil || !w.unasked() {
			return err
		}
	}
	return nil
}

// brokeDown is a page of the server that says so: nothing was granted, and nothing refused.
func (w *World) brokeDown() bool {
	return !w.landing.Stopped && w.landing.Status >= http.StatusInternalServerError
}

// unasked says that a code came without a page that the user could have refused at.
func (w *World) unasked() bool {
	return w.response.Has("code") && !w.landing.Has(useragent.KindConsent)
}

func (w *World) ask(ctx context.Context, v visit, hows ...string) error {
	var all []oauth.Mutation
	for _, how := range hows {
		m, err := w.mutations(how)
		if err != nil {
			return err
		}
		all = append(all, m...)
	}
	err := w.strayed(w.authorize(ctx, v, all...))
	if err == nil && w.brokeOnceSignedIn() {
		return w.asksSignedIn(ctx, v, all)
	}
	return err
}

// brokeOnceSignedIn is a server that has its user sign in and then, in place of an answer to the request, breaks down.
func (w *World) brokeOnceSignedIn() bool {
	return w.brokeDown() && w.landing.Has(useragent.KindLogin)
}

// asksSignedIn sends the same request again, from the browser where the user is signed in by now: a server that loses a bad request
// while it asks who the user is may still say what it makes of it. What the user was shown the first time counts too.
func (w *World) asksSignedIn(ctx context.Context, v visit, m []oauth.Mutation) error {
	first, words := w.landing, w.arrived()
	err := w.strayed(w.authorize(ctx, v, m...))
	if err == nil && !w.brokeDown() {
		w.note("who signs in for this request is shown " + words + "; judged is the answer to who has signed in before")
	}
	w.landing.Asked = slices.Concat(first.Asked, w.landing.Asked)
	w.landing.Pages = slices.Concat(first.Pages, w.landing.Pages)
	return err
}

// strayed finds a redirect to the redirect URI that was asked for where the driver could not follow one: an address that is
// none, that a browser takes for unsafe, or that resolves to the server itself.
func (w *World) strayed(err error) error {
	if w.landing.Stopped {
		return err
	}
	asked, at := w.sent.Form["redirect_uri"], w.sent.URL
	for i, h := range w.landing.Chain {
		for _, uri := range asked {
			if i > 0 && leadsTo(at, h.URL, uri) || h.Location != "" && leadsTo(at, h.Location, uri) {
				raw := h.Location
				if raw == "" {
					raw = h.URL
				}
				w.wentTo(raw)
				return nil
			}
		}
	}
	if n := len(w.landing.Chain); n > 0 && w.landing.Chain[n-1].Status == 0 {
		return w.unfollowed(err, asked)
	}
	return err
}

// unfollowed is what a real browser does not show: the answer to its last request. Only where it says that it was a redirect
// to what it will not open is that known; otherwise nothing was seen, and nothing may be judged.
func (w *World) unfollowed(err error, asked []string) error {
	if err == nil {
		return fmt.Errorf("the browser showed no answer to %s", w.landing.Chain[len(w.landing.Chain)-1].URL)
	}
	if strings.Contains(err.Error(), "ERR_UNSAFE_REDIRECT") || strings.Contains(err.Error(), "ERR_INVALID_REDIRECT") {
		w.wentTo(strings.Join(asked, " "))
		return nil
	}
	return err
}

func (w *World) wentTo(raw string) {
	w.landing.Stopped, w.landing.RawURL, w.page, w.shot = true, raw, "", nil
	w.response = oauth.ParseResponse(raw, nil)
}

// leadsTo says whether an address is a redirect URI with or without more behind it, as written or resolved at the server.
func leadsTo(server, address, uri string) bool {
	if uri == "" {
		return false
	}
	if rest, ok := strings.CutPrefix(address, uri); ok {
		return rest == "" || strings.ContainsAny(rest[:1], "?#&")
	}
	s, err := url.Parse(server)
	if err != nil {
		return false
	}
	u, err := s.Parse(uri)
	if err != nil || u.String() == uri {
		return false
	}
	return leadsTo(server, address, u.String())
}

// arrival is where the last authorization request led.
func (w *World) arrival() check.Arrival {
	asked := ""
	if all := w.sent.Form["redirect_uri"]; len(all) > 0 {
		asked = all[len(all)-1]
	}
	return check.Arrival{Asked: asked, Left: w.landing.Stopped, Response: w.response, Status: w.landing.Status, Words: w.arrived()}
}
