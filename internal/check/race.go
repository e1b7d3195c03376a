package check

import (
	"fmt"
	"net/http"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// GrantedOnce demands of answers to one and the same token request, sent several times at once, that at most one is a grant and
// the others are refusals with the error (or 429: the server may hold back whom it finds too eager). It says how many were granted.
// Two grants say more than an answer that is missing, so they are looked for first.
func GrantedOnce(answers []oauth.Answer, code string) (int, error) {
	granted := 0
	var other error
	for _, a := range answers {
		switch {
		case a.Text("access_token") != "":
			granted++
		case other == nil:
			other = lost(a, code)
		}
	}
	if granted > 1 {
		return granted, verdict.Mismatchf("one grant at most", "%d grants for %d requests at once", granted, len(answers))
	}
	return granted, other
}

// lost demands of an answer that is no grant that it refuses. A server error, as of a database that gives way to one writer at a time,
// grants nothing and refuses nothing.
func lost(a oauth.Answer, code string) error {
	if err := silent(a); err != nil || a.Status == http.StatusTooManyRequests {
		return err
	}
	if a.Status >= http.StatusInternalServerError {
		return fmt.Errorf("a request that lost the race was not answered: %s", a)
	}
	if err := TokenRefused(a, code); err != nil {
		return fmt.Errorf("a request that lost the race: %w", err)
	}
	return nil
}
