package steps

import (
	"encoding/base64"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

func init() {
	claimed("that nobody signed", func(p *oauth.Proof) {
		p.Sign = func(header, claims map[string]any) (string, error) { return oauth.Unsigned(header, claims), nil }
	})
	claimed("that is keyed with a secret", func(p *oauth.Proof) {
		secret := oauth.Random(32)
		p.Header["jwk"] = map[string]any{"kty": "oct", "k": base64.RawURLEncoding.EncodeToString([]byte(secret))}
		p.Sign = func(header, claims map[string]any) (string, error) {
			return oauth.HS256([]byte(secret), header, claims), nil
		}
	})
	claimed("that was changed after it was signed", func(p *oauth.Proof) {
		sign := p.Sign
		p.Sign = func(header, claims map[string]any) (string, error) {
			raw, err := sign(header, claims)
			if err != nil {
				return "", err
			}
			claims["jti"] = oauth.Random(16)
			other, err := sign(header, claims)
			if err != nil {
				return "", err
			}
			return other[:strings.LastIndex(other, ".")] + raw[strings.LastIndex(raw, "."):], nil
		}
	})
	held("that is signed with another key", func(w *World, p *oauth.Proof) {
		p.Sign = func(header, claims map[string]any) (string, error) {
			k, err := oauth.NewKey(w.prover.Alg)
			if err != nil {
				return "", err
			}
			return oauth.Sign(w.prover.Alg, k, header, claims)
		}
	})
	held("that gives its private key away", func(w *World, p *oauth.Proof) {
		p.Header["jwk"] = jose.JSONWebKey{Key: w.prover.Key}
	})
}

// held is a phrase for a flaw that takes the client's key.
func held(name string, change func(w *World, p *oauth.Proof)) {
	phrase("with a proof "+name, func(w *World) ([]oauth.Mutation, error) {
		w.flaw = func(p *oauth.Proof) { change(w, p) }
		_, err := w.holder()
		return nil, err
	})
}
