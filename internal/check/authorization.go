package check

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// An Arrival is where an authorization request led the browser.
type Arrival struct {
	Asked    string // the redirect URI in the request
	Left     bool   // away from the server; Response says where to and with what
	Response oauth.AuthorizationResponse
	Status   int    // of the page it stayed on
	Words    string // the same for people, without a value that could be a secret
}

// Code demands a code at a redirect URI, with the state that was sent, and no error beside it.
func Code(a Arrival, redirect, state string) error {
	want := "a code at " + redirect
	switch {
	case !a.Left || !same(a.Response.At, redirect) || a.Response.Get("code") == "" || a.Response.Has("error"):
		return verdict.Mismatchf(want, "%s", a.Words)
	case a.Response.Get("state") != state:
		return verdict.Mismatchf(want+" with the state that was sent", "another state, or none")
	}
	return nil
}

// ErrorAtClient demands one of the errors at a redirect URI, with the state that was sent, and nothing granted beside it
// (RFC 6749 section 4.1.2.1). No codes stand for any error.
func ErrorAtClient(a Arrival, redirect, state string, codes ...string) error {
	want := "an error at " + redirect
	if len(codes) > 0 {
		want = "the error " + quoted(codes) + " at " + redirect
	}
	e := a.Response.Get("error")
	switch {
	case !a.Left || !same(a.Response.At, redirect) || e == "" || granted(a.Response):
		return verdict.Mismatchf(want, "%s", a.Words)
	case len(codes) > 0 && !slices.Contains(codes, e):
		return verdict.Mismatchf(want, "%s", a.Words)
	case a.Response.Get("state") != state:
		return verdict.Mismatchf(want+" with the state that was sent", "another state, or none")
	}
	return nil
}

// AuthorizationRefused demands that nothing was granted: an error from the list at a registered redirect URI, or a page.
func AuthorizationRefused(a Arrival, registered []string, codes ...string) error {
	err := NotSent(a, registered)
	if red := new(verdict.Mismatch); err != nil && !errors.As(err, &red) {
		return err
	}
	if err != nil || a.Left && !slices.Contains(codes, a.Response.Get("error")) {
		return verdict.Mismatchf("the error "+quoted(codes)+", or a page of the server that refuses", "%s", a.Words)
	}
	return nil
}

// NotSent demands that a redirect URI was not followed: the browser stayed on a page of the server or, since only the invalid
// URI is forbidden (RFC 6749 section 3.1.2.4), took an error to a registered one. A server that broke down has refused nothing, and
// sent nobody anywhere: that is an error.
func NotSent(a Arrival, registered []string) error {
	const want = "a page of the server that refuses, and no redirect"
	if !a.Left {
		if a.Status >= 500 {
			return fmt.Errorf("nothing can be judged: %s", a.Words)
		}
		return nil
	}
	known := slices.ContainsFunc(registered, func(r string) bool { return same(a.Response.At, r) })
	if !known || a.followed(registered) || !a.Response.Has("error") || granted(a.Response) {
		return verdict.Mismatchf(want, "%s", a.Words)
	}
	return nil
}

// NotAt demands that an address got nothing at all. Where a registered redirect URI stood beside it, the server may have answered
// that one: that it took two is another requirement's matter (RFC 6749 section 3.1).
func NotAt(a Arrival, address string) error {
	want := "nothing at " + address
	switch {
	case !a.Left && a.Status >= 500:
		return fmt.Errorf("nothing can be judged: %s", a.Words)
	case a.Left && same(a.Response.At, address):
		return verdict.Mismatchf(want, "%s", a.Words)
	}
	return nil
}

// followed says that a redirect URI differing from a registered one only in its query was taken with that query.
func (a Arrival) followed(registered []string) bool {
	_, query, _ := strings.Cut(a.Asked, "?")
	return query != "" && !slices.Contains(registered, a.Asked) && strings.HasPrefix(a.Response.Raw, a.Asked)
}

