package check

import (
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// AccessClaims demands the claims that RFC 9068 section 2.2 requires, with their types.
func AccessClaims(t oauth.JWT) error {
	if err := RequiredClaims(t); err != nil { // an ID token has to have the same, and not these:
		return err
	}
	for _, c := range []string{"client_id", "jti"} {
		if t.Text(c) == "" {
			return verdict.Mismatchf(c+" as a string", "%s", show(t.Claims[c]))
		}
	}
	return nil
}

// AccessScope demands, where a scope was asked for, a scope of words with blanks between them, and none that was not granted
// (RFC 9068 section 2.2.3, RFC 8693 section 4.2). What was granted is what was asked for, unless the response says otherwise.
func AccessScope(t oauth.JWT, asked, granted string) error {
	if asked == "" {
		return nil
	}
	if granted == "" {
		granted = asked
	}
	scope, ok := t.Claims["scope"].(string)
	if !ok {
		return verdict.Mismatchf("scope as a string", "%s", show(t.Claims["scope"]))
	}
	for _, s := range strings.Fields(scope) {
		if !strings.Contains(" "+granted+" ", " "+s+" ") {
			return verdict.Mismatchf("scope with what was granted", "%q beside it", s)
		}
	}
	return nil
}

// OwnIdentifiers demands that two JWTs have identifiers of their own (RFC 7519 section 4.1.7). Those without are not its matter.
func OwnIdentifiers(a, b oauth.JWT) error {
	if id := a.Text("jti"); id != "" && id == b.Text("jti") {
		return verdict.Mismatchf("a jti of its own for each token", "the same for two")
	}
	return nil
}
