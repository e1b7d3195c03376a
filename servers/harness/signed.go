package harness

import (
	"encoding/base64"
	"strings"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// signing makes an issuer address what it signs of a token (RFC 9701 section 5) to the API that asks, which is the first of the
// clients, under each name that it may have here.
func (h *Harness) signing(o *authserver.Options, clients []servers.Client) {
	o.Introspect.Signed.Claims = func(_ *authserver.Call, claims map[string]any) {
		audience := []any{}
		for _, c := range clients {
			audience = append(audience, c.ID)
		}
		if said, ok := claims["token_introspection"].(map[string]any); ok && said["aud"] != nil {
			audience = append(audience, said["aud"])
		}
		claims["aud"] = audience
	}
}

// answerClaim has a signed answer say something else.
func answerClaim(name, value string) func(o *authserver.Options) {
	return func(o *authserver.Options) {
		clean := o.Introspect.Signed.Claims
		o.Introspect.Signed.Claims = func(c *authserver.Call, claims map[string]any) {
			clean(c, claims)
			claims[name] = value
		}
	}
}

func init() {
	flaws["signs what it says of tokens as something else"] = func(o *authserver.Options) {
		o.Introspect.Signed.Header = func(_ *authserver.Call, header map[string]any) { header["typ"] = "JWT" }
	}
	flaws["says of tokens what it does in another issuer's name"] = answerClaim("iss", "https://other.example")
	flaws["says of tokens what it does to somebody else"] = answerClaim("aud", "somebody-else")
	flaws["changes what it says of tokens after signing it"] = func(o *authserver.Options) {
		o.Introspect.Signed.Reply = func(_ *authserver.Call, r *authserver.Reply) {
			parts := strings.Split(string(r.Body), ".")
			if b, err := base64.RawURLEncoding.DecodeString(parts[1]); err == nil {
				parts[1] = base64.RawURLEncoding.EncodeToString(append([]byte{' '}, b...)) // the same claims, and another text
			}
			r.Body = []byte(strings.Join(parts, "."))
		}
	}
}
