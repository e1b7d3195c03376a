package steps

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// FirstToken gets one token for a client, by the grant that its kind is for, to see that the profile is right before
// anything is judged, and says whether a refresh token came with it; offline asks for one as the profile says. Clients that may use neither the code grant nor client credentials are left alone.
func (c *Config) FirstToken(ctx context.Context, in *servers.Instance, f servers.Facts, client servers.Client, offline bool) (refreshes bool, err error) {
	w := &World{Config: c, in: in, facts: f, client: client}
	defer w.close()
	w.http = &oauth.Client{Transport: w.rec.Transport(w.transport(), "client"), Timeout: c.Timeout}
	if len(in.Profile.Users) > 0 {
		w.user = in.Profile.Users[0]
	}
	switch {
	case client.Kind == servers.Machine:
		return false, mustGrant(w.credentials(ctx, client))
	case !may(client, "authorization_code") || len(client.Redirects) == 0 || w.user.Name == "":
		return false, nil
	}
	var m []oauth.Mutation
	if offline {
		m, _ = forRefresh(w) // it does not fail
	}
	if err := w.obtain(ctx, visit{}, nil, m...); err != nil {
		if said := w.response.Get("error_description"); said != "" {
			err = fmt.Errorf("%w, which says %.200q", err, said)
		}
		return false, fmt.Errorf("sign in as %s: %w", w.user.Name, err)
	}
	err = mustGrant(w.redeem(ctx, client))
	return w.last.Text("refresh_token") != "", err
}

// FirstSignIn has somebody sign in to a client under test, to see that it can be judged at all, and says whether the sign-in was one of
// OpenID Connect: whether it asked for the scope openid (OpenID Connect Core section 3.1.2.1), or for what cannot be seen from here.
func (c *Config) FirstSignIn(ctx context.Context, in *servers.Instance, f servers.Facts) (openid bool, err error) {
	w := &World{Config: c, in: in, facts: f}
	defer w.close()
	if err = w.cleanSignIn(ctx); err != nil {
		return false, w.withRefusals(err)
	}
	for _, r := range w.begun() {
		w.keep(r)
		q := asked(r)
		openid = openid || q.Has("request") || q.Has("request_uri") || slices.Contains(strings.Fields(q.Get("scope")), "openid")
	}
	return openid, nil
}

// withRefusals says beside an error what our issuers had against what they were asked.
func (w *World) withRefusals(err error) error {
	said := map[string]bool{} // who is refused may ask again and again
	for _, r := range w.in.Harness.Received() {
		w.keep(r)
		if no := refused(r); no != "" && !said[no] && len(said) < 3 {
			said[no] = true
			err = fmt.Errorf("%w; our issuer said %s", err, no)
		}
	}
	return err
}

// refused is what one of our issuers had against a request of an application's, in words; empty where it had nothing.
func refused(r servers.Received) string {
	var answer struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if r.Status < http.StatusBadRequest || r.Endpoint == "authorize" { // whose page says it to the browser
		return ""
	}
	_ = json.Unmarshal([]byte(r.Answer), &answer)
	return strings.TrimSpace(fmt.Sprintf("%d to %s %s: %s %s", r.Status, r.Method, r.Endpoint, cmp.Or(answer.Error, http.StatusText(r.Status)), answer.Description))
}

// FirstCall asks a resource server under test with a good token, to see that it can be judged at all.
func (c *Config) FirstCall(ctx context.Context, in *servers.Instance, f servers.Facts) error {
	w := &World{Config: c, in: in, facts: f}
	defer w.close()
	w.http = &oauth.Client{Transport: w.rec.Transport(w.transport(), "client"), Timeout: c.Timeout}
	err := w.readyAPI(ctx)
	if err != nil {
		err = w.withRefusals(err)
	}
	api := in.Profile.API
	if err == nil || api.Type != "" || api.Validates == "introspection" {
		return err
	}
	plain := *api // many take no other JWT than one of no particular kind
	plain.Type = "JWT"
	in.Profile.API = &plain
	if w.readyAPI(ctx) == nil {
		return fmt.Errorf("%w; one of the type JWT does, so that the profile needs api: {type: JWT}", err)
	}
	return err
}
