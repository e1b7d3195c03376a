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

// TokenRefused is Refused, at the token endpoint. The right error that comes with the status of a success or of a breakdown is for one
// requirement to judge, and not for all that have something refused.
func TokenRefused(a oauth.Answer, codes ...string) error {
	err := Refused(a, codes...)
	if err != nil && !bought(a) && slices.Contains(codes, a.Text("error")) {
		return &verdict.NotApplicable{Reason: fmt.Sprintf("its refusals come with the status %d, which rfc6749-5.2-error-status-400-json judges", a.Status)}
	}
	return err
}

// Refused demands the JSON error of RFC 6749 section 5.2 with one of the codes, and no token. That the status is 400, or 401
// for invalid_client, is a requirement of its own: with another from 400 to 499 the same has been refused. So is that there is an error
// in a JSON object, and that it is this one: 401 says in HTTP's words what invalid_client says (RFC 9110 section 15.5.2).
func Refused(a oauth.Answer, codes ...string) error {
	return refused(a, func(status int) bool { return status >= 400 && status < 500 }, codes)
}

// refused demands a status that fits and an error code from the list, and that nothing was granted beside them.
func refused(a oauth.Answer, fits func(status int) bool, codes []string) error {
	if err := silent(a); err != nil {
		return err
	}
	want := fmt.Sprintf("a refusal with error %s", quoted(codes))
	if bought(a) {
		return verdict.Mismatchf(want, "%d with a token", a.Status)
	}
	said := slices.Contains(codes, a.Text("error")) || a.Status == http.StatusUnauthorized && slices.Contains(codes, "invalid_client")
	if !fits(a.Status) || !said {
		return verdict.Mismatchf(want, "%s", a)
	}
	return nil
}

// TurnedAway says that a token request was refused in whatever words: by a status for requests at fault, or by an error that says so,
// whatever status it comes with.
func TurnedAway(a oauth.Answer) bool {
	e := a.Text("error")
	return a.None == nil && !bought(a) && (a.Status >= 400 && a.Status < 500 || e != "" && e != "server_error")
}

// bought says that there is a token in an answer.
func bought(a oauth.Answer) bool {
	return a.Text("access_token") != "" || a.Text("refresh_token") != "" || a.Text("id_token") != ""
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

// MethodRefused demands that a token request by another method than POST is turned away: a status or an error that says so, and no token.
// RFC 6749 section 3.2 leaves the answer open.
func MethodRefused(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if !TurnedAway(a) && (bought(a) || a.Status != http.StatusNotImplemented) {
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
