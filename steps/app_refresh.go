package steps

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`an application that looks at the ID token that a refresh brings`, func(w *World) any { return w.looksAtRefreshed })
	then(`the token that the refresh brought is not used`, func(w *World) any { return w.refreshedUnused })
}

// looksAtRefreshed is a skip where what a refresh brings for an ID token makes no difference: an application that does not
// look at it takes nobody's word for anything.
func (w *World) looksAtRefreshed(ctx context.Context) error {
	if err := w.call(ctx, "refuses it, of a server that writes nonsense for an ID token as it refreshes", 1); err != nil {
		return err
	}
	used, err := w.usedRefreshed()
	if err == nil && used {
		err = &verdict.NotApplicable{Reason: "the application does not look at ID tokens that come with a refresh"}
	}
	w.in.Harness.Forget()
	w.sessions[""].Close()
	delete(w.sessions, "") // whoever comes next has a browser of their own
	return err
}

// usedRefreshed says whether our API was shown an access token that came with a refresh; no refresh is a skip.
func (w *World) usedRefreshed() (bool, error) {
	fresh := map[string]bool{}
	for _, r := range w.requests("token") {
		var answer struct {
			Access string `json:"access_token"`
			ID     string `json:"id_token"`
		}
		if r.Form.Get("grant_type") == "refresh_token" && json.Unmarshal([]byte(r.Answer), &answer) == nil && answer.ID != "" {
			fresh[answer.Access] = true
		}
	}
	if len(fresh) == 0 {
		return false, &verdict.NotApplicable{Reason: "the application gets no new ID token when an API refuses its access token"}
	}
	for _, r := range w.uses() {
		if _, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && fresh[token] {
			return true, nil
		}
	}
	return false, nil
}

func (w *World) refreshedUnused(ctx context.Context) error {
	used, err := w.usedRefreshed()
	if err != nil {
		return err
	}
	if used {
		return verdict.Mismatchf("the refreshed token thrown away with the ID token beside it", "a call of the API with it")
	}
	return w.cleanSignIn(ctx)
}
