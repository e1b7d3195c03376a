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

// A Proof is one before it is signed and sent.
type Proof struct {
	Header, Claims map[string]any
	Sign           func(header, claims map[string]any) (string, error)
	Fields         func(raw string) []string // the DPoP header fields; nil is one that holds the proof
}

// A Flaw changes one thing about a proof.
type Flaw func(*Proof)

// Proving adds a proof that is made for the request as it stands: token is the access token that it is sent with, nonce what the
// server handed out last; either may be empty.
func (p Prover) Proving(now time.Time, token, nonce string, flaws ...Flaw) Mutation {
	return func(r *Request) {
		f := p.proof(*r, now, token, nonce)
		for _, flaw := range flaws {
			flaw(&f)
		}
		raw, err := f.Sign(f.Header, f.Claims)
		if err != nil && r.err == nil {
			r.err = fmt.Errorf("prove a key to %s: %w", r.URL, err)
		}
		fields := []string{raw}
		if f.Fields != nil {
			fields = f.Fields(raw)
		}
		r.Header[http.CanonicalHeaderKey("DPoP")] = fields
	}
}

func (p Prover) proof(r Request, now time.Time, token, nonce string) Proof {
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
	return Proof{Header: map[string]any{"typ": "dpop+jwt", "jwk": public}, Claims: claims,
		Sign: func(header, claims map[string]any) (string, error) { return Sign(p.Alg, p.Key, header, claims) }}
}

// Thumbprint names the key (RFC 7638).
func (p Prover) Thumbprint() (string, error) {
	sum, err := (&jose.JSONWebKey{Key: p.Key.Public()}).Thumbprint(crypto.SHA256)
	return base64.RawURLEncoding.EncodeToString(sum), err
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
