package authserver

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// proofAlgs are what proofs may be signed with.
var proofAlgs = []string{"ES256", "EdDSA", "PS256", "RS256"}

func unproven(bad bool, why string) error {
	if bad {
		return problem("invalid_dpop_proof", why)
	}
	return nil
}

func (o *DPoPSeams) proofSeams() {
	q := &o.Proof
	q.Header = func(p *Proof) error {
		p.Raw = p.HTTP.Header.Get("DPoP")
		return unproven(len(p.HTTP.Header.Values("DPoP")) != 1, "one proof is expected, in one DPoP header field")
	}
	q.Parse = func(p *Proof) error { return unproven(!p.parse(), "the proof is not a JWT") }
	q.Claims = func(p *Proof) error {
		_, dated := p.Claims["iat"].(json.Number)
		return unproven(!dated || p.text("jti") == "" || p.text("htm") == "" || p.text("htu") == "", "a claim is missing")
	}
	q.Type = func(p *Proof) error {
		return unproven(p.JOSE["typ"] != "dpop+jwt", "the proof is not of the type dpop+jwt")
	}
	q.Alg = func(p *Proof) error {
		alg, _ := p.JOSE["alg"].(string)
		return unproven(!has(proofAlgs, alg), "the algorithm is not accepted")
	}
	q.Signature = func(p *Proof) error {
		return unproven(!p.verifies(), "the signature does not verify by a public key in the proof")
	}
	q.Method = func(p *Proof) error {
		return unproven(p.text("htm") != p.HTTP.Method, "the proof is for another method")
	}
	q.URI = func(p *Proof) error {
		return unproven(canonical(p.text("htu")) != canonical(p.URI), "the proof is for another URI")
	}
	q.Hash = func(p *Proof) error {
		sum := sha256.Sum256([]byte(p.Token))
		return unproven(p.Token != "" && p.text("ath") != base64.RawURLEncoding.EncodeToString(sum[:]), "the proof is for another access token")
	}
	q.Age = func(p *Proof) error {
		age := p.s.now().Sub(p.made())
		return unproven(age > p.s.o.Lifetimes.Proof || age < -leeway, "the proof is too old, or of the future")
	}
	q.Nonce = func(p *Proof) error {
		if !p.s.handedOut(p.text("nonce"), noncePeriods) {
			return problem("use_dpop_nonce", "the proof needs a nonce that was handed out recently")
		}
		return nil
	}
	q.ID = func(p *Proof) error {
		now := p.s.now()
		key := signature(p.JKT + "\x00" + p.URI + "\x00" + p.text("jti"))
		fresh := p.s.store.proofs.add(key, struct{}{}, now.Add(p.s.o.Lifetimes.Proof+leeway), now, p.s.o.MaxRecords)
		return unproven(!fresh, "the proof was used before")
	}
}

// parse takes a compact JWS apart and leaves its signature alone.
func (p *Proof) parse() bool {
	parts := strings.Split(p.Raw, ".")
	if len(parts) != 3 {
		return false
	}
	for i, into := range []*map[string]any{&p.JOSE, &p.Claims} {
		b, err := base64.RawURLEncoding.Strict().DecodeString(parts[i])
		if err != nil || strings.ContainsAny(parts[i], "\r\n") {
			return false
		}
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		if d.Decode(into) != nil || *into == nil || d.More() {
			return false
		}
	}
	return true
}

// verifies has the library look at the signature. It takes no key from a header but a public one (RFC 7515 §4.1.3).
func (p *Proof) verifies() bool {
	alg, _ := p.JOSE["alg"].(string)
	jws, err := jose.ParseSignedCompact(p.Raw, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(alg)})
	if err != nil || len(jws.Signatures) != 1 || jws.Signatures[0].Header.JSONWebKey == nil {
		return false
	}
	k := *jws.Signatures[0].Header.JSONWebKey
	if _, err := jws.Verify(k); err != nil {
		return false
	}
	return p.by(k)
}

// by notes whose proof it is.
func (p *Proof) by(k jose.JSONWebKey) bool {
	sum, err := k.Thumbprint(crypto.SHA256)
	p.Key, p.JKT = k, base64.RawURLEncoding.EncodeToString(sum)
	return err == nil
}

// made is when the client says that it made the proof.
func (p *Proof) made() time.Time {
	n, _ := p.Claims["iat"].(json.Number)
	seconds, err := n.Float64()
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(int64(seconds * 1000))
}
