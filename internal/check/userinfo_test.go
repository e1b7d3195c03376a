package check

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func TestClaimTypes(t *testing.T) {
	for name, tc := range map[string]struct {
		claims map[string]any
		red    bool
	}{
		"all right":           {map[string]any{"email_verified": true, "updated_at": json.Number("1"), "address": map[string]any{}, "name": "A"}, false},
		"own claims are free": {map[string]any{"groups": []any{"a"}, "level": json.Number("3")}, false},
		"null is not a type":  {map[string]any{"email_verified": nil}, false},
		"verified as a text":  {map[string]any{"email_verified": "true"}, true},
		"updated as a date":   {map[string]any{"updated_at": "2026-01-01"}, true},
		"address as a text":   {map[string]any{"address": "here"}, true},
		"name as a list":      {map[string]any{"name": []any{"A"}}, true},
	} {
		var m *verdict.Mismatch
		if err := ClaimTypes(tc.claims); errors.As(err, &m) != tc.red {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestUserInfoRefused(t *testing.T) {
	challenge := http.Header{"Www-Authenticate": {`Bearer error="invalid_token"`}}
	for name, tc := range map[string]struct {
		answer oauth.Answer
		red    bool
	}{
		"401 with a challenge":    {oauth.Answer{Status: 401, Header: challenge}, false},
		"403 with a challenge":    {oauth.Answer{Status: 403, Header: challenge}, false},
		"403 without a challenge": {oauth.Answer{Status: 403, Header: http.Header{}}, true},
		"claims":                  {oauth.Answer{Status: 200, Header: http.Header{}, JSON: map[string]any{"sub": "1"}}, true},
		"a server error":          {oauth.Answer{Status: 500, Header: challenge}, true},
	} {
		var m *verdict.Mismatch
		if err := UserInfoRefused(tc.answer); errors.As(err, &m) != tc.red {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
