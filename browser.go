package oauthspec

import (
	"context"
	"errors"
	"net"
	"net/url"

	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/servers"
)

// browser opens the run's Chromium: the one that was named, or the first that is found.
func (o Options) browser(ctx context.Context, d *drivers, gs []ground) error {
	path, why := useragent.FindBrowser(o.Browser)
	if path == "" && o.BrowserURL == "" {
		return errors.New(why)
	}
	r := useragent.RodOptions{Binary: path, RemoteURL: o.BrowserURL, Timeout: 3 * o.Timeout, IgnoreCerts: o.Target.Builtin || o.Target.Roots != nil, LoopbackOnly: true}
	for _, g := range gs {
		r.LoopbackOnly = r.LoopbackOnly && onLoopback(g.profile)
	}
	rod, err := useragent.NewRod(ctx, r)
	if err != nil {
		return err
	}
	d.rod = rod
	return nil
}

// onLoopback says whether a browser needs no name resolution for a target: its issuer is on loopback. Redirect URIs are
// never fetched.
func onLoopback(p servers.Profile) bool {
	u, err := url.Parse(p.Issuer)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
