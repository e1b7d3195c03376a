package authserver

import (
	"context"
	"net/url"

	"github.com/ory/fosite"
	"github.com/ory/fosite/handler/openid"
)

// storage is the store as fosite's handlers see it. The front has looked up and judged the code or the refresh
// token before a handler runs, so that each judgement is one seam; what a handler reads here is what was judged
// good, and its own comparisons hold.
type storage struct{ s *Server }

type callKey struct{}

func callOf(ctx context.Context) *Call { c, _ := ctx.Value(callKey{}).(*Call); return c }

type authorizationKey struct{}

func authorizationOf(ctx context.Context) *Authorization {
	a, _ := ctx.Value(authorizationKey{}).(*Authorization)
	return a
}

// granted gives the request's record as fosite wants it.
func (c *Call) granted() *fosite.Request {
	x := c.Record.Session.clone()
	c.lifetimes(x)
	form := url.Values{"redirect_uri": {c.Form.Get("redirect_uri")}}
	if c.Record.Challenge != "" {
		form.Set("code_challenge", c.Record.Challenge)
		form.Set("code_challenge_method", c.Record.Method)
	}
	return &fosite.Request{
		ID: grantID, Client: c.Client, RequestedAt: c.Record.IssuedAt, Form: form, Session: x,
		RequestedScope: c.Record.Scope, GrantedScope: c.Record.Scope,
	}
}

// grantID stands for fosite's request id: families are known by address.
const grantID = "grant"

func (t storage) CreateAuthorizeCodeSession(ctx context.Context, signature string, req fosite.Requester) error {
	a, x := authorizationOf(ctx), req.GetSession().(*Session)
	r := &Record{
		Family: new(Family), Client: a.Client, Session: x, Scope: a.Scope, Expires: x.expires.code,
		Redirect: a.Params.Get("redirect_uri"), Challenge: a.Params.Get("code_challenge"),
		Method: a.Params.Get("code_challenge_method"), IssuedAt: t.s.now(), JKT: a.Params.Get("dpop_jkt"),
	}
	t.s.store.codes.put(signature, r, r.Expires, t.s.now(), t.s.o.MaxRecords)
	return nil
}

func (t storage) GetAuthorizeCodeSession(ctx context.Context, _ string, _ fosite.Session) (fosite.Requester, error) {
	return callOf(ctx).granted(), nil
}

func (t storage) InvalidateAuthorizeCodeSession(ctx context.Context, _ string) error {
	if c := callOf(ctx); !use(t.s, &t.s.o.Store.UseCode)(c.Record) {
		return fosite.ErrInvalidatedAuthorizeCode
	}
	return nil
}

func (t storage) CreateAccessTokenSession(ctx context.Context, signature string, req fosite.Requester) error {
	t.keep(ctx, &t.s.store.access, signature, req, fosite.AccessToken, use(t.s, &t.s.o.DPoP.Access)(callOf(ctx)))
	return nil
}

func (t storage) CreateRefreshTokenSession(ctx context.Context, signature, _ string, req fosite.Requester) error {
	c, granted := callOf(ctx), *(req.(*fosite.Request))
	granted.GrantedScope = use(t.s, &t.s.o.Token.Refresh.Keep)(c)
	t.keep(ctx, &t.s.store.refresh, signature, &granted, fosite.RefreshToken, use(t.s, &t.s.o.DPoP.Keep)(c))
	return nil
}

func (t storage) keep(ctx context.Context, in *table[*Record], signature string, req fosite.Requester, kind fosite.TokenType, jkt string) {
	c, x := callOf(ctx), req.GetSession().(*Session)
	r := &Record{
		Family: c.Family, Client: c.Client, Session: x, Scope: req.GetGrantedScopes(),
		Expires: *x.expires.of(kind), IssuedAt: t.s.now(), JKT: jkt,
	}
	in.put(signature, r, r.Expires, r.IssuedAt, t.s.o.MaxRecords)
}

func (t storage) GetAccessTokenSession(context.Context, string, fosite.Session) (fosite.Requester, error) {
	return nil, fosite.ErrNotFound
}

func (t storage) DeleteAccessTokenSession(context.Context, string) error { return nil }

func (t storage) GetRefreshTokenSession(ctx context.Context, _ string, _ fosite.Session) (fosite.Requester, error) {
	return callOf(ctx).granted(), nil
}

func (t storage) DeleteRefreshTokenSession(context.Context, string) error { return nil }

func (t storage) RotateRefreshToken(ctx context.Context, _, _ string) error {
	if c := callOf(ctx); !use(t.s, &t.s.o.Token.Refresh.Rotate)(c) {
		return fosite.ErrInactiveToken
	}
	return nil
}

func (t storage) RevokeRefreshToken(ctx context.Context, _ string) error {
	use(t.s, &t.s.o.Store.RevokeRefresh)(callOf(ctx).Record.Family)
	return nil
}

func (t storage) RevokeAccessToken(ctx context.Context, _ string) error {
	use(t.s, &t.s.o.Store.RevokeAccess)(callOf(ctx).Record.Family)
	return nil
}

// A PKCE session lives as long as its code. fosite deletes it before it compares the verifier, so that a second
// try needs none: github.com/ory/fosite/pull/883.
func (t storage) DeletePKCERequestSession(context.Context, string) error { return nil }

func (t storage) CreatePKCERequestSession(context.Context, string, fosite.Requester) error {
	return nil
}

func (t storage) GetPKCERequestSession(ctx context.Context, _ string, _ fosite.Session) (fosite.Requester, error) {
	c := callOf(ctx)
	if c.Record.Challenge == "" {
		return nil, fosite.ErrNotFound
	}
	return c.granted(), nil
}

func (t storage) CreateOpenIDConnectSession(context.Context, string, fosite.Requester) error {
	return nil
}

func (t storage) GetOpenIDConnectSession(ctx context.Context, _ string, _ fosite.Requester) (fosite.Requester, error) {
	if c := callOf(ctx); c.Record != nil {
		return c.granted(), nil
	}
	return nil, openid.ErrNoSessionFound
}

func (t storage) DeleteOpenIDConnectSession(context.Context, string) error { return nil }
