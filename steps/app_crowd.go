package steps

import (
	"context"
	"net/http"
	"net/url"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	when(`many users begin to sign in at the same moment`, func(w *World) any { return w.crowd })
	then(`each of them is sent off with a state of their own`, func(w *World) any { return w.crowdSentOff })
	then(`the application still signs its users in`, func(w *World) any { return w.cleanSignIn })
}

// crowd begins as many rounds of sign-ins as the run wants races. Whoever begins one has no cookie yet, and does not follow.
func (w *World) crowd(ctx context.Context) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	begin := func() (oauth.Answer, error) {
		return w.http.Do(ctx, oauth.Request{Method: http.MethodGet, URL: app.Start})
	}
	for range w.Races {
		answers, err := atOnce(begin)
		if err != nil {
			return err
		}
		w.raced = append(w.raced, answers)
	}
	return nil
}

// crowdSentOff judges those who were sent to our issuer. An application that shows a page first is not told apart this way.
func (w *World) crowdSentOff(context.Context) error {
	seen := map[string]bool{}
	for _, answers := range w.raced {
		for _, a := range answers {
			if a.None != nil || a.Status >= http.StatusInternalServerError {
				return verdict.Mismatchf("a sign-in that begins, among many", "%s", a)
			}
			at, err := url.Parse(a.Header.Get("Location"))
			if err != nil || !w.ours(at) {
				continue
			}
			state := at.Query().Get("state")
			if state != "" && seen[state] {
				return verdict.Mismatchf("a state for each sign-in", "one for two of those that were begun at the same moment")
			}
			seen[state] = true
		}
	}
	if len(seen) == 0 {
		return &verdict.NotApplicable{Reason: "the application does not begin a sign-in with a redirect", Change: "application: {start: URL}"}
	}
	return nil
}
