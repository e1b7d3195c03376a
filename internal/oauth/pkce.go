package oauth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// Random is n random bytes in base64url: 22 characters for 16 bytes, 43 for 32.
func Random(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b)
}

// S256 is the code challenge of a verifier (RFC 7636 section 4.2).
func S256(verifier string) string {
	h := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(h[:])
}
