package check

import (
	"fmt"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

// BackAfterLogout demands that the browser is back at an address of the client's with the state that was sent, if any (OpenID Connect
// RP-Initiated Logout section 2).
func BackAfterLogout(a Arrival, address, state string) error {
	want := "the browser at " + address
	switch {
	case !a.Left && a.Status >= 500:
		return fmt.Errorf("nothing can be judged: %s", a.Words)
	case !a.Left || !same(a.Response.At, address):
		return verdict.Mismatchf(want, "%s", a.Words)
	case a.Response.Get("state") != state:
		return verdict.Mismatchf(want+" with the state that was sent", "another state, or none")
	}
	return nil
}

// SignedOut demands that a silent request ended in an error at the client: any says that nobody is signed in who could answer it.
func SignedOut(a Arrival) error {
	switch {
	case a.Left && a.Response.Get("code") != "":
		return verdict.Mismatchf("an error, as nobody is signed in", "%s", a.Words)
	case !a.Left && a.Status >= 500 || !a.Left && a.Status == 0:
		return fmt.Errorf("nothing can be judged: %s", a.Words)
	}
	return nil
}
