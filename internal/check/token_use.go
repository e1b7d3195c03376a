package check

import (
	"fmt"
	"net/http"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

// Opens says whether a resource took an access token. It refused where it said that the request is at fault, by a status of 4xx
// (RFC 9110 section 15.5), or that it knows no such method (section 15.6.2): that there is a challenge is a requirement of its own. What
// asks to come back later, another server error or silence say neither, and are an error.
func Opens(a oauth.Answer) (bool, error) {
	switch {
	case a.None == nil && a.Status >= 200 && a.Status < 300:
		return true, nil
	case unknownMethod(a), a.None == nil && a.Status >= 400 && a.Status < 500 && !laterAgain[a.Status]:
		return false, nil
	}
	return false, fmt.Errorf("the resource neither took nor refused the access token: %s", a)
}

// unknownMethod says whether a server told that nothing of it can be asked by the method that it was.
func unknownMethod(a oauth.Answer) bool {
	return a.None == nil && a.Status == http.StatusNotImplemented
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
