package check

import (
	"fmt"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// Issuer demands that a response names the issuer to the letter, once (RFC 9207 section 2).
func Issuer(r oauth.AuthorizationResponse, issuer string) error {
	want := fmt.Sprintf("iss %q", issuer)
	for _, v := range []map[string][]string{r.Query, r.Fragment, r.Form} {
		if l := v["iss"]; len(l) > 0 {
			if len(l) != 1 || l[0] != issuer {
				return verdict.Mismatchf(want, "%q", l)
			}
			return nil
		}
	}
	return verdict.Mismatchf(want, "a response without iss")
}
