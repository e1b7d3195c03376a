package check

import (
	"net/http"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// Revoked demands status 200, which is for a token that was revoked and for one that is no token (RFC 7009 section 2.2).
func Revoked(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if a.Status != http.StatusOK {
		return verdict.Mismatchf("200", "%s", a)
	}
	return nil
}
