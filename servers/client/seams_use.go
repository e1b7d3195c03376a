package client

import (
	"net/http"
	"net/url"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// IDTokenSeams are the checks of an ID token (OpenID Connect Core §3.1.3.7). The first ones say how go-oidc checks; the
// others check what it leaves to its caller.
type IDTokenSeams struct {
	Present   func(l *Login) (string, error)              `seam:"question"`
	Open      func(i *Issuer, raw string) (string, error) `seam:"question"` // decrypts; also of refreshed ones
	Keys      func(l *Login) oidc.KeySet                  `seam:"question"`
	Issuer    func(l *Login, c *oidc.Config)              `seam:"question"`
	Audience  func(l *Login, c *oidc.Config)              `seam:"question"`
	Expiry    func(l *Login, c *oidc.Config)              `seam:"question"`
	Algorithm func(l *Login, c *oidc.Config)              `seam:"question"`
	Signature func(l *Login, c *oidc.Config)              `seam:"question"`

	Subject  func(l *Login) error `seam:"question"`
	Trusted  func(l *Login) error `seam:"question"` // no further audience
	Azp      func(l *Login) error `seam:"question"`
	IssuedAt func(l *Login) error `seam:"question"`
	Nonce    func(l *Login) error `seam:"question"`
	AtHash   func(l *Login) error `seam:"question"`
	AuthTime func(l *Login) error `seam:"question"` // max_age was sent
	ACR      func(l *Login) error `seam:"question"` // acr_values was sent
}

// UserinfoSeams are the decisions about userinfo (OpenID Connect Core §5.3).
type UserinfoSeams struct {
	Wanted  func(l *Login) bool `seam:"question"`
	Fetch   func(l *Login) (*oidc.UserInfo, error)
	Subject func(l *Login, u *oidc.UserInfo) error                   `seam:"question"` // §5.3.4
	Claims  func(l *Login, u *oidc.UserInfo) (map[string]any, error) `seam:"question"`
	Merge   func(l *Login, claims map[string]any)                    `seam:"question"`
	Bearer  func(l *Login, given string) string                      `seam:"question"` // the token that distributed ones are asked for with
}

// RefreshSeams are the decisions of a refresh (RFC 6749 §6, OpenID Connect Core §12).
type RefreshSeams struct {
	Due     func(c *Call) bool                               `seam:"question"` // before a call, by expires_in
	Refused func(c *Call, status int, challenge string) bool `seam:"question"` // after one, by its answer
	Token   func(c *Call) string                             `seam:"question"` // the refresh token that is sent
	Params  func(c *Call, r *TokenRequest)                   `seam:"question"`
	Keep    func(c *Call, t *oauth2.Token) string            `seam:"question"` // the refresh token for the next time
	IDToken func(c *Call, t *oidc.IDToken) error             `seam:"question"` // Core §12.2
}

// CallSeams are the decisions of a call of the protected API (RFC 6750).
type CallSeams struct {
	Request func(c *Call, r *http.Request)                   // how the token is sent
	Scope   func(c *Call, status int, challenge string) bool `seam:"question"` // is more asked for than the token has
	Retry   func(c *Call) bool
}

// MachineSeams are the decisions of the application's calls on its own behalf (RFC 6749 §4.4).
type MachineSeams struct {
	Params func(c *Call, r *TokenRequest) `seam:"question"`
}

// LogoutSeams are the decisions of a sign-out (OpenID Connect RP-Initiated Logout §2).
type LogoutSeams struct {
	Local  func(s *Server, sid string)
	Params func(u *User, v url.Values)
}
