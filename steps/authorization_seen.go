package steps

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	then(`the client gets an authorization code`, func(w *World) any { return w.codeArrived })
	then(`the client gets an authorization code, or the server does not serve that`, func(w *World) any { return w.codeOrUnserved })
	then(`the client gets the error "([^"]+)"(?: or "([^"]+)")?`, func(w *World) any { return w.errorArrived })
	then(`the client gets (?:an error|the error "([^"]+)"), or what it asked for`, func(w *World) any { return w.errorOrCode })
	then(`the client gets the error "invalid_scope", or a grant that does not claim the unknown scope`, func(w *World) any { return w.scopeRefused })
	then(`the client gets an error`, func(w *World) any { return func() error { return w.errorArrived("", "") } })
	then(`the client gets its state back`, func(w *World) any { return w.stateArrived })
	then(`the page that carried it was not to be kept`, func(w *World) any { return func() error { return check.NotKept(w.landing.Header) } })
	then(`no state comes back`, func(w *World) any { return w.noState })
	then(`the authorization request is refused with "([^"]+)"`, func(w *World) any { return w.authorizationRefused })
	then(`the response comes in the (query|fragment|posted form)`, func(w *World) any { return w.cameIn })
	then(`the error's text keeps to the characters that are allowed`, func(w *World) any { return w.errorText })
	then(`nothing is granted`, func(w *World) any { return func() error { return check.NothingGranted(w.arrival()) } })
	then(`no token comes through the browser`, func(w *World) any { return func() error { return check.NoAccessToken(w.arrival()) } })
	then(`both requests are answered alike`, func(w *World) any { return func() error { return check.Alike(w.before, w.arrival()) } })
}

// expected is the redirect URI that a good request has: the one it names or, where it names none, the one registered.
func (w *World) expected() string {
	if u := w.sent.Form.Get("redirect_uri"); u != "" || len(w.client.Redirects) == 0 {
		return u
	}
	return w.client.Redirects[0]
}

func (w *World) codeArrived() error {
	return check.Code(w.arrival(), w.expected(), w.sent.Form.Get("state"))
}

func (w *World) errorArrived(code, or string) error {
	var codes []string
	for _, c := range []string{code, or} {
		if c != "" {
			codes = append(codes, c)
		}
	}
	return check.ErrorAtClient(w.arrival(), w.expected(), w.sent.Form.Get("state"), codes...)
}

// errorOrCode is for a parameter that a server may not know: it refuses, by that error where one is named, or goes on as
// if it were not there.
func (w *World) errorOrCode(code string) error {
	if code == "invalid_scope" && w.response.Get("error") == "invalid_request" && w.facts.Can("openid") && !w.sent.Form.Has("scope") {
		return &verdict.NotApplicable{Reason: "the server takes OpenID requests alone, and what it makes of others is not specified",
			Section: "OpenID Connect Core section 3.1.2.1"}
	}
	if w.response.Has("error") {
		return w.errorArrived(code, "")
	}
	w.note("the parameter is ignored, or served")
	return w.codeArrived()
}

// codeOrUnserved lets a server do without: a page with a status from 400 to 499 says so.
func (w *World) codeOrUnserved() error {
	if a := w.arrival(); !a.Left && a.Status >= 400 && a.Status < 500 {
		w.note("the server does not serve this: " + a.Words)
		return nil
	}
	return w.codeArrived()
}

// scopeRefused is RFC 6749 section 4.1.2.1, or else section 3.3: a grant of less says what it is.
func (w *World) scopeRefused(ctx context.Context) error {
	if !w.response.Has("code") {
		return w.errorArrived("invalid_scope", "")
	}
	if err := w.codeArrived(); err != nil {
		return err
	}
	w.code = w.response.Get("code")
	a, err := w.redeem(ctx, w.client)
	if err != nil || a.None != nil || a.Status != http.StatusOK {
		return mustGrant(a, err)
	}
	scope, said := a.JSON["scope"].(string)
	if !said || slices.Contains(strings.Fields(scope), noSuch) {
		return verdict.Mismatchf(`the error "invalid_scope", or a grant that says which scope it has, without the unknown one`, "a grant that claims it")
	}
	w.note("the unknown scope is left out, and the grant says so")
	return nil
}

func (w *World) stateArrived() error {
	switch {
	case !w.landing.Stopped && w.landing.Status >= 500:
		return fmt.Errorf("there is no response to judge: %s", w.arrived())
	case !w.landing.Stopped: // that this error has to come to the client is a requirement of its own
		return &verdict.NotApplicable{Reason: "no response came to the client: " + w.arrived()}
	}
	if w.response.Get("state") != w.sent.Form.Get("state") {
		return verdict.Mismatchf("the state that was sent", "%s with another state, or none", w.arrived())
	}
	return nil
}

// noState lets a server insist on a state, which is for the client's protection.
func (w *World) noState() error {
	if err := requiresState.covers(w); err != nil {
		return err
	}
	if w.response.Has("state") {
		return verdict.Mismatchf("a response without a state", "%s with one", w.arrived())
	}
	return check.Code(w.arrival(), w.expected(), "")
}

func (w *World) authorizationRefused(code string) error {
	return check.AuthorizationRefused(w.arrival(), w.registered(), code)
}

func (w *World) cameIn(place string) error {
	if place == "posted form" {
		place = "form_post"
	}
	if !w.landing.Stopped {
		return verdict.Mismatchf("a response at the client", "%s", w.arrived())
	}
	return check.Only(w.arrival(), place)
}

// errorText has nothing to judge where the server shows the error to the user alone.
func (w *World) errorText() error {
	if !w.landing.Stopped && w.landing.Status >= 500 {
		return fmt.Errorf("there is no error to judge: %s", w.arrived())
	}
	if !w.landing.Stopped {
		w.note("no error came to the client: " + w.arrived())
		return nil
	}
	return check.ErrorText(w.arrival())
}

// registered are the redirect URIs of the client, as the profile has them.
func (w *World) registered() []string {
	for _, c := range w.in.Profile.Clients {
		if c.Name == w.client.Name {
			return c.Redirects
		}
	}
	return nil
}
