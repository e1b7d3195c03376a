package steps

import (
	"context"
	"fmt"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a form of the server's has counted as the user's (agreement|sign-in)`, func(w *World) any { return w.formCounts })
	given(`an attacker has such a form from the server`, func(w *World) any { return w.attackerHasForm })

	when(`the attacker's site has the user's browser send it`, func(w *World) any { return w.forges })
	when(`another site shows the client's request in a frame`, func(w *World) any { return w.frames })

	when(`the client sends off its user with a fragment behind the address`, func(w *World) any { return w.sendsWithFragment })
	then(`what stands in the fragment at the client is nothing of the response`, func(w *World) any { return w.fragmentBare })

	then(`no code comes of it`, func(w *World) any { return func() error { return check.NothingGranted(w.arrival()) } })
	then(`the browser shows nothing there that asks the user for something`, func(w *World) any { return w.asksNothingFramed })
}

// forgery is what an attacker goes about with.
type forgery struct {
	at   useragent.Kind // the page whose form it is
	form *useragent.Start
}

// formCounts shows that a form that is kept back, and sent by itself, is as good as one that is pressed: in the user's browser
// for an agreement, which leaves the user signed in there; in another one for a sign-in.
func (w *World) formCounts(ctx context.Context, what string) error {
	v := visit{}
	w.forged.at = useragent.KindConsent
	if what == "sign-in" {
		w.forged.at, v.who = useragent.KindLogin, "another"
	}
	form, err := w.formOf(ctx, v)
	if err != nil {
		return err
	}
	s, err := w.session(ctx, v.who)
	if err != nil {
		return err
	}
	if err := w.open(ctx, s, *form, visit{user: w.user}); err != nil {
		return err
	}
	return w.codeArrived()
}

// formOf is the form that a user would sign in or agree with, not sent.
func (w *World) formOf(ctx context.Context, v visit) (*useragent.Start, error) {
	v.hold = w.forged.at
	var m []oauth.Mutation
	if w.facts.Can("openid") && v.hold == useragent.KindConsent {
		m = []oauth.Mutation{withOpenID, oauth.With("prompt", "consent")}
	}
	if err := w.authorize(ctx, v, m...); err != nil {
		return nil, err
	}
	switch {
	case w.landing.Stopped:
		return nil, &verdict.NotApplicable{Reason: "the user is not asked, or was asked before"}
	case w.landing.Held == nil:
		return nil, &verdict.NotApplicable{Reason: "the page has no form: a script sends what the user says, which no form of another site can forge",
			Section: "RFC 6749 section 10.12"}
	}
	return w.landing.Held, nil
}

// attackerHasForm is an account and a browser of the attacker's. What is forged is the best that attackers can have: a form that
// the server made for them. One that signs in leads straight to a code, as the attacker has agreed before.
func (w *World) attackerHasForm(ctx context.Context) (err error) {
	mallory := w.attackerAccount()
	if w.forged.at == useragent.KindLogin {
		if err := w.obtain(ctx, visit{who: "an attacker, earlier", user: mallory}, nil); err != nil {
			return err
		}
	}
	w.forged.form, err = w.formOf(ctx, visit{who: "an attacker", user: mallory})
	return err
}

// attackerAccount is another user than the scenario's, where there is one.
func (w *World) attackerAccount() servers.User {
	for _, u := range w.in.Profile.Users {
		if u.Name != w.user.Name {
			return u
		}
	}
	return w.user
}

func (w *World) forges(ctx context.Context) error {
	s, err := w.session(ctx, "")
	if err != nil {
		return err
	}
	forged := *w.forged.form
	forged.From = w.foreignSite()
	return w.open(ctx, s, forged, visit{noLogin: true})
}

// foreignSite is an address of another site, on https where the server is: browsers warn of forms that lead from there to http.
func (w *World) foreignSite() string {
	scheme, _, _ := strings.Cut(w.in.Profile.Issuer, ":")
	return scheme + "://attacker.example/"
}

// frames shows first that there is a page which asks for something, in a browser where no site frames it.
func (w *World) frames(ctx context.Context) error {
	if err := w.authorize(ctx, visit{who: "another", noLogin: true}); err != nil {
		return err
	}
	if len(w.landing.Asked) == 0 {
		return &verdict.NotApplicable{Reason: "the user is shown no page that asks for something: " + w.arrived()}
	}
	return w.openFrom(ctx, visit{noLogin: true}, func(request string) useragent.Start {
		return useragent.Start{URL: request, From: w.foreignSite(), Framed: true}
	})
}

// openFrom has a fresh browser come to the authorization request, which is a link, in a way of its own.
func (w *World) openFrom(ctx context.Context, v visit, start func(request string) useragent.Start) error {
	r, err := w.authorization(w.client)
	if err != nil {
		return err
	}
	s, err := w.session(ctx, "")
	if err != nil {
		return err
	}
	if v.user.Name == "" {
		v.user = w.user
	}
	w.sent = r
	return w.open(ctx, s, start(withQuery(r.URL, r.Form)), v)
}

// asksNothingFramed lets a page be that tries to get out of the frame: browsers let it do so only once it was clicked on.
func (w *World) asksNothingFramed() error {
	switch {
	case w.landing.Status >= 500:
		return fmt.Errorf("nothing can be judged: %s", w.arrived())
	case len(w.landing.Asked) == 0:
		return nil
	case w.landing.BreaksOut:
		return &verdict.NotApplicable{Reason: "a script of the page tries to get out of the frame", Section: "RFC 6819 section 4.4.1.9"}
	}
	return verdict.Mismatchf("no page that asks for something in a frame of another site", "a %s page there", w.landing.Kind)
}

// earlier is a fragment that a browser carries on through every redirect that has none.
const earlier = "oauthspec-earlier"

func (w *World) sendsWithFragment(ctx context.Context) error {
	return w.openFrom(ctx, visit{}, func(request string) useragent.Start { return useragent.Start{URL: request + "#" + earlier} })
}

func (w *World) fragmentBare() error {
	if !w.landing.Stopped || w.response.Query.Get("code") == "" {
		return w.unlessUnanswered(&verdict.NotApplicable{Reason: "there is no code in the query of the redirect URI: " + w.arrived()})
	}
	fragment := w.landing.URL.Fragment
	if fragment == "" || fragment == earlier {
		w.note("the server puts no fragment behind the redirect URI")
		return nil
	}
	return check.FragmentBare(w.response, fragment)
}
