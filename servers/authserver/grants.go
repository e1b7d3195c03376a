package authserver

import (
	"context"
	"errors"
	"net/url"

	"github.com/ory/fosite"
	"github.com/ory/fosite/handler/oauth2"
	"github.com/ory/fosite/handler/openid"
	"github.com/ory/fosite/handler/pkce"
)

// grants are fosite's handlers, each called by the one grant that needs it: fosite asks every composed handler in
// turn, and each that does not feel responsible costs a stack trace.
type grants struct {
	code        oauth2.AuthorizeExplicitGrantHandler
	pkce        pkce.Handler
	refresh     oauth2.RefreshTokenGrantHandler
	credentials oauth2.ClientCredentialsGrantHandler
	idToken     openid.OpenIDConnectExplicitHandler
	idRefresh   openid.OpenIDConnectRefreshHandler
}

// compose sets every lazily assigned member of the configuration, because fosite would do so without a lock.
func (s *Server) compose() grants {
	conf := &fosite.Config{
		AccessTokenLifespan: s.o.Lifetimes.Access, RefreshTokenLifespan: s.o.Lifetimes.Refresh,
		AuthorizeCodeLifespan: s.o.Lifetimes.Code, IDTokenLifespan: s.o.Lifetimes.IDToken,
		ScopeStrategy:                  func([]string, string) bool { return true }, // judged by the front
		AudienceMatchingStrategy:       func([]string, []string) error { return nil },
		RedirectSecureChecker:          func(context.Context, *url.URL) bool { return true },
		RefreshTokenScopes:             []string{},
		OmitRedirectScopeParam:         true,
		EnablePKCEPlainChallengeMethod: true, // which methods there are, the authorization endpoint decides
	}
	t, st := storage{s}, strategy{s}
	ids := &openid.IDTokenHandleHelper{IDTokenStrategy: st}
	return grants{
		code: oauth2.AuthorizeExplicitGrantHandler{AccessTokenStrategy: st, RefreshTokenStrategy: st, AuthorizeCodeStrategy: st,
			CoreStorage: t, TokenRevocationStorage: t, Config: conf},
		pkce:    pkce.Handler{AuthorizeCodeStrategy: st, Storage: t, Config: conf},
		refresh: oauth2.RefreshTokenGrantHandler{AccessTokenStrategy: st, RefreshTokenStrategy: st, TokenRevocationStorage: t, Config: conf},
		credentials: oauth2.ClientCredentialsGrantHandler{Config: conf,
			HandleHelper: &oauth2.HandleHelper{AccessTokenStrategy: st, AccessTokenStorage: t, Config: conf}},
		idToken:   openid.OpenIDConnectExplicitHandler{OpenIDConnectRequestStorage: t, IDTokenHandleHelper: ids, Config: conf},
		idRefresh: openid.OpenIDConnectRefreshHandler{IDTokenHandleHelper: ids, Config: conf},
	}
}

// run lets a grant's handler check the call and fill the answer; then further ones add to the answer.
func (c *Call) run(x *Session, grant fosite.TokenEndpointHandler, more ...fosite.TokenEndpointHandler) error {
	ctx := context.WithValue(c.HTTP.Context(), callKey{}, c)
	req := fosite.NewAccessRequest(x)
	req.ID, req.Client, req.Form, req.GrantTypes = grantID, c.Client, c.Form, fosite.Arguments{c.Grant}
	req.RequestedScope, req.GrantedScope = c.Scope, c.Scope
	if err := grant.HandleTokenEndpointRequest(ctx, req); err != nil {
		return err
	}
	if c.Grant == "refresh_token" {
		req.GrantedScope = c.Scope // the handler granted the whole of it
	}
	c.out = fosite.NewAccessResponse()
	for _, h := range append([]fosite.TokenEndpointHandler{grant}, more...) {
		if err := h.PopulateTokenEndpointResponse(ctx, req, c.out); err != nil && !errors.Is(err, fosite.ErrUnknownRequest) {
			return err
		}
	}
	c.Scope = req.GetGrantedScopes()
	return nil
}

// lifetimes puts on x how long what this call issues will live.
func (c *Call) lifetimes(x *Session) {
	x.lasts(fosite.AccessToken, c.lifetime())
	x.lasts(fosite.RefreshToken, use(c.s, &c.s.o.Token.Refresh.Lifetime)(c))
}
