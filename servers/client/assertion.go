package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// assertion is RFC 7523 §3: who the client is, signed, for one request at one server.
func (s *Server) assertion(r *TokenRequest) (string, error) {
	var key jose.JSONWebKey
	if err := json.Unmarshal(r.Issuer.Key, &key); err != nil {
		return "", fmt.Errorf("read the key for %s: %w", r.Issuer.URL, err)
	}
	if key.Algorithm == "" {
		return "", errors.New("the key that signs assertions names no algorithm")
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(key.Algorithm), Key: key}, nil)
	if err != nil {
		return "", fmt.Errorf("use the key for %s: %w", r.Issuer.URL, err)
	}
	id, err := s.random()
	if err != nil {
		return "", err
	}
	now := s.now()
	claims, err := json.Marshal(map[string]any{
		"iss": r.Issuer.ClientID, "sub": r.Issuer.ClientID, "aud": r.Issuer.URL, "jti": id,
		"iat": now.Unix(), "exp": now.Add(time.Minute).Unix(),
	})
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(claims)
	if err != nil {
		return "", fmt.Errorf("sign an assertion: %w", err)
	}
	return signed.CompactSerialize()
}
