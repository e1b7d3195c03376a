package oauth

import (
	"crypto"
	"crypto/hmac"
	"crypto/sha256"
	_ "crypto/sha512" // registered for LeftHalf
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// A JWT is a compact JWS taken apart, not yet believed.
type JWT struct {
	Raw    string
	Header map[string]any
	Claims map[string]any // numbers are json.Number
}

// ParseJWT takes a compact JWS apart without verifying it.
func ParseJWT(raw string) (JWT, error) {
	t := JWT{Raw: raw}
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return t, fmt.Errorf("a JWT in compact form has three segments, this has %d", len(parts))
	}
	for i, into := range []*map[string]any{&t.Header, &t.Claims} {
		b, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			return t, fmt.Errorf("segment %d is not base64url: %w", i+1, err)
		}
		if *into, err = object(b); err != nil {
			return t, fmt.Errorf("segment %d is not a JSON object: %w", i+1, err)
		}
	}
	return t, nil
}

// Text is a claim that is a string, else "".
func (t JWT) Text(claim string) string {
	s, _ := t.Claims[claim].(string)
	return s
}

// Algorithms are those of a signature that a JWK Set can verify.
var Algorithms = []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512,
	jose.ES256, jose.ES384, jose.ES512, jose.EdDSA}

// Verify checks the signature with a key of the set: the one its kid names, else each of the right type.
func (t JWT) Verify(keys jose.JSONWebKeySet) error {
	s, err := jose.ParseSignedCompact(t.Raw, Algorithms)
	if err != nil {
		return err
	}
	candidates := keys.Keys
	if kid := s.Signatures[0].Header.KeyID; kid != "" {
		candidates = keys.Key(kid)
	}
	err = fmt.Errorf("no key of the set has kid %q", s.Signatures[0].Header.KeyID)
	for _, k := range candidates {
		if _, err = s.Verify(k); err == nil {
			return nil
		}
	}
	return err
}

// Sign makes a compact JWS over claims. The key is a jose.JSONWebKey, a crypto.Signer or, for HS256, bytes.
func Sign(alg jose.SignatureAlgorithm, key any, header map[string]any, claims map[string]any) (string, error) {
	b, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	return SignBytes(alg, key, header, b)
}

// SignBytes is Sign over a payload that need not be claims. A header parameter that is nil is left out.
func SignBytes(alg jose.SignatureAlgorithm, key any, header map[string]any, payload []byte) (string, error) {
	o := (&jose.SignerOptions{}).WithType("JWT")
	for k, v := range header {
		if o.WithHeader(jose.HeaderKey(k), v); v == nil {
			delete(o.ExtraHeaders, jose.HeaderKey(k))
		}
	}
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, o)
	if err != nil {
		return "", err
	}
	j, err := s.Sign(payload)
	if err != nil {
		return "", err
	}
	return j.CompactSerialize()
}

// HS256 is a JWT over claims that is keyed with any bytes, be they as few as none.
func HS256(key []byte, header, claims map[string]any) string {
	h := map[string]any{"alg": "HS256", "typ": "JWT"}
	maps.Copy(h, header)
	input := segment(h) + "." + segment(claims)
	m := hmac.New(sha256.New, key)
	m.Write([]byte(input))
	return input + "." + base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// Unsigned is a JWT with alg none (RFC 7519 section 6).
func Unsigned(header, claims map[string]any) string {
	h := map[string]any{"alg": "none", "typ": "JWT"}
	for k, v := range header {
		h[k] = v
	}
	return segment(h) + "." + segment(claims) + "."
}

func segment(v map[string]any) string {
	b, _ := json.Marshal(v) // maps of JSON values always encode
	return base64.RawURLEncoding.EncodeToString(b)
}

// LeftHalf is at_hash or c_hash of a value under a signing algorithm (OpenID Connect Core section 3.1.3.6).
// EdDSA has no registered hash of its own; SHA-512 is what Ed25519 uses.
func LeftHalf(alg, value string) string {
	h := crypto.SHA256
	switch {
	case strings.HasSuffix(alg, "384"):
		h = crypto.SHA384
	case strings.HasSuffix(alg, "512"), alg == "EdDSA":
		h = crypto.SHA512
	}
	d := h.New()
	d.Write([]byte(value))
	sum := d.Sum(nil)
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}
