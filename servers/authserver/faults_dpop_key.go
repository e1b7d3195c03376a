package authserver

import (
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// proofKeyFaults break what a proof is signed with (RFC 9449 §4.3).
func proofKeyFaults() []Fault {
	return []Fault{
		{
			Name: "proof-unsigned", Violates: "rfc9449-4.3-alg", At: "dpop.proof.alg",
			Apply: func(o *Options) { takesAlg(o, "none", func(*Proof) bool { return true }) },
		},
		{
			Name: "proof-keyed", Violates: "rfc9449-4.3-alg", At: "dpop.proof.alg",
			Apply: func(o *Options) { takesAlg(o, "HS256", (*Proof).keyed) },
		},
		lax("proof-unverified", "rfc9449-4.3-signature", "signature", func(o *DPoPSeams) *func(*Proof) error { return &o.Proof.Signature }, func(p *Proof) bool {
			k, ok := p.shown()
			return ok && k.IsPublic() && p.by(k)
		}),
		lax("proof-with-private-key", "rfc9449-4.3-private-key-in-jwk", "signature", func(o *DPoPSeams) *func(*Proof) error { return &o.Proof.Signature }, func(p *Proof) bool {
			k, ok := p.shown()
			return ok && !k.IsPublic() && p.es256(k.Public()) && p.by(k.Public())
		}),
	}
}

// takesAlg takes proofs of an algorithm that is none for them.
func takesAlg(o *Options, alg string, verifies func(*Proof) bool) {
	known, signed := o.DPoP.Proof.Alg, o.DPoP.Proof.Signature
	o.DPoP.Proof.Alg = func(p *Proof) error {
		if p.JOSE["alg"] == alg {
			return nil
		}
		return known(p)
	}
	o.DPoP.Proof.Signature = func(p *Proof) error {
		if p.JOSE["alg"] != alg {
			return signed(p)
		}
		p.JKT = signature(alg)
		return unproven(!verifies(p), "the signature does not verify")
	}
}

// parts are what the signature of a proof is over, and the signature.
func (p *Proof) parts() (over string, sig []byte) {
	i := strings.LastIndex(p.Raw, ".")
	sig, err := base64.RawURLEncoding.DecodeString(p.Raw[i+1:])
	if err != nil {
		return "", nil
	}
	return p.Raw[:i], sig
}

// keyed says whether the secret that a proof shows is the one that it is keyed with.
func (p *Proof) keyed() bool {
	jwk, _ := p.JOSE["jwk"].(map[string]any)
	k, _ := jwk["k"].(string)
	secret, err := base64.RawURLEncoding.DecodeString(k)
	over, sig := p.parts()
	m := hmac.New(sha256.New, secret)
	m.Write([]byte(over))
	return err == nil && hmac.Equal(sig, m.Sum(nil))
}

// shown is the key in a proof, whatever it is.
func (p *Proof) shown() (k jose.JSONWebKey, ok bool) {
	b, err := json.Marshal(p.JOSE["jwk"])
	return k, err == nil && k.UnmarshalJSON(b) == nil
}

// es256 verifies a proof whose header the library does not take.
func (p *Proof) es256(k jose.JSONWebKey) bool {
	public, ok := k.Key.(*ecdsa.PublicKey)
	over, sig := p.parts()
	if !ok || len(sig) != 64 {
		return false
	}
	sum := sha256.Sum256([]byte(over))
	return ecdsa.Verify(public, sum[:], new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:]))
}
