package check

import (
	"fmt"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// NoPage demands that the browser was sent back to the client, with whatever answer (OpenID Connect Core section 3.1.2.1).
func NoPage(a Arrival) error {
	switch {
	case a.Left:
		return nil
	case a.Status >= 500 || a.Status == 0:
		return fmt.Errorf("the authorization request was not answered: %s", a.Words)
	}
	return verdict.Mismatchf("an answer at the client", "%s", a.Words)
}

// SignedInAgain demands that one ID token tells of a later sign-in than another. Tokens that do not say when are not its matter.
func SignedInAgain(before, after oauth.JWT) error {
	b, ok1 := seconds(before, "auth_time")
	a, ok2 := seconds(after, "auth_time")
	if !ok1 || !ok2 {
		return nil
	}
	if !a.After(b) {
		return verdict.Mismatchf("a later auth_time", "the one of the sign-in before")
	}
	return nil
}
