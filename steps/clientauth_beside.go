package steps

import (
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

func init() {
	for _, alg := range []string{"none", "nOnE"} {
		phrase("with an assertion of algorithm "+alg+" as well", unsignedBeside(alg))
	}
}

// unsignedBeside adds an assertion to the authentication there is that anybody could have written.
func unsignedBeside(alg string) how {
	return func(w *World) ([]oauth.Mutation, error) {
		claims := map[string]any{"iss": w.client.ID, "sub": w.client.ID, "aud": w.in.Profile.Issuer, "jti": oauth.Random(16),
			"iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix()}
		return []oauth.Mutation{
			oauth.With("client_assertion", oauth.Unsigned(map[string]any{"alg": alg}, claims)),
			oauth.With("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
		}, nil
	}
}
