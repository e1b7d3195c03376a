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
)

// What a request smuggles in: an element that would show in a page, and a header that would show in an answer.
const (
	smuggled       = "x-oauthspec-smuggled"
	markup         = `'"></script></title></textarea><` + smuggled + `>`
	smuggledHeader = "X-Oauthspec-Smuggled"
	lineBreaks     = "a\r\n" + smuggledHeader + ": 1\r\n\r\nb"
)

func init() {
	given(`the user has agreed before(, in another browser)?`, func(w *World) any { return w.hasAgreed })

	when(`the user is led through the server's pages`, func(w *World) any { return w.ledThrough })

	then(`the user reads about it on a page of the server`, func(w *World) any { return w.isTold })
	then(`the server's pages show it as text, or not at all`, func(w *World) any { return w.nothingSmuggled })
	then(`no answer has a header that the client wrote`, func(w *World) any { return w.noHeaderSmuggled })
	then(`the page to (sign in|agree) has nothing of other sites in it`, func(w *World) any { return w.nothingForeign })
	then(`the browser fetched nothing from other sites`, func(w *World) any { return w.nothingFetched })
	then(`the page to (sign in|agree) does not have browsers tell its address`, func(w *World) any { return w.addressKept })
	then(`no redirect repeats the password`, func(w *World) any { return func() error { return check.NotRepeated(w.hops()) } })
	then(`a redirect after the password has the status 303`, func(w *World) any { return func() error { return check.SeeOther(w.hops()) } })
	then(`the page to (sign in|agree) keeps out of frames of other sites`, func(w *World) any { return w.unframed })
	then(`the page to (sign in|agree) has a policy about frames`, func(w *World) any { return w.framePolicy })
	then(`the page that tells of it has a policy about frames`, func(w *World) any { return w.errorFramePolicy })
	then(`the user had a part in it, or got nowhere`, func(w *World) any { return w.hadAPart })

	plainly("with markup in its state", oauth.With("state", markup))
	plainly("with markup in its scope", func(r *oauth.Request) {
		// No quote: it may not stand in a scope (RFC 6749 section 3.3).
		r.Form.Set("scope", strings.TrimSpace(r.Form.Get("scope")+" "+strings.ReplaceAll(markup, `"`, "")))
	})
	plainly("with markup in its identifier", oauth.With("client_id", markup))
	plainly("with markup in its redirect URI", oauth.With("redirect_uri", "https://attacker.example/cb?"+markup))
	plainly("with markup in a hint at its user's name", oauth.With("login_hint", markup))
	plainly("with line breaks in its state", oauth.With("state", lineBreaks))
	plainly("with line breaks in its redirect URI", oauth.With("redirect_uri", "https://attacker.example/cb?"+lineBreaks))
}

// hasAgreed has the user go through a sign-in to the client.
func (w *World) hasAgreed(ctx context.Context, elsewhere string) error {
	v := visit{}
	if elsewhere != "" {
		v.who = "another"
	}
	return w.obtain(ctx, v, nil)
}

// ledThrough is a sign-in with every page there is: the question of consent is asked again where there is a way to want that.
func (w *World) ledThrough(ctx context.Context) error {
	var m []oauth.Mutation
	if w.facts.Can("openid") {
		m = []oauth.Mutation{withOpenID, oauth.With("prompt", "consent")}
	}
	if err := w.authorize(ctx, visit{}, m...); err != nil {
		return err
	}
	if !w.landing.Stopped {
		return fmt.Errorf("the browser did not get through the pages: it ended at %s", w.arrived())
	}
	return nil
}

// shownTo is the page on which the user was asked for something. That there is none is no violation.
func (w *World) shownTo(do string) (useragent.Shown, error) {
	kind := useragent.KindLogin
	if do == "agree" {
		kind = useragent.KindConsent
	}
	for _, p := range w.landing.Pages {
		if p.Kind == kind {
			return p, nil
		}
	}
	return useragent.Shown{}, &verdict.NotApplicable{Reason: "the user was shown no page to " + do}
}

// isTold lets a server tell the client instead, at an address that it knows.
func (w *World) isTold() error {
	switch {
	case w.landing.Stopped && slices.Contains(w.registered(), w.response.At):
		return &verdict.NotApplicable{Reason: "the server tells the client, at a registered redirect URI"}
	case w.landing.Stopped:
		return &verdict.NotApplicable{Reason: "the redirect URI is followed, which is another requirement's matter", Section: "RFC 6749 section 3.1.2.4"}
	}
	if n := len(w.landing.Pages); n > 0 && w.landing.Pages[n-1].Blank {
		return &verdict.NotApplicable{Reason: "the page is made by a script", Change: "driver: rod"}
	}
	return check.TellsUser(w.arrival(), w.landing.Title+" "+w.landing.Text)
}

