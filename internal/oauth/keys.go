package oauth

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"strings"
	"sync"

	"github.com/go-jose/go-jose/v4"
)

// strangers are keys of nobody, one for each algorithm: making an RSA key takes long.
var strangers sync.Map

// NewKey is a private key of the type that an algorithm needs, which no server knows. It is the same for a whole process.
func NewKey(alg jose.SignatureAlgorithm) (crypto.Signer, error) {
	if k, ok := strangers.Load(alg); ok {
		return k.(crypto.Signer), nil
	}
	k, err := FreshKey(alg)
	if err != nil {
		return nil, err
	}
	first, _ := strangers.LoadOrStore(alg, k)
	return first.(crypto.Signer), nil
}

// FreshKey is a new private key of the type that an algorithm needs.
func FreshKey(alg jose.SignatureAlgorithm) (k crypto.Signer, err error) {
	switch {
	case alg == jose.EdDSA:
		_, k, err = ed25519.GenerateKey(rand.Reader)
	case strings.HasPrefix(string(alg), "ES"):
		k, err = ecdsa.GenerateKey(map[jose.SignatureAlgorithm]elliptic.Curve{
			jose.ES256: elliptic.P256(), jose.ES384: elliptic.P384(), jose.ES512: elliptic.P521()}[alg], rand.Reader)
	default:
		k, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	if err != nil {
		return nil, fmt.Errorf("make a key for %s: %w", alg, err)
	}
	return k, nil
}

// KeyAlgorithm is what a key says it is for, else the commonest algorithm for keys of its type.
func KeyAlgorithm(k jose.JSONWebKey) jose.SignatureAlgorithm {
	if k.Algorithm != "" {
		return jose.SignatureAlgorithm(k.Algorithm)
	}
	switch k.Key.(type) {
	case *rsa.PrivateKey:
		return jose.RS256
	case ed25519.PrivateKey:
		return jose.EdDSA
	}
	return jose.ES256
}
