package oauthspec

import (
	"context"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// Reach starts the target where it comes with a start script, waits for it, and finds out where its endpoints are and
// what it can do, as Verify does before it judges. Of the Options it reads Target, Timeout, Wait and Secrets. stop ends
// what was started. The error is a *[UsageError] or an *[UnreachableError].
func Reach(ctx context.Context, o Options) (t servers.Target, f servers.Facts, stop func(), err error) {
	o = o.defaults()
	if role := o.Target.Profile.Role(); role != "as" {
		return t, f, nil, usage("target %s is no authorization server: its role is %s", o.Target.Name, role)
	}
	if stop, err = o.start(ctx); err != nil {
		return t, f, nil, o.Secrets.Error(err)
	}
	o.keepSecrets(o.Target.Profile)
	tr := o.transport()
	defer tr.CloseIdleConnections()
	f, err = o.reach(ctx, &oauth.Client{Transport: tr, Timeout: o.Timeout}, o.Target.Profile)
	if err != nil {
		stop()
		return t, f, nil, o.Secrets.Error(err)
	}
	return o.Target, f, stop, nil
}
