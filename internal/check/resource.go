package check

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// ResourceOpens demands that a resource takes a token.
func ResourceOpens(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if a.Status < 200 || a.Status > 299 {
		return verdict.Mismatchf("the resource", "%s", a)
	}
	return nil
}

// ResourceRefuses demands that a resource refuses a token, in whatever words. A server that breaks down has refused nothing, and
// that is an error.
func ResourceRefuses(a oauth.Answer) error {
	opens, err := Admits(a)
	if err == nil && opens {
		err = verdict.Mismatchf("a refusal", "%s", a)
	}
	return err
}

// ResourceShut demands that a resource is not served; which refusal it is does not matter, and a server that breaks down has
// refused nothing.
func ResourceShut(a oauth.Answer) error {
	if unknownMethod(a) {
		return nil
	}
	if err := answered(a); err != nil {
		return err
	}
	return NoAccess(a)
}

// NoAccess demands that a resource is not served, whatever comes in its place: it may not be able to tell whether a token is
// good (RFC 6749 section 7).
func NoAccess(a oauth.Answer) error {
	if a.None == nil && a.Status >= 200 && a.Status <= 299 {
		return verdict.Mismatchf("no access", "%s", a)
	}
	return nil
}

// InvalidToken demands 401 with the error invalid_token in the challenge (RFC 6750 section 3.1).
func InvalidToken(a oauth.Answer) error {
	return challenged(a, http.StatusUnauthorized, "invalid_token")
}

// InsufficientScope demands 403 with the error insufficient_scope (RFC 6750 section 3.1).
func InsufficientScope(a oauth.Answer) error {
	return challenged(a, http.StatusForbidden, "insufficient_scope")
}

// InvalidRequest demands 400 with the error invalid_request (RFC 6750 section 3.1). Who takes both tokens for one, which then is
// malformed, calls that one invalid, as the same section has it.
func InvalidRequest(a oauth.Answer) error {
	if challenged(a, http.StatusUnauthorized, "invalid_token") == nil {
		return nil
	}
	return challenged(a, http.StatusBadRequest, "invalid_request")
}

func challenged(a oauth.Answer, status int, code string) error {
	if err := silent(a); err != nil {
		return err
	}
	params, _ := BearerChallenge(a)
	if a.Status != status || !slices.Contains(params["error"], code) {
		return verdict.Mismatchf(fmt.Sprintf("%d with error=%q in the challenge", status, code), "%d with %q", a.Status, challenges(a))
	}
	return nil
}

// AsksForToken demands a refusal with a challenge of the scheme Bearer (RFC 6750 section 3), which leaves it open by which status.
func AsksForToken(a oauth.Answer) error {
	if err := answered(a); err != nil {
		return err
	}
	if _, ok := BearerChallenge(a); a.Status < 400 || !ok {
		return verdict.Mismatchf("a refusal with a challenge of the scheme Bearer", "%d with %q", a.Status, challenges(a))
	}
	return nil
}

// ChallengeSaysSomething demands a parameter in the challenge (RFC 6750 section 3).
func ChallengeSaysSomething(a oauth.Answer) error {
	params, ok := BearerChallenge(a)
	if !ok {
		return fmt.Errorf("there is no challenge: %s", a)
	}
	if len(params) == 0 {
		return verdict.Mismatchf("a Bearer challenge with a parameter", "%q", challenges(a))
	}
	return nil
}

// ChallengeReads demands a Bearer challenge whose parameters follow the grammar (RFC 6750 section 3, RFC 9110 section 11.2).
func ChallengeReads(a oauth.Answer) error {
	if err := answered(a); err != nil {
		return err
	}
	params, ok := bearerParams(a)
	if !ok {
		return fmt.Errorf("there is no challenge: %s", a)
	}
	if !wellFormed(params) {
		return verdict.Mismatchf("parameters of the form name=value, with commas between them", "%q", challenges(a))
	}
	return nil
}

// NoErrorWithoutToken demands no error in the challenge (RFC 6750 section 3.1).
func NoErrorWithoutToken(a oauth.Answer) error {
	params, ok := BearerChallenge(a)
	if !ok {
		return fmt.Errorf("there is no challenge: %s", a)
	}
	for _, name := range []string{"error", "error_description", "error_uri"} {
		if params[name] != nil {
			return verdict.Mismatchf("a challenge without an error", "%q", challenges(a))
		}
	}
	return nil
}

