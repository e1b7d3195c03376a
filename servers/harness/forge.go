package harness

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"math/big"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// foreign are keys that no issuer publishes, by algorithm, made once a process.
var foreign = map[string]func() (crypto.Signer, error){
	"RS256": sync.OnceValues(func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) }),
	"ES256": sync.OnceValues(func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }),
}

// forge signs a JWT with a key that is nobody's.
func forge(alg string, header, claims map[string]any) (string, error) {
	key, err := foreign[alg]()
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
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(alg), Key: key}, o)
	if err != nil {
		return "", fmt.Errorf("forge a JWT: %w", err)
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("forge a JWT: %w", err)
	}
	return jws.CompactSerialize()
}

// foreignKey has ID tokens signed with a key that no issuer publishes among its own, and say of it where it can be had.
func foreignKey(tell func(header map[string]any, public jose.JSONWebKey, issuer string) error) func(*authserver.Options) {
	return func(o *authserver.Options) {
		issuer := o.Issuer
		o.IDToken.Sign = func(_ *authserver.Call, alg string, header, claims map[string]any) (string, error) {
			key, err := foreign[alg]()
			if err != nil {
				return "", fmt.Errorf("make a key that is nobody's: %w", err)
			}
			header["kid"] = "never-published"
			public := jose.JSONWebKey{Key: key.Public(), KeyID: "never-published", Algorithm: alg, Use: "sig"}
			if err := tell(header, public, issuer); err != nil {
				return "", err
			}
			return forge(alg, header, claims)
		}
	}
}

// selfSigned is a certificate for that key, in DER, which nobody else has signed.
func selfSigned(alg string) ([]byte, error) {
	key, err := foreign[alg]()
	if err != nil {
		return nil, fmt.Errorf("make a key that is nobody's: %w", err)
	}
	self := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, self, self, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("make a certificate that is nobody's: %w", err)
	}
	return der, nil
}
