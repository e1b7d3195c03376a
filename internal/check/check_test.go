package check

import (
	"errors"
	"testing"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func TestTokenRefused(t *testing.T) {
	grant := func(m ...string) map[string]any {
		j := map[string]any{}
		for i := 0; i < len(m); i += 2 {
			j[m[i]] = m[i+1]
		}
		return j
	}
	for what, c := range map[string]struct {
		answer oauth.Answer
		want   string
	}{
		"as it should be":           {oauth.Answer{Status: 400, JSON: grant("error", "invalid_grant")}, "pass"},
		"with another refusal":      {oauth.Answer{Status: 422, JSON: grant("error", "invalid_grant")}, "pass"},
		"as a success":              {oauth.Answer{Status: 200, JSON: grant("error", "invalid_grant")}, "skip"},
		"as a breakdown":            {oauth.Answer{Status: 500, JSON: grant("error", "invalid_grant")}, "skip"},
		"a breakdown":               {oauth.Answer{Status: 500, JSON: grant("error", "server_error")}, "red"},
		"another error":             {oauth.Answer{Status: 400, JSON: grant("error", "invalid_request")}, "red"},
		"a token beside it":         {oauth.Answer{Status: 400, JSON: grant("error", "invalid_grant", "access_token", "t")}, "red"},
		"a token beside it, as 200": {oauth.Answer{Status: 200, JSON: grant("error", "invalid_grant", "id_token", "t")}, "red"},
	} {
		err := TokenRefused(c.answer, "invalid_grant")
		got := "pass"
		switch {
		case errors.As(err, new(*verdict.NotApplicable)):
			got = "skip"
		case err != nil:
			got = "red"
		}
		if got != c.want {
			t.Errorf("%s: %s (%v), want %s", what, got, err, c.want)
		}
	}
}