// ChallengeOnce demands each parameter once, in the characters of RFC 6750 section 3.
func ChallengeOnce(a oauth.Answer) error {
	params, ok := BearerChallenge(a)
	if !ok {
		return fmt.Errorf("there is no challenge: %s", a)
	}
	for _, name := range []string{"realm", "scope", "error", "error_description", "error_uri"} {
		values := params[name]
		if len(values) > 1 {
			return verdict.Mismatchf(name+" once", "%d times", len(values))
		}
		for _, v := range values {
			if name != "realm" && strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) {
				return verdict.Mismatchf(name+" in the characters that are allowed", "%q", v)
			}
		}
	}
	return nil
}

// KeptPrivate demands an answer that no cache keeps for others (RFC 6750 section 2.3); one that nobody keeps is stricter.
func KeptPrivate(a oauth.Answer) error {
	if opens, err := Opens(a); err != nil || !opens {
		return fmt.Errorf("there is no success to look at: %s", a)
	}
	all := strings.ToLower(strings.Join(a.Header.Values("Cache-Control"), ","))
	if !strings.Contains(all, "private") && !strings.Contains(all, "no-store") {
		return verdict.Mismatchf("Cache-Control: private", "%q", all)
	}
	return nil
}

// NotEchoed demands that a token is in no answer (RFC 9700 section 4.9.3).
func NotEchoed(a oauth.Answer, token string) error {
	if err := answered(a); err != nil {
		return err
	}
	if strings.Contains(string(a.Body), token) {
		return verdict.Mismatchf("an answer without the token", "one that repeats it")
	}
	return nil
}

// BearerChallenge is the parameters of the Bearer challenge of an answer, by name; false where there is none. Of two header
// fields, or two challenges in one, the Bearer one counts (RFC 9110 section 11.6.1).
func BearerChallenge(a oauth.Answer) (map[string][]string, bool) {
	params, ok := bearerParams(a)
	if !ok {
		return nil, false
	}
	return authParams(params), true
}

// challenges are all that an answer holds, for people to read.
func challenges(a oauth.Answer) string {
	return strings.Join(a.Header.Values("WWW-Authenticate"), ", ")
}

// bearerParams is what stands after the scheme Bearer in a challenge, and all that follows it.
func bearerParams(a oauth.Answer) (string, bool) {
	for _, field := range a.Header.Values("WWW-Authenticate") {
		low := strings.ToLower(field)
		i := strings.Index(low, "bearer")
		if i < 0 || i > 0 && !strings.ContainsRune(", ", rune(low[i-1])) {
			continue
		}
		return field[i+len("bearer"):], true
	}
	return "", false
}

// parameter is one of a challenge, and nextChallenge how another one begins after a comma (RFC 9110 section 11.6.1).
var (
	parameter     = regexp.MustCompile(`^[!#$%&'*+.^_` + "`" + `|~0-9A-Za-z-]+[ \t]*=[ \t]*([!#$%&'*+.^_` + "`" + `|~0-9A-Za-z-]+|"([^"\\\x00-\x08\x0a-\x1f\x7f]|\\[^\x00-\x08\x0a-\x1f\x7f])*")[ \t]*(,|$)`)
	nextChallenge = regexp.MustCompile(`^[!#$%&'*+.^_` + "`" + `|~0-9A-Za-z-]+([ \t]+[^=, \t]|[ \t]*(,|$))`)
)

// wellFormed says whether the parameters of a challenge follow the grammar. Empty elements of the list do no harm.
func wellFormed(s string) bool {
	s = strings.TrimLeft(s, " \t")
	for first := true; s != ""; first = false {
		if rest, empty := strings.CutPrefix(s, ","); empty {
			s = strings.TrimLeft(rest, " \t")
			continue
		}
		end := parameter.FindStringIndex(s)
		if end == nil {
			return !first && nextChallenge.MatchString(s)
		}
		s = strings.TrimLeft(s[end[1]:], " \t")
	}
	return true
}

// authParams reads name=value pairs, quoted or not, until one that is none: there another challenge begins.
func authParams(s string) map[string][]string {
	found := map[string][]string{}
	for {
		s = strings.TrimLeft(s, " ,\t")
		name, rest, ok := strings.Cut(s, "=")
		if name = strings.ToLower(strings.TrimSpace(name)); !ok || name == "" || strings.ContainsAny(name, ` ",`) {
			return found
		}
		rest = strings.TrimLeft(rest, " \t")
		value := rest
		if strings.HasPrefix(rest, `"`) {
			value, s = quotedString(rest[1:])
		} else if i := strings.IndexAny(rest, ", "); i >= 0 {
			value, s = rest[:i], rest[i:]
		} else {
			s = ""
		}
		found[name] = append(found[name], value)
	}
}

// quotedString reads a quoted-string after its first quote, and gives what follows it.
func quotedString(s string) (value, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			return b.String(), s[i+1:]
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}
