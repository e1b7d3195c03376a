package authserver

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"sync"

	"github.com/go-jose/go-jose/v4"
)

// keyring makes each signing key once a process, because an RSA key takes a scenario's time many times over.
var keyring = struct {
	sync.Mutex
	m map[string]*jose.JSONWebKey
}{m: map[string]*jose.JSONWebKey{}}

// key gives the signing key of an algorithm and generation.
func key(alg string, generation int32) (*jose.JSONWebKey, error) {
	keyring.Lock()
	defer keyring.Unlock()
	name := fmt.Sprintf("%s-%d", alg, generation)
	if k, ok := keyring.m[name]; ok {
		return k, nil
	}
	private, err := generate(alg)
	if err != nil {
		return nil, fmt.Errorf("make %s key: %w", alg, err)
	}
	k := &jose.JSONWebKey{Key: private, Algorithm: alg, Use: "sig"}
	print, err := k.Thumbprint(crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("name %s key: %w", alg, err)
	}
	k.KeyID = base64.RawURLEncoding.EncodeToString(print[:12])
	keyring.m[name] = k
	return k, nil
}

func generate(alg string) (crypto.Signer, error) {
	switch alg {
	case "ES256":
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "RS256":
		return rsa.GenerateKey(rand.Reader, 2048)
	case "EdDSA":
		_, k, err := ed25519.GenerateKey(rand.Reader)
		return k, err
	}
	return nil, fmt.Errorf("unknown algorithm")
}

// sign makes a compact JWS. The header's alg is the key's; the other members are the header's.
func (s *Server) sign(alg string, header, claims map[string]any) (string, error) {
	k, err := key(alg, s.rotated.Load())
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("encode claims: %w", err)
	}
	opts := &jose.SignerOptions{}
	for name, value := range header {
		if name != "alg" {
			opts.WithHeader(jose.HeaderKey(name), value)
		}
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(alg), Key: k.Key}, opts)
	if err != nil {
		return "", fmt.Errorf("sign with %s: %w", alg, err)
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("sign with %s: %w", alg, err)
	}
	return jws.CompactSerialize()
}

// Sign makes a compact JWS with the current key of an algorithm, whose kid it names unless the header does.
func (s *Server) Sign(alg string, header, claims map[string]any) (string, error) {
	if _, named := header["kid"]; !named {
		header["kid"] = s.kid(alg)
	}
	return s.sign(alg, header, claims)
}

// kid names the current key of an algorithm.
func (s *Server) kid(alg string) string {
	if k, err := key(alg, s.rotated.Load()); err == nil {
		return k.KeyID
	}
	return ""
}

// Rotate makes the server sign with new keys; the ones before stay published.
func (s *Server) Rotate() { s.rotated.Add(1) }

// PublicPEM is the first public key of an algorithm as every server here publishes it, in PEM: what an attacker has.
func PublicPEM(alg string) ([]byte, error) {
	k, err := key(alg, 0)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKIXPublicKey(k.Public().Key)
	if err != nil {
		return nil, fmt.Errorf("encode the public key of %s: %w", alg, err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), nil
}
