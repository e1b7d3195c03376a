package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// ChallengedToUse demands 401 with a challenge of this scheme (RFC 6749 section 5.2, RFC 9110 section 11.6.1).
func ChallengedToUse(a oauth.Answer, scheme string) error {
	if err := silent(a); err != nil {
		return err
	}
	want := "401 with a WWW-Authenticate header for the scheme " + scheme
	if a.Status != 401 {
		return verdict.Mismatchf(want, "status %d", a.Status)
	}
	fields := a.Header.Values("WWW-Authenticate")
	for _, f := range fields {
		for part := range strings.SplitSeq(f, ",") { // several challenges may share a field
			if name, _, _ := strings.Cut(strings.TrimSpace(part), " "); strings.EqualFold(name, scheme) {
				return nil
			}
		}
	}
	return verdict.Mismatchf(want, "401 with %d such headers, none of them for it", len(fields))
}

// ToldInvalidClient demands a refusal with the error for failed client authentication, and no other word for it (RFC 6749 section 5.2).
func ToldInvalidClient(a oauth.Answer) error {
	const code = "invalid_client"
	if err := TokenRefused(a, code); err != nil {
		return err
	}
	if a.Text("error") != code {
		return verdict.Mismatchf("a refusal with error "+strconv.Quote(code), "%s", a)
	}
	return nil
}

// SlowedDown demands a sign that guessing meets resistance: guesses that are answered otherwise than the first ones, most of
// the last ones later, or a right secret that is refused after them. Any of these will do (RFC 6749 section 2.3.1 names no
// measure). One that came late proves nothing: machines do that by themselves.
func SlowedDown(guesses []oauth.Answer, right oauth.Answer) error {
	const firsts, lasts = 5, 10
	if len(guesses) < firsts+lasts {
		return fmt.Errorf("%d guesses tell nothing", len(guesses))
	}
	usual, late := tookMedian(guesses[:firsts]), tookMedian(guesses[len(guesses)-lasts:])
	resists := slices.ContainsFunc(guesses[firsts:], func(g oauth.Answer) bool {
		return g.None != nil || g.Status != guesses[0].Status || g.Header.Get("Retry-After") != ""
	})
	if resists || right.Status != 200 || late > max(5*usual, 300*time.Millisecond) {
		return nil
	}
	return verdict.Mismatchf("guesses that are slowed down, or stopped", "%d guesses answered alike, and the right secret taken after them", len(guesses))
}

func tookMedian(all []oauth.Answer) time.Duration {
	took := make([]time.Duration, len(all))
	for i, a := range all {
		took[i] = a.Took
	}
	slices.Sort(took)
	return took[len(took)/2]
}

// NoRefreshToken demands a well-formed answer, grant or refusal, without a refresh token.
func NoRefreshToken(a oauth.Answer) error {
	if a.Text("error") != "" {
		return TokenRefused(a, "invalid_scope", "invalid_request", "unauthorized_client")
	}
	if a.Status != 200 || a.Text("access_token") == "" {
		return verdict.Mismatchf("a token, or a refusal", "%s", a)
	}
	if a.JSON["refresh_token"] != nil {
		return verdict.Mismatchf("no refresh token", "%d with one", a.Status)
	}
	return nil
}

// ScopeAsTold demands that a token has the scope that its client was told (RFC 6749 section 3.3); order means nothing.
func ScopeAsTold(told, has string) error {
	set := func(s string) []string {
		f := strings.Fields(s)
		slices.Sort(f)
		return slices.Compact(f)
	}
	if !slices.Equal(set(told), set(has)) {
		return verdict.Mismatchf(fmt.Sprintf("a token with the scope %q, as the client has to think", told), "one with %q", has)
	}
	return nil
}

// AsymmetricClientAuth demands that metadata names a method without a shared secret (RFC 9700 section 2.5).
func AsymmetricClientAuth(a oauth.Answer) error {
	offered, _ := a.JSON["token_endpoint_auth_methods_supported"].([]any)
	for _, m := range []any{"private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth", "attest_jwt_client_auth"} {
		if slices.Contains(offered, m) {
			return nil
		}
	}
	return verdict.Mismatchf("private_key_jwt or mutual TLS among the methods", "%v", offered)
}
