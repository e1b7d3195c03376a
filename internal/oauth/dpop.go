package oauth

import (
	"crypto"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// A Prover holds a key, and proves with each request that it does (RFC 9449).
type Prover struct {
	Alg jose.SignatureAlgorithm
	Key crypto.Signer
}

// Proving adds a proof that is made for the request as it stands: token is the access token that it is sent with, nonce what the
// server handed out last; either may be empty.
func (p Prover) Proving(now time.Time, token, nonce string) Mutation {
	return func(r *Request) {
		raw, err := p.proof(*r, now, token, nonce)
		if err != nil && r.err == nil {
			r.err = fmt.Errorf("prove a key to %s: %w", r.URL, err)
		}
		r.Header.Set("DPoP", raw)
	}
}

func (p Prover) proof(r Request, now time.Time, token, nonce string) (string, error) {
	target, _, _ := strings.Cut(r.URL, "#")
	target, _, _ = strings.Cut(target, "?")
	claims := map[string]any{"jti": Random(16), "htm": r.Method, "htu": target, "iat": now.Unix()}
	if token != "" {
		sum := sha256.Sum256([]byte(token))
		claims["ath"] = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if nonce != "" {
		claims["nonce"] = nonce
	}
	public := jose.JSONWebKey{Key: p.Key.Public()}
	return Sign(p.Alg, p.Key, map[string]any{"typ": "dpop+jwt", "jwk": public}, claims)
}

// NewNonce is the nonce that an answer demands of the next proof, or "" (RFC 9449 sections 8 and 9).
func (a Answer) NewNonce() string {
	why := a.Text("error")
	if a.Status == http.StatusUnauthorized {
		why += strings.Join(a.Header.Values("WWW-Authenticate"), ",")
	}
	if !strings.Contains(why, "use_dpop_nonce") {
		return ""
	}
	return a.Header.Get("DPoP-Nonce")
}
