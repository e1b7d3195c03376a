package check

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// NothingNew demands that a refresh which asked for a scope beyond the grant is refused with the error, or is granted without that
// scope and says so (RFC 6749 sections 6 and 3.3).
func NothingNew(a oauth.Answer, beyond, code string) error {
	if a.Text("access_token") == "" {
		return TokenRefused(a, code)
	}
	if s, said := a.JSON["scope"].(string); !said || slices.Contains(strings.Fields(s), beyond) {
		return verdict.Mismatchf("the error "+code+", or a grant that says it is for less", "a grant of the scope %q too", beyond)
	}
	return nil
}

// OneFamily demands of races for refresh tokens that none left more than one refresh token that still works (RFC 9700 section 4.14.2).
func OneFamily(raced [][]oauth.Answer, living []int) error {
	granted := 0
	for i, answers := range raced {
		if living[i] > 1 {
			return verdict.Mismatchf("one living successor at most", "%d after %d uses at once", living[i], len(answers))
		}
		for _, a := range answers {
			if a.Text("access_token") != "" {
				granted++
			}
		}
	}
	if granted == 0 {
		return fmt.Errorf("none of %d races had a winner, so nothing was raced for", len(raced))
	}
	return nil
}

// SameClaim demands that an ID token from a refresh has the claim that the first one had; the order of audiences means nothing
// (OpenID Connect Core section 12.2).
func SameClaim(before, after oauth.JWT, claim string) error {
	b, a := []string{before.Text(claim)}, []string{after.Text(claim)}
	if claim == "aud" {
		b, a = slices.Sorted(slices.Values(audiences(before))), slices.Sorted(slices.Values(audiences(after)))
	}
	if !slices.Equal(b, a) {
		return verdict.Mismatchf(fmt.Sprintf("%s %s, as before", claim, quoted(b)), "%s", quoted(a))
	}
	return nil
}

// NoOtherNonce demands that a nonce, where there is one, is the first one's (OpenID Connect Core section 12.2).
func NoOtherNonce(before, after oauth.JWT) error {
	if n := after.Claims["nonce"]; n != nil && n != before.Claims["nonce"] {
		return verdict.Mismatchf("no nonce, or the one of the sign-in", "another")
	}
	return nil
}

// SignInTime demands that auth_time, where there is one, is that of the first ID token or, where that has none, no later than it.
func SignInTime(before, after oauth.JWT) error {
	now, there := seconds(after, "auth_time")
	if !there {
		return nil
	}
	then, there := seconds(before, "auth_time")
	if there && !now.Equal(then) {
		return verdict.Mismatchf("auth_time as before", "%s later", now.Sub(then))
	}
	if issued, ok := seconds(before, "iat"); !there && ok && now.After(issued) {
		return verdict.Mismatchf("auth_time of the first sign-in", "%s after it", now.Sub(issued))
	}
	return nil
}

// IssuedLater demands an iat that is later than the first ID token's by no less than the time that has passed. That there is one is
// another requirement's matter.
func IssuedLater(before, after oauth.JWT, passed time.Duration) error {
	then, had := seconds(before, "iat")
	now, has := seconds(after, "iat")
	if had && has && now.Sub(then) < passed {
		return verdict.Mismatchf("iat "+passed.String()+" later than before", "%s", now.Sub(then))
	}
	return nil
}

// NoNonceAgain demands that an ID token from a refresh has no nonce, not even the first one's (OpenID Connect Core section 12.2).
func NoNonceAgain(after oauth.JWT) error {
	if after.Claims["nonce"] != nil {
		return verdict.Mismatchf("no nonce", "one")
	}
	return nil
}

// HasRefreshToken demands a grant with a refresh token.
func HasRefreshToken(a oauth.Answer) error {
	if err := TokenGranted(a); err != nil {
		return err
	}
	if a.Text("refresh_token") == "" {
		return verdict.Mismatchf("a refresh token", "%s without one", a)
	}
	return nil
}
