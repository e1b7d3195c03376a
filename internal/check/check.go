// Package check is pure verdicts on what came back: nil, or a [verdict.Mismatch].
package check

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// quoted lists names for people: "a", "b" or "c".
func quoted(names []string) string {
	q := make([]string, len(names))
	for i, n := range names {
		q[i] = strconv.Quote(n)
	}
	if len(q) < 2 {
		return strings.Join(q, "")
	}
	return strings.Join(q[:len(q)-1], ", ") + " or " + q[len(q)-1]
}

// silent is an error where nothing came back. It is no Mismatch: only a requirement about survival may make it one.
func silent(a oauth.Answer) error {
	if a.None == nil {
		return nil
	}
	return fmt.Errorf("%s: %s (%s)", a.URL, a, a.None.Detail)
}

// TokenRefused demands the JSON error of RFC 6749 section 5.2 with one of the codes, and no token. That the status is 400, or 401
// for invalid_client, is a requirement of its own: with 401 or 403 the same has been refused. So is that there is an error in a JSON
// object, and that it is this one: 401 says in HTTP's words what invalid_client says (RFC 9110 section 15.5.2).
func TokenRefused(a oauth.Answer, codes ...string) error {
	return refused(a, []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden}, codes)
}

// refused demands a status and an error code from the lists, and that nothing was granted beside them.
func refused(a oauth.Answer, statuses []int, codes []string) error {
	if err := silent(a); err != nil {
		return err
	}
	want := fmt.Sprintf("a refusal with error %s", quoted(codes))
	if a.Text("access_token") != "" || a.Text("refresh_token") != "" || a.Text("id_token") != "" {
		return verdict.Mismatchf(want, "%d with a token", a.Status)
	}
	said := slices.Contains(codes, a.Text("error")) || a.Status == http.StatusUnauthorized && slices.Contains(codes, "invalid_client")
	if !slices.Contains(statuses, a.Status) || !said {
		return verdict.Mismatchf(want, "%s", a)
	}
	return nil
}

// TokenGranted demands a token response with an access token.
func TokenGranted(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if a.Status != 200 || a.Text("access_token") == "" {
		return verdict.Mismatchf("200 with an access token", "%s", a)
	}
	return nil
}

// MethodRefused demands that a token request by another method than POST is turned away: a status that says so, and no token.
// RFC 6749 section 3.2 leaves the answer open.
func MethodRefused(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if a.Text("access_token") != "" || a.Status != http.StatusNotImplemented && (a.Status < 400 || a.Status >= 500) {
		return verdict.Mismatchf("a refusal, such as 405", "%s", a)
	}
	return nil
}

// SameScope demands that two grants have the same scope, in whatever order; one that is not named is the one that was asked for
// (RFC 6749 section 5.1).
func SameScope(before, after oauth.Answer, asked string) error {
	if err := TokenGranted(after); err != nil {
		return err
	}
	b, a := scopeOf(before, asked), scopeOf(after, asked)
	if !slices.Equal(b, a) {
		return verdict.Mismatchf("the scope "+strconv.Quote(strings.Join(b, " ")), "%q", strings.Join(a, " "))
	}
	return nil
}

func scopeOf(a oauth.Answer, asked string) []string {
	words := strings.Fields(cmp.Or(a.Text("scope"), asked))
	slices.Sort(words)
	return slices.Compact(words)
}
