package check

import (
	"fmt"
	"net/http"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// GrantedOnce demands of answers to one and the same token request, sent several times at once, that at most one is a grant and
// the others are refusals with the error (or 429: the server may hold back whom it finds too eager). It says how many were granted.
func GrantedOnce(answers []oauth.Answer, code string) (int, error) {
	granted := 0
	for _, a := range answers {
		if err := silent(a); err != nil {
			return granted, err
		}
		if a.Text("access_token") != "" {
			granted++
			continue
		}
		if a.Status == http.StatusTooManyRequests {
			continue
		}
		if err := TokenRefused(a, code); err != nil {
			return granted, fmt.Errorf("a request that lost the race: %w", err)
		}
	}
	if granted > 1 {
		return granted, verdict.Mismatchf("one grant at most", "%d grants for %d requests at once", granted, len(answers))
	}
	return granted, nil
}
