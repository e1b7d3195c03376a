package client_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// signingKey makes a key for assertions, and the JWK Set to register.
func signingKey(t *testing.T) (private, set []byte) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	jwk := jose.JSONWebKey{Key: k, KeyID: "app", Algorithm: "ES256", Use: "sig"}
	if private, err = json.Marshal(jwk); err != nil {
		t.Fatal(err)
	}
	if set, err = json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{jwk.Public()}}); err != nil {
		t.Fatal(err)
	}
	return private, set
}