// NothingGranted demands that no code and no token came back. A server that broke down has withheld nothing: that is an error.
func NothingGranted(a Arrival) error {
	if !a.Left && a.Status >= 500 {
		return fmt.Errorf("nothing can be judged: %s", a.Words)
	}
	if a.Left && granted(a.Response) {
		return verdict.Mismatchf("no code and no token", "%s", a.Words)
	}
	return nil
}

// NoAccessToken demands that no access token came back. A server that broke down has withheld nothing: that is an error.
func NoAccessToken(a Arrival) error {
	if !a.Left && a.Status >= 500 {
		return fmt.Errorf("nothing can be judged: %s", a.Words)
	}
	if a.Left && a.Response.Has("access_token") {
		return verdict.Mismatchf("no access token", "%s", a.Words)
	}
	return nil
}

func granted(r oauth.AuthorizationResponse) bool {
	return slices.ContainsFunc([]string{"code", "access_token", "id_token"}, r.Has)
}

// Only demands that a response's parameters are in one place alone.
func Only(a Arrival, mode string) error {
	for _, other := range []string{"query", "fragment", "form_post"} {
		p := a.Response.Params(other)
		if in := p.Has("error") || p.Has("code") || p.Has("state"); in != (other == mode) {
			return verdict.Mismatchf("the response in the "+places[mode]+" alone", "%s", placed(in, other))
		}
	}
	return nil
}

var places = map[string]string{"query": "query", "fragment": "fragment", "form_post": "posted form"}

func placed(in bool, mode string) string {
	if in {
		return "parameters in the " + places[mode]
	}
	return "none in the " + places[mode]
}

// QueryKept demands that the query of a redirect URI survived in a response (RFC 6749 section 3.1.2).
func QueryKept(a Arrival, redirect string) error {
	_, query, _ := strings.Cut(redirect, "?")
	had, err := url.ParseQuery(query)
	if err != nil {
		return err
	}
	for name, values := range had {
		if !slices.Equal(a.Response.Query[name], values) {
			return verdict.Mismatchf("the redirect URI's own parameter "+name+" kept as it was registered", "%s", a.Words)
		}
	}
	return nil
}

// ErrorText demands that an error and its description keep to the characters of RFC 6749 section 4.1.2.1.
func ErrorText(a Arrival) error { return errorText(a.Response.Get) }

func errorText(member func(string) string) error {
	for name, alsoBlank := range map[string]bool{"error": true, "error_description": true, "error_uri": false} {
		v := member(name)
		i := strings.IndexFunc(v, func(r rune) bool {
			return r < 0x20 || r > 0x7e || r == '"' || r == '\\' || r == ' ' && !alsoBlank
		})
		if i >= 0 {
			return verdict.Mismatchf(name+" of printable ASCII without quote and backslash", "%q in it", []rune(v[i:])[0])
		}
	}
	return nil
}

// same compares where a browser arrived with a redirect URI, apart from query and fragment; browsers put schemes and hosts in
// small letters and write out an empty path.
func same(at, redirect string) bool {
	redirect, _, _ = strings.Cut(redirect, "#")
	redirect, _, _ = strings.Cut(redirect, "?")
	return at == redirect || plain(at) == plain(redirect)
}

func plain(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return raw
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

// Alike demands that two requests were answered in the same way: a code, an error or a page, with a state or without.
func Alike(before, after Arrival) error {
	if b, a := before.way(), after.way(); a != b {
		return verdict.Mismatchf("the same answer to both: "+b, "%s", a)
	}
	return nil
}

func (a Arrival) way() string {
	way := "a page of the server"
	switch {
	case a.Left && a.Response.Has("error"):
		way = "an error at the client"
	case a.Left && a.Response.Has("code"):
		way = "a code"
	case a.Left:
		way = "neither code nor error at the client"
	}
	if a.Left && a.Response.Get("state") != "" {
		way += " with a state"
	}
	return way
}
