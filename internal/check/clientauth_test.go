package check

import (
	"net/http"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

func TestSlowedDown(t *testing.T) {
	right := oauth.Answer{Status: 200}
	for name, c := range map[string]struct {
		change func(i int, a *oauth.Answer)
		right  int
		slowed bool
	}{
		"all alike":        {func(int, *oauth.Answer) {}, 200, false},
		"a hiccup":         {func(i int, a *oauth.Answer) { a.Took += time.Duration(i/60%2) * time.Duration(i%7/6) * time.Second }, 200, false},
		"later and later":  {func(i int, a *oauth.Answer) { a.Took = time.Duration(i*i) * time.Millisecond }, 200, true},
		"stopped":          {func(i int, a *oauth.Answer) { a.Status += i / 50 * 28 }, 200, true},
		"told when to ask": {func(i int, a *oauth.Answer) { a.Header = http.Header{"Retry-After": {"1"}} }, 200, true},
		"locked out":       {func(int, *oauth.Answer) {}, 401, true},
		"not answered any more": {func(i int, a *oauth.Answer) {
			if i > 90 {
				a.None = &oauth.NoAnswer{Timeout: true}
			}
		}, 200, true},
	} {
		guesses := make([]oauth.Answer, 100)
		for i := range guesses {
			guesses[i] = oauth.Answer{Status: 401, Took: 2 * time.Millisecond}
			c.change(i, &guesses[i])
		}
		right.Status = c.right
		if err := SlowedDown(guesses, right); (err == nil) != c.slowed {
			t.Errorf("%s: %v", name, err)
		}
	}
	if SlowedDown(make([]oauth.Answer, 14), right) == nil {
		t.Error("a few guesses tell nothing")
	}
}
