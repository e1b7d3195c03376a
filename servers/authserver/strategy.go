package authserver

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/ory/fosite"
)

// strategy makes codes and tokens for fosite's handlers. The store knows a code or token by its hash, so that it
// holds nothing that could be used; that it is known there is its validity.
type strategy struct{ s *Server }

// signature is the key under which the store knows a code or token.
func signature(token string) string {
	h := sha256.Sum256([]byte(token))
	return string(h[:])
}

func signed(token string, err error) (string, string, error) { return token, signature(token), err }

func (t strategy) AccessTokenSignature(_ context.Context, token string) string {
	return signature(token)
}
func (t strategy) RefreshTokenSignature(_ context.Context, token string) string {
	return signature(token)
}
func (t strategy) AuthorizeCodeSignature(_ context.Context, token string) string {
	return signature(token)
}

func (t strategy) GenerateAccessToken(ctx context.Context, req fosite.Requester) (string, string, error) {
	c := callOf(ctx)
	c.Scope = req.GetGrantedScopes()
	if t.s.o.AccessTokenFormat == "jwt" {
		return signed(c.accessJWT(req.GetSession().(*Session)))
	}
	return signed(use(t.s, &t.s.o.Access.Make)(c))
}

func (t strategy) GenerateRefreshToken(ctx context.Context, _ fosite.Requester) (string, string, error) {
	return signed(use(t.s, &t.s.o.Token.Refresh.Make)(callOf(ctx)))
}

func (t strategy) GenerateAuthorizeCode(ctx context.Context, _ fosite.Requester) (string, string, error) {
	return signed(use(t.s, &t.s.o.Authorize.Code.Make)(authorizationOf(ctx)))
}

func (t strategy) ValidateAccessToken(context.Context, fosite.Requester, string) error   { return nil }
func (t strategy) ValidateRefreshToken(context.Context, fosite.Requester, string) error  { return nil }
func (t strategy) ValidateAuthorizeCode(context.Context, fosite.Requester, string) error { return nil }

// GenerateIDToken implements openid.OpenIDConnectTokenStrategy.
func (t strategy) GenerateIDToken(ctx context.Context, _ time.Duration, req fosite.Requester) (string, error) {
	return callOf(ctx).idToken(req.GetSession().(*Session))
}