func (w *World) nothingSmuggled() error {
	if len(w.landing.Pages) == 0 {
		return &verdict.NotApplicable{Reason: "the user was shown no page"}
	}
	if a := w.arrival(); !a.Left && a.Status >= http.StatusInternalServerError {
		return fmt.Errorf("nothing can be judged: %s", a.Words)
	}
	return textOnly(w.landing.Pages...)
}

func textOnly(pages ...useragent.Shown) error {
	for _, p := range pages {
		if p.Holds(smuggled) {
			return verdict.Mismatchf("markup in the request shown as text, or not at all", "an element of the page (%s, %d)", p.Kind, p.Status)
		}
	}
	return nil
}

func (w *World) noHeaderSmuggled() error {
	if a := w.arrival(); !a.Left && a.Status >= http.StatusInternalServerError {
		return fmt.Errorf("nothing can be judged: %s", a.Words)
	}
	return check.NotWritten(w.hops(), smuggledHeader)
}

func (w *World) hops() (all []check.Hop) {
	for _, h := range w.landing.Chain {
		all = append(all, check.Hop{Password: h.Password, Status: h.Status, Header: h.Header})
	}
	return all
}

// ownHosts are the hosts that are the server's, and the client's: its name and its picture may be on a page that tells who asks.
func (w *World) ownHosts() (hosts []string) {
	all := append([]string{w.in.Profile.Issuer}, w.client.Redirects...)
	for _, e := range w.facts.Endpoints {
		all = append(all, e)
	}
	for _, p := range w.landing.Pages {
		all = append(all, p.URL.String())
	}
	for _, raw := range all {
		if u, err := url.Parse(raw); err == nil && u.Hostname() != "" {
			hosts = append(hosts, u.Hostname())
		}
	}
	return hosts
}

func (w *World) nothingForeign(do string) error {
	p, err := w.shownTo(do)
	if err != nil {
		return err
	}
	if err := check.OwnOnly("content of other sites on the page", p.Brings(), w.ownHosts()...); err != nil {
		return err
	}
	return check.OwnOnly("links to other sites on the page", p.Leads(), w.ownHosts()...)
}

func (w *World) nothingFetched() error {
	if len(w.landing.Asked) == 0 {
		return &verdict.NotApplicable{Reason: "the user was shown no page"}
	}
	var all []*url.URL
	for _, raw := range w.landing.Fetched {
		if u, err := url.Parse(raw); err == nil {
			all = append(all, u)
		}
	}
	return check.OwnOnly("content of other sites on the pages", all, w.ownHosts()...)
}

func (w *World) addressKept(do string) error {
	p, err := w.shownTo(do)
	if err != nil {
		return err
	}
	if p.Referrer() == "" && p.Header.Get("Referrer-Policy") == "" {
		w.note("the page to " + do + " says nothing about its address")
	}
	return check.AddressKept(p.Header, p.Referrer())
}

// unframed leaves to a real browser what a script on the page may do against frames, and what becomes of a page without cookies.
func (w *World) unframed(do string) error {
	p, err := w.shownTo(do)
	if err != nil {
		return err
	}
	red := check.Unframed(p.Header)
	switch {
	case red == nil:
		return nil
	case p.Scripted:
		return &verdict.NotApplicable{Reason: "no header keeps the page to " + do + " out of frames, and whether a script does is not seen here",
			Section: "RFC 6819 section 4.4.1.9"}
	case w.cookiesStayHome():
		return &verdict.NotApplicable{Reason: "no header keeps the page to " + do + " out of frames, but the cookies of its visitors stay out of those of other sites",
			Section: "RFC 9700 section 4.16"}
	}
	return red
}

// cookiesStayHome says whether all cookies of the visit are such that browsers do not send them from frames of other sites.
func (w *World) cookiesStayHome() bool {
	return len(w.landing.Cookies) > 0 && !slices.ContainsFunc(w.landing.Cookies, func(c *http.Cookie) bool {
		return c.SameSite != http.SameSiteLaxMode && c.SameSite != http.SameSiteStrictMode
	})
}

func (w *World) framePolicy(do string) error {
	p, err := w.shownTo(do)
	if err != nil {
		return err
	}
	return check.FramePolicy(p.Header)
}

func (w *World) errorFramePolicy() error {
	if w.landing.Stopped {
		return &verdict.NotApplicable{Reason: "the server tells the client, and no page is shown"}
	}
	if w.landing.Status >= http.StatusInternalServerError {
		return fmt.Errorf("there is no page to judge: %s", w.arrived())
	}
	return check.FramePolicy(w.landing.Header)
}

// hadAPart demands that a user saw something of a grant to an app that can be anyone (RFC 8252 section 8.6).
func (w *World) hadAPart() error {
	if w.response.Has("code") && len(w.landing.Asked) == 0 {
		return verdict.Mismatchf("a page that the user answers before a code is given to an app that can be anyone", "%s", w.arrived())
	}
	return w.unlessUnanswered(nil)
}
