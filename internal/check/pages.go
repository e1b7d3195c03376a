package check

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// Unframed demands that a page keeps out of frames of other sites (RFC 9700 section 4.16). Where browsers know a policy about
// frames they take no notice of the older header.
func Unframed(h http.Header) error {
	const want = "a page that no other site can frame, by X-Frame-Options or frame-ancestors"
	if lists := frameAncestors(h); len(lists) > 0 {
		if slices.ContainsFunc(lists, func(l []string) bool { return !anywhere(l) }) {
			return nil
		}
		return verdict.Mismatchf(want, "a policy that lets every site")
	}
	for _, v := range strings.Split(strings.Join(h.Values("X-Frame-Options"), ","), ",") {
		if v = strings.ToUpper(strings.TrimSpace(v)); v == "DENY" || v == "SAMEORIGIN" {
			return nil
		}
	}
	return verdict.Mismatchf(want, "neither")
}

// FramePolicy demands that a page says by its Content Security Policy who may frame it.
func FramePolicy(h http.Header) error {
	const want = "a Content-Security-Policy with frame-ancestors"
	lists := frameAncestors(h)
	switch {
	case len(lists) == 0 && len(h.Values("Content-Security-Policy")) == 0:
		return verdict.Mismatchf(want, "no policy")
	case len(lists) == 0:
		return verdict.Mismatchf(want, "a policy without")
	case !slices.ContainsFunc(lists, func(l []string) bool { return !anywhere(l) }):
		return verdict.Mismatchf(want, "one that lets every site")
	}
	return nil
}

// frameAncestors are the sources of each policy that has any. A page may come with several, and all of them count.
func frameAncestors(h http.Header) (lists [][]string) {
	for policy := range strings.SplitSeq(strings.Join(h.Values("Content-Security-Policy"), ","), ",") {
		for directive := range strings.SplitSeq(policy, ";") {
			if words := strings.Fields(strings.ToLower(directive)); len(words) > 0 && words[0] == "frame-ancestors" {
				lists = append(lists, words[1:])
				break // a second one in the same policy is ignored (Content Security Policy Level 3 section 2.2.1)
			}
		}
	}
	return lists
}

// anywhere says whether a list of sources names every site.
func anywhere(sources []string) bool {
	return slices.ContainsFunc(sources, func(s string) bool { return s == "*" || s == "https:" || s == "http:" })
}

// AddressKept demands that a page does not have browsers tell more of its address than they do by themselves, which is the origin
// (Referrer Policy section 3). It is for what a page says; one that says nothing passes. The last word that browsers know counts.
func AddressKept(h http.Header, declared string) error {
	policy := ""
	for _, v := range strings.Split(strings.Join(h.Values("Referrer-Policy"), ","), ",") {
		if v = strings.ToLower(strings.TrimSpace(v)); slices.Contains(referrerPolicies, v) {
			policy = v
		}
	}
	if slices.Contains(referrerPolicies, declared) {
		policy = declared
	}
	if policy == "unsafe-url" || policy == "no-referrer-when-downgrade" {
		return verdict.Mismatchf("a Referrer-Policy that keeps the page's address from other sites", "%q", policy)
	}
	return nil
}

var referrerPolicies = []string{"no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
	"origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url"}

// OwnOnly demands that addresses are of a server's own site or of one of the others.
func OwnOnly(what string, all []*url.URL, own ...string) error {
	for _, u := range all {
		if !slices.ContainsFunc(own, func(host string) bool { return site(host) == site(u.Hostname()) }) {
			return verdict.Mismatchf("no "+what, "%s", u.Scheme+"://"+u.Host)
		}
	}
	return nil
}

