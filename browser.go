package oauthspec

import (
	"context"
	"errors"
	"net"
	"net/url"

	"github.com/oauthspec/oauthspec/servers"
)

// browser opens a Chromium.
func (o Options) browser(context.Context, *drivers, []ground) error {
	return errors.New("no browser yet")
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
