package harness

import (
	"crypto/rand"
	"encoding/json"
	"maps"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// situated are flaws that take more than options: the issuer that has them.
var situated = map[string]func(h *Harness, n int) func(*authserver.Options){
	"shows a certificate of an authority that nobody trusts once it has issued a token": func(h *Harness, n int) func(*authserver.Options) {
		return token(func(map[string]any) {
			_ = h.certify(n, "shows a certificate of an authority that nobody trusts") // on an error the good one stays, and is seen
		})
	},
	"publishes metadata whose signed half names another authorization endpoint": func(h *Harness, n int) func(*authserver.Options) {
		return metadata(func(m map[string]any) {
			claims := map[string]any{"iss": m["issuer"], "authorization_endpoint": m["authorization_endpoint"]}
			m["authorization_endpoint"] = h.issuers[n].url + "/elsewhere"
			m["signed_metadata"] = h.signed(n, claims)
		})
	},
	"signs the ID token with a key that the token says where to find": func(h *Harness, _ int) func(*authserver.Options) {
		return foreignKey(func(header map[string]any, public jose.JSONWebKey, issuer string) error {
			set, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{public}})
			h.Publish("/jwks-of-nobody", set)
			header["jku"] = issuer + "/jwks-of-nobody"
			return err
		})
	},
	"goes by the name of the first": func(h *Harness, _ int) func(*authserver.Options) {
		return metadata(func(m map[string]any) { m["issuer"] = h.issuers[0].url })
	},
	"tells a user's credit score in somebody else's name": func(h *Harness, n int) func(*authserver.Options) {
		return telling("credit_score", func() map[string]any {
			return map[string]any{"JWT": h.signed(n, map[string]any{"iss": h.issuers[n].url, "credit_score": 650})}
		})
	},
	"says where a user's credit score is told": func(h *Harness, n int) func(*authserver.Options) {
		source := map[string]any{"endpoint": h.issuers[n].url + "/claims", "access_token": rand.Text()}
		return telling("credit_score", func() map[string]any { return source })
	},
}

// signed is a JWT of an issuer's; "" where it cannot be made, which whoever reads it sees.
func (h *Harness) signed(n int, claims map[string]any) string {
	jwt, _ := h.issuers[n].as.Sign(h.alg, map[string]any{}, maps.Clone(claims))
	return jwt
}

// telling has UserInfo name a claim that comes from elsewhere (OpenID Connect Core section 5.6.2).
func telling(claim string, source func() map[string]any) func(*authserver.Options) {
	return func(o *authserver.Options) {
		next := o.Userinfo.Claims
		o.Userinfo.Claims = func(p *authserver.Presented, m map[string]any) {
			next(p, m)
			m["_claim_names"] = map[string]any{claim: "src1"}
			m["_claim_sources"] = map[string]any{"src1": source()}
		}
	}
}
