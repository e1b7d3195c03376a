package check

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// ErrorInJSON demands one of the statuses and an error in a JSON object that is declared as one (RFC 6749 section 5.2). Which error,
// and that there is one, other requirements say.
func ErrorInJSON(a oauth.Answer, statuses ...int) error {
	if err := silent(a); err != nil {
		return err
	}
	if !slices.Contains(statuses, a.Status) || a.MediaType() != "application/json" || a.Text("error") == "" {
		return verdict.Mismatchf(statusList(statuses)+", application/json and an error", "%d, %q, %s", a.Status, a.MediaType(), a)
	}
	return nil
}

func statusList(statuses []int) string {
	words := make([]string, len(statuses))
	for i, s := range statuses {
		words[i] = strconv.Itoa(s)
	}
	return strings.Join(words, " or ")
}

// ErrorCharacters demands that a token error and its text keep to the characters of RFC 6749 section 5.2.
func ErrorCharacters(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if a.Text("error") == "" {
		return verdict.Mismatchf("an error in a JSON object", "%s", a)
	}
	return errorText(a.Text)
}

// BodyRefused demands that a body which is no form buys nothing: a status from 400 to 499 or an error, and no token. RFC 6749 leaves open which
// error it is: a server that does not read the body misses everything that should be in it.
func BodyRefused(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if !TurnedAway(a) {
		return verdict.Mismatchf("a refusal, such as 400 or 415", "%s", a)
	}
	return nil
}

// NoServerError demands that a request is answered, whatever with, apart from an error of the server. It is for requests that come
// when the endpoint has just answered a proper one, so that silence is owed to what was sent.
func NoServerError(a oauth.Answer) error {
	if a.None != nil || a.Status >= http.StatusInternalServerError {
		return verdict.Mismatchf("an answer that is no server error", "%s", a)
	}
	return nil
}

// NoServerErrorIfRead is NoServerError where the request is large: a server may close the connection without having read it
// to the end (RFC 9110 section 15.5.14), and who is still sending then may not come to read the refusal.
func NoServerErrorIfRead(a oauth.Answer) error {
	if a.None != nil && !a.None.Timeout {
		return nil
	}
	return NoServerError(a)
}

// AlikeGrants demands that two token requests were answered in the same way: refused with the same error, or granted with the same
// scope, apart from words that only one of them asked for.
func AlikeGrants(before, after oauth.Answer, apart ...string) error {
	for _, a := range []oauth.Answer{before, after} {
		if err := silent(a); err != nil {
			return err
		}
		if a.Status >= http.StatusInternalServerError || a.Text("access_token") == "" && a.Text("error") == "" {
			return fmt.Errorf("neither a token nor an error, so nothing to compare with: %s", a)
		}
	}
	if b, a := grant(before, apart), grant(after, apart); a != b {
		return verdict.Mismatchf("the same answer to both: "+b, "%s", a)
	}
	return nil
}

func grant(a oauth.Answer, apart []string) string {
	if a.Text("access_token") == "" {
		return a.String()
	}
	words := slices.DeleteFunc(scopeOf(a, ""), func(s string) bool { return slices.Contains(apart, s) })
	return fmt.Sprintf("%s for scope %q", a, strings.Join(words, " "))
}
