package client

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
)

// idTokenKeyFaults let an ID token say which key it is signed with (RFC 8725 §3.10).
var idTokenKeyFaults = []Fault{
	keyFromToken("key-from-the-token", "jwk", func(_ *Login, header map[string]any) (k jose.JSONWebKey, err error) {
		b, err := json.Marshal(header["jwk"])
		if err == nil {
			err = k.UnmarshalJSON(b)
		}
		return k, err
	}),
	keyFromToken("key-from-where-the-token-says", "jku", func(l *Login, header map[string]any) (jose.JSONWebKey, error) {
		at, _ := header["jku"].(string)
		resp, err := l.s.http.Get(at)
		if err != nil {
			return jose.JSONWebKey{}, err
		}
		defer resp.Body.Close()
		var set jose.JSONWebKeySet
		if err := json.NewDecoder(resp.Body).Decode(&set); err != nil || len(set.Keys) == 0 {
			return jose.JSONWebKey{}, errors.New("there is no key")
		}
		return set.Keys[0], nil
	}),
	keyFromToken("certificate-from-the-token", "x5c", func(_ *Login, header map[string]any) (jose.JSONWebKey, error) {
		chain, _ := header["x5c"].([]any)
		if len(chain) == 0 {
			return jose.JSONWebKey{}, errors.New("there is no certificate")
		}
		text, _ := chain[0].(string)
		der, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return jose.JSONWebKey{}, err
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return jose.JSONWebKey{}, err
		}
		return jose.JSONWebKey{Key: c.PublicKey}, nil
	}),
}

// keyFromToken also verifies with the key that a member of an ID token's header leads to.
func keyFromToken(name, member string, key func(l *Login, header map[string]any) (jose.JSONWebKey, error)) Fault {
	return Fault{Name: name, Violates: "oidc-core-3.1.3.7-client-signature", At: "idtoken.keys", Apply: func(o *Options) {
		clean := o.IDToken.Keys
		o.IDToken.Keys = func(l *Login) oidc.KeySet {
			if part(l.RawID, 0)[member] == nil {
				return clean(l)
			}
			return leading{clean(l), l, key}
		}
	}}
}

// leading is a key set, and the key that a token leads to.
type leading struct {
	oidc.KeySet
	login *Login
	key   func(l *Login, header map[string]any) (jose.JSONWebKey, error)
}

// VerifySignature verifies with the token's own key first.
func (t leading) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	if k, err := t.key(t.login, part(jwt, 0)); err == nil {
		if jws, err := jose.ParseSignedCompact(jwt, []jose.SignatureAlgorithm{jose.RS256, jose.ES256}); err == nil {
			if payload, err := jws.Verify(k); err == nil {
				return payload, nil
			}
		}
	}
	return t.KeySet.VerifySignature(ctx, jwt)
}