// site is about what registries sell: the last two labels of a name, or the last three where the one before the last is so short
// that it is a registry's, as in co.uk. Two sites of one owner that this takes for one are not accused, two that it takes for
// different ones have different names.
func site(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || host == "127.0.0.1" || host == "::1" {
		return "loopback"
	}
	labels := strings.Split(host, ".")
	n := 2
	if len(labels) > 2 && len(labels[len(labels)-2]) <= 3 && len(labels[len(labels)-1]) == 2 {
		n = 3
	}
	if strings.Contains(host, ":") || strings.Trim(host, "0123456789.") == "" {
		return host
	}
	return strings.Join(labels[max(0, len(labels)-n):], ".")
}

// A Hop is one request of a browser and what it was answered with.
type Hop struct {
	Password bool // the user's password was in it
	Status   int  // 0: it was not sent
	Header   http.Header
}

// NotRepeated demands that no redirect has a browser send the password again (RFC 9700 section 4.12).
func NotRepeated(hops []Hop) error {
	seen := false
	for _, h := range hops {
		if seen = seen || h.Password; h.Password && h.Status >= 500 {
			return brokeDown(h)
		}
		if h.Password && h.Status == http.StatusTemporaryRedirect {
			return verdict.Mismatchf("a redirect after the password that has nothing sent again, such as 303", "307")
		}
	}
	return passwordSeen(seen)
}

// SeeOther demands that the redirects after the password are of the one kind that is sure to drop it.
func SeeOther(hops []Hop) error {
	seen := false
	for _, h := range hops {
		if seen = seen || h.Password; h.Password && h.Status >= 500 {
			return brokeDown(h)
		}
		if redirects := []int{301, 302, 307, 308}; h.Password && slices.Contains(redirects, h.Status) {
			return verdict.Mismatchf("303 where a redirect follows the password", "%d", h.Status)
		}
	}
	return passwordSeen(seen)
}

// brokeDown is no verdict: where a browser would have been sent is not known.
func brokeDown(h Hop) error { return fmt.Errorf("the server answered the password with %d", h.Status) }

func passwordSeen(seen bool) error {
	if seen {
		return nil
	}
	return &verdict.NotApplicable{Reason: "no form carried the user's password", Section: "RFC 9700 section 4.12"}
}

// NotWritten demands that none of the answers has a header of that name.
func NotWritten(hops []Hop, name string) error {
	for _, h := range hops {
		if len(h.Header.Values(name)) > 0 {
			return verdict.Mismatchf("answers with the server's own headers alone", "one that the request wrote")
		}
	}
	return nil
}

// Posted demands what a response has to carry in a form that was posted, whatever else there is elsewhere.
func Posted(r oauth.AuthorizationResponse, member, state string) error {
	f := r.Params("form_post")
	switch {
	case f.Get(member) == "":
		return verdict.Mismatchf("the "+member+" in a posted form", "none there")
	case f.Get("state") != state:
		return verdict.Mismatchf("the state as it was sent, in a posted form", "another one, or none")
	}
	return nil
}

// PostedTo demands that a form went by POST to a redirect URI as it was asked for (OAuth 2.0 Form Post Response Mode section 2).
func PostedTo(method, at, redirect string) error {
	switch {
	case method != http.MethodPost:
		return verdict.Mismatchf("a form that is sent by POST", "%s", method)
	case at != redirect && plain(at) != plain(redirect):
		return verdict.Mismatchf("a form that goes to the redirect URI as it is", "one with something added to that, or taken from it")
	}
	return nil
}

// TellsUser demands a page that a user can read.
func TellsUser(a Arrival, text string) error {
	switch {
	case a.Left || a.Status >= 500 || a.Status == 0:
		return fmt.Errorf("there is no page to judge: %s", a.Words)
	case strings.TrimSpace(text) == "":
		return verdict.Mismatchf("words that tell the user of the error", "a page without any")
	}
	return nil
}

// FragmentBare demands that a fragment has neither the code nor the state of a response in it.
func FragmentBare(r oauth.AuthorizationResponse, fragment string) error {
	for _, name := range []string{"code", "state"} {
		if v := r.Get(name); v != "" && strings.Contains(fragment, v) {
			return verdict.Mismatchf("a fragment with nothing of the response in it", "one with the %s", name)
		}
	}
	return nil
}
