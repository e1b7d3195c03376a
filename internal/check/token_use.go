package check

import (
	"fmt"
	"net/http"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

// Opens says whether a resource took an access token. It refused where it said that the request is at fault, by a status of 4xx
// (RFC 9110 section 15.5): that it says so with a challenge is a requirement of its own. What asks to come back later, a server error
// or silence say neither, and are an error.
func Opens(a oauth.Answer) (bool, error) {
	switch {
	case a.None == nil && a.Status >= 200 && a.Status < 300:
		return true, nil
	case a.None == nil && a.Status >= 400 && a.Status < 500 && !laterAgain[a.Status]:
		return false, nil
	}
	return false, fmt.Errorf("the resource neither took nor refused the access token: %s", a)
}

// Admits is Opens of a resource that a good token opens: where that one sends the caller elsewhere, such as to a page to sign in at, it
// has refused.
func Admits(a oauth.Answer) (bool, error) {
	if a.None == nil && a.Status >= 300 && a.Status < 400 {
		return false, nil
	}
	return Opens(a)
}

// laterAgain are the refusals that say nothing of what was sent.
var laterAgain = map[int]bool{http.StatusRequestTimeout: true, http.StatusMisdirectedRequest: true, http.StatusTooEarly: true, http.StatusTooManyRequests: true}

// Active says whether a token is active by its introspection (RFC 7662 section 2.2); an answer that does not say is an error.
func Active(a oauth.Answer) (bool, error) {
	active, ok := a.JSON["active"].(bool)
	if a.None != nil || a.Status != http.StatusOK || !ok {
		return false, fmt.Errorf("the introspection does not say whether the token is active: %s", a)
	}
	return active, nil
}
