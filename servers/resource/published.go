package resource

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"sync"

	"github.com/go-jose/go-jose/v4"
)

// ownKeys are those of the API itself, one to sign with and one to encrypt to; every server of a process has the same.
var ownKeys = sync.OnceValues(func() (own []Key, err error) {
	for use, alg := range map[string]string{"sig": string(jose.ES256), "enc": string(jose.ECDH_ES)} {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, fmt.Errorf("make a key of the API: %w", err)
		}
		own = append(own, Key{Key: k, KeyID: "api-" + use, Algorithm: alg, Use: use})
	}
	return own, nil
})

// everything adds to the metadata what an API may publish besides (RFC 9728 §2).
func (s *Server) everything(m map[string]any) error {
	m["bearer_methods_supported"] = []string{"header", "body", "query"}
	m["jwks_uri"] = s.o.URL + "/jwks"
	m["resource_signing_alg_values_supported"] = []string{string(jose.ES256)}
	text, err := use(s, &s.o.Metadata.Sign)(s, maps.Clone(m))
	m["signed_metadata"] = text
	return err
}

// publish shows the API's public keys.
func (s *Server) publish(w http.ResponseWriter, _ *http.Request) {
	own, err := ownKeys()
	if err != nil {
		http.Error(w, "there are no keys", http.StatusInternalServerError)
		return
	}
	var public []Key
	for _, k := range own {
		public = append(public, k.Public())
	}
	write(w, http.StatusOK, "application/json", map[string]any{"keys": use(s, &s.o.Metadata.Keys)(public)})
}

// signed is a JWT of the API's own.
func signed(claims map[string]any) (string, error) {
	own, err := ownKeys()
	if err != nil {
		return "", err
	}
	for _, k := range own {
		if k.Use != "sig" {
			continue
		}
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(k.Algorithm), Key: k}, nil)
		if err != nil {
			return "", err
		}
		text, err := json.Marshal(claims)
		if err != nil {
			return "", err
		}
		j, err := signer.Sign(text)
		if err != nil {
			return "", err
		}
		return j.CompactSerialize()
	}
	return "", fmt.Errorf("the API has no key to sign with")
}
