package loadtest

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// A minted token was made before the clock starts.
type minted struct {
	access, refresh string
	client          servers.Client
	party           party
}

// minted asks for tokens before the clock starts. They must live as long as the run.
func (s *setup) minted(ctx context.Context, r oauth.Request, c servers.Client, p party) (minted, error) {
	m := minted{client: c, party: p}
	a, err := s.http.Do(ctx, r)
	if err != nil {
		return m, err
	}
	if a.Status != 200 || a.Text("access_token") == "" {
		return m, refusef("client %s got no token before the clock started: %s", c.Name, a)
	}
	m.access, m.refresh = a.Text("access_token"), a.Text("refresh_token")
	if n, ok := a.JSON["expires_in"].(json.Number); ok {
		if lives, err := time.ParseDuration(n.String() + "s"); err == nil && lives < s.o.Warmup+s.o.Hold {
			return m, refusef("access tokens live %s, which is shorter than the run: the flow %s uses those made before it began", lives, s.o.Flow)
		}
	}
	return m, nil
}

// A mint makes tokens of one client, before the clock starts.
type mint func(ctx context.Context) (minted, error)

// mint is how tokens can be had: by client credentials where that is offered, else by sign-ins. names, where there are
// any, says which client it must be; refusing ones without credentials where only those with some will do.
func (s *setup) mint(names []string, authenticated bool) (mint, error) {
	suits := func(c servers.Client) bool { return c.AuthMethod() != "none" && may(c, "client_credentials") }
	if s.facts.Can("client_credentials") {
		if cs, err := s.clientsNamed(names, "client that may use client credentials", suits); err == nil {
			return s.byCredentials(cs[0])
		}
	}
	x, err := s.signIns(names, false)
	if err != nil {
		return nil, err
	}
	if authenticated && x.client.AuthMethod() == "none" {
		return nil, refusef("client %s has no credentials", x.client.Name)
	}
	return func(ctx context.Context) (minted, error) { return x.tokens(ctx, s) }, nil
}

func (s *setup) byCredentials(c servers.Client) (mint, error) {
	at, err := s.endpoint("token")
	if err != nil {
		return nil, err
	}
	auth, err := s.auth(c)
	if err != nil {
		return nil, err
	}
	form := url.Values{"grant_type": {"client_credentials"}}
	if scope := s.scope(c); scope != "" {
		form.Set("scope", scope)
	}
	return func(ctx context.Context) (minted, error) {
		if ctx.Err() != nil {
			return minted{}, ctx.Err()
		}
		return s.minted(ctx, oauth.Request{URL: at.url, Form: form, Auth: auth}, c, party{client: c.ID})
	}, nil
}

// some makes n things before the clock starts, at most so many.
func some[T any](n, most int, what string, make1 func() (T, error)) ([]T, error) {
	if n > most {
		return nil, refusef("%d %s would have to be made before the clock starts, and %d is the most: lower the rate or the duration", n, what, most)
	}
	return pooled(n, func(int) (T, error) { return make1() })
}
