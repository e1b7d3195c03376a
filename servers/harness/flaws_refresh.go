package harness

import (
	"net/http"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// The flaws of ID tokens that come with a refresh, which an API has a client ask for by refusing its token.
func init() {
	const api = "refuses it, of a server that "
	flaws[api+"names another issuer as it refreshes"] = refreshing(func(m map[string]any) { m["iss"] = "https://other.example" })
	flaws[api+"names another user as it refreshes"] = refreshing(func(m map[string]any) { m["sub"] = servers.Impostor })
	flaws[api+"writes nonsense for an ID token as it refreshes"] = func(o *authserver.Options) {
		refreshing(func(map[string]any) {})(o)
		next := o.IDToken.Sign
		o.IDToken.Sign = func(c *authserver.Call, alg string, header, claims map[string]any) (string, error) {
			if c.Grant == "refresh_token" {
				return "nonsense", nil
			}
			return next(c, alg, header, claims)
		}
	}
}

// refreshing changes the claims of refreshed ID tokens, and has the API refuse every token.
func refreshing(change func(m map[string]any)) func(*authserver.Options) {
	return func(o *authserver.Options) {
		refusing(http.StatusUnauthorized, "invalid_token")(o)
		claims(func(c *authserver.Call, m map[string]any) {
			if c.Grant == "refresh_token" {
				change(m)
			}
		})(o)
	}
}
