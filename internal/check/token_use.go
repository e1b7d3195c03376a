package check

import (
	"fmt"
	"net/http"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

// Opens says whether a resource took an access token. It refused where it said 401, or 400 or 403 with a challenge (RFC 6750
// section 3.1); anything else, such as a server error or silence, says neither and is an error.
func Opens(a oauth.Answer) (bool, error) {
	switch {
	case a.None == nil && a.Status >= 200 && a.Status < 300:
		return true, nil
	case a.None == nil && a.Status == http.StatusUnauthorized:
		return false, nil
	case a.None == nil && (a.Status == http.StatusBadRequest || a.Status == http.StatusForbidden) && a.Header.Get("WWW-Authenticate") != "":
		return false, nil
	}
	return false, fmt.Errorf("the resource neither took nor refused the access token: %s", a)
}

// Active says whether a token is active by its introspection (RFC 7662 section 2.2); an answer that does not say is an error.
func Active(a oauth.Answer) (bool, error) {
	active, ok := a.JSON["active"].(bool)
	if a.None != nil || a.Status != http.StatusOK || !ok {
		return false, fmt.Errorf("the introspection does not say whether the token is active: %s", a)
	}
	return active, nil
}
