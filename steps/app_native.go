package steps

import (
	"context"
	"errors"
	"net/url"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a native application`, func(w *World) any {
		return w.appHas(func(c servers.Client) bool { return c.Kind == servers.Native }, "is no native one")
	})
	given(`a native application that has no secret`, func(w *World) any {
		return w.appHas(func(c servers.Client) bool { return c.Kind == servers.Native && c.AuthMethod() == "none" }, "is no native one without a secret")
	})
	then(`the code is protected by PKCE`, func(w *World) any {
		return w.redeemed(func(a, t servers.Received) error {
			if asked(a).Get("code_challenge") == "" || t.Form.Get("code_verifier") == "" {
				return verdict.Mismatchf("a code challenge and its verifier", "a sign-in without them")
			}
			return nil
		})
	})
	then(`the redirect URI does not rely on the name localhost`, func(w *World) any { return w.noLocalhost })
	then(`each of the two servers had a redirect URI of its own`, func(w *World) any { return w.ownRedirects })

	phrase("at the redirect URI of the second server", func(w *World) ([]oauth.Mutation, error) {
		if w.signs.second.URL == w.signs.answers[""].URL {
			return nil, &verdict.NotApplicable{Reason: "the application has one redirect URI for both servers", Section: "RFC 8252 section 8.10"}
		}
		return []oauth.Mutation{func(r *oauth.Request) { r.URL = w.signs.second.URL }}, nil
	})
}

// noLocalhost looks at where an application asked to be answered. Where it does not say, its registration does.
func (w *World) noLocalhost(context.Context) error {
	all := w.begun()
	if len(all) == 0 {
		return errors.New("there is no authorization request to look at")
	}
	u, err := url.Parse(asked(all[0]).Get("redirect_uri"))
	if err != nil {
		return err
	}
	if u.Hostname() == "localhost" {
		return verdict.Mismatchf("a loopback address, or another scheme than http", "a redirect URI at localhost")
	}
	return nil
}

// ownRedirects compares where the answers of two servers went.
func (w *World) ownRedirects(context.Context) error {
	if w.signs.second.URL == w.signs.answers[""].URL {
		return verdict.Mismatchf("a redirect URI for each server", "one for both")
	}
	return nil
}

// sameRedirect says whether a browser is at a registered redirect URI; that of a native application may be at any port of the
// loopback interface (RFC 8252 section 7.3).
func sameRedirect(c servers.Client, registered, at *url.URL) bool {
	if registered.Scheme != at.Scheme || registered.Path != at.Path {
		return false
	}
	return registered.Host == at.Host || c.Kind == servers.Native && isLoopback(registered) && registered.Hostname() == at.Hostname()
}
