package check

import (
	"testing"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

func TestNoServerErrorIfRead(t *testing.T) {
	for what, c := range map[string]struct {
		answer oauth.Answer
		ok     bool
	}{
		"a refusal":              {oauth.Answer{Status: 413}, true},
		"a closed connection":    {oauth.Answer{None: &oauth.NoAnswer{}}, true},
		"no answer within time":  {oauth.Answer{None: &oauth.NoAnswer{Timeout: true}}, false},
		"an error of the server": {oauth.Answer{Status: 500}, false},
	} {
		if err := NoServerErrorIfRead(c.answer); (err == nil) != c.ok {
			t.Errorf("%s: %v", what, err)
		}
	}
}
