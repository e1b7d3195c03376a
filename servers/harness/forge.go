package harness

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/go-jose/go-jose/v4"
)

// foreign is a key that no issuer publishes, made once a process.
var foreign = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// forge signs a JWT with RS256 and a key that is nobody's.
func forge(header, claims map[string]any) (string, error) {
	key, err := foreign()
	if err != nil {
		return "", fmt.Errorf("make a key that is nobody's: %w", err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("encode claims: %w", err)
	}
	o := &jose.SignerOptions{}
	for name, value := range header {
		if name != "alg" {
			o.WithHeader(jose.HeaderKey(name), value)
		}
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, o)
	if err != nil {
		return "", fmt.Errorf("forge a JWT: %w", err)
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("forge a JWT: %w", err)
	}
	return jws.CompactSerialize()
}
