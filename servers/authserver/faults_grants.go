package authserver

import (
	"context"

	"github.com/ory/fosite"
	"github.com/ory/fosite/handler/oauth2"
)

// The grants that a server should not offer any more live here, for the faults that offer them.

// password is the grant of RFC 6749 §4.3.
func (c *Call) password() error {
	for i := range c.s.o.Users {
		u := &c.s.o.Users[i]
		if u.Name == c.Form.Get("username") && u.Password == c.Form.Get("password") {
			c.Scope = scopeOr(c.Form.Get("scope"), c.s.o.DefaultScope)
			return c.issue(u, has(c.Client.Grants, "refresh_token"))
		}
	}
	return errGrant
}

// call makes a token call out of an authorization, for what issues tokens at the authorization endpoint.
func (a *Authorization) call() *Call {
	return &Call{HTTP: a.HTTP, Form: a.Params, Client: a.Client, Scope: a.Scope, s: a.s}
}

// issue gives out an access token for a user, and a refresh token when asked to.
func (c *Call) issue(u *User, refresh bool) error {
	x := c.s.newSession()
	x.User, x.AuthTime = u, c.s.now()
	x.Sub = use(c.s, &c.s.o.IDToken.Subject)(c.s, c.Client.Client, u)
	x.lasts(fosite.AccessToken, c.lifetime())
	x.SetExpiresAt(fosite.AccessToken, x.AuthTime)
	c.Family = new(Family)
	if err := c.run(x, anyGrant{c.s.grants.credentials.HandleHelper}); err != nil {
		return err
	}
	if refresh {
		return c.addRefresh(x)
	}
	return nil
}

// anyGrant issues an access token whatever the grant is.
type anyGrant struct{ *oauth2.HandleHelper }

func (anyGrant) HandleTokenEndpointRequest(context.Context, fosite.AccessRequester) error { return nil }

func (g anyGrant) PopulateTokenEndpointResponse(ctx context.Context, req fosite.AccessRequester, out fosite.AccessResponder) error {
	_, err := g.IssueAccessToken(ctx, callOf(ctx).lifetime(), req, out)
	return err
}

func (anyGrant) CanSkipClientAuth(context.Context, fosite.AccessRequester) bool { return false }

func (anyGrant) CanHandleTokenEndpointRequest(context.Context, fosite.AccessRequester) bool {
	return true
}
