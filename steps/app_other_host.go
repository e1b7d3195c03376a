package steps

import (
	"context"
	"net/url"
	"slices"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	then(`no token went to another host`, func(w *World) any { return w.neverElsewhere })
}

// neverElsewhere looks at what reached our issuers under a name that is not theirs.
func (w *World) neverElsewhere(ctx context.Context) error {
	var hosts []string
	for _, i := range w.in.Harness.Issuers() {
		if u, err := url.Parse(i); err == nil {
			hosts = append(hosts, u.Host)
		}
	}
	for _, r := range w.requests("userinfo") {
		u, err := url.Parse(r.URL)
		if err == nil && !slices.Contains(hosts, u.Host) && (r.Header.Get("Authorization") != "" || r.Query.Has("access_token") || r.Form.Has("access_token")) {
			return verdict.Mismatchf("no token to a host that the application was only led to", "one to %s", u.Host)
		}
	}
	return w.cleanSignIn(ctx)
}
