package check

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// ProofRefused demands that a token request with a flawed proof buys nothing. With which error, another requirement says.
func ProofRefused(a oauth.Answer) error {
	if err := answered(a); err != nil {
		return err
	}
	if a.Text("access_token") != "" || a.Status < http.StatusBadRequest {
		return verdict.Mismatchf("a refusal", "%s", a)
	}
	return nil
}

// TokenOfType demands a token of one of the types, in whatever case (RFC 6749 section 5.1).
func TokenOfType(a oauth.Answer, types ...string) error {
	if err := TokenGranted(a); err != nil {
		return err
	}
	is := a.Text("token_type")
	if !slices.ContainsFunc(types, func(t string) bool { return strings.EqualFold(t, is) }) {
		return verdict.Mismatchf("a token of the type "+strings.Join(types, " or "), "one of the type %q", is)
	}
	return nil
}
