package check

import (
	"errors"
	"testing"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func TestGrantedOnce(t *testing.T) {
	granted := oauth.Answer{Status: 200, JSON: map[string]any{"access_token": "a"}}
	refused := oauth.Answer{Status: 400, JSON: map[string]any{"error": "invalid_grant"}}
	locked := oauth.Answer{Status: 500, JSON: map[string]any{"error": "server_error"}}
	for name, tc := range map[string]struct {
		answers []oauth.Answer
		granted int
		red     bool // the server's doing
		broken  bool // no answer to judge
	}{
		"one winner":                         {[]oauth.Answer{refused, granted, refused}, 1, false, false},
		"no winner":                          {[]oauth.Answer{refused, refused}, 0, false, false},
		"two winners":                        {[]oauth.Answer{granted, refused, granted}, 2, true, false},
		"two winners, and a server error":    {[]oauth.Answer{locked, granted, granted}, 2, true, false},
		"a loser who met a server error":     {[]oauth.Answer{granted, locked}, 1, false, true},
		"a loser who is told something else": {[]oauth.Answer{granted, {Status: 400, JSON: map[string]any{"error": "invalid_scope"}}}, 1, true, false},
	} {
		n, err := GrantedOnce(tc.answers, "invalid_grant")
		var m *verdict.Mismatch
		if red := errors.As(err, &m); n != tc.granted || red != tc.red || (err != nil && !red) != tc.broken {
			t.Errorf("%s: %d granted, %v", name, n, err)
		}
	}
}
