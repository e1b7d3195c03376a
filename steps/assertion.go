package steps

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a client that signs with RS256`, func(w *World) any { return w.signsRS256 })

	plainly("with an assertion without its type", oauth.Without("client_assertion_type"))
	plainly("with an assertion under the type of SAML",
		oauth.With("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"))
	asserting("with the same assertion again", func(w *World) (string, error) { return w.asserted, nil })
	for _, alg := range []string{"none", "nOnE"} {
		asserting("with an unsigned assertion of algorithm "+alg, func(w *World) (string, error) {
			claims, err := w.assertionClaims(w.client)
			return oauth.Unsigned(map[string]any{"alg": alg}, claims), err
		})
	}
	asserting("with an assertion signed with another key", func(w *World) (string, error) { return w.signedByStranger(nil) })
	asserting("with an assertion signed with a key that it brings along", func(w *World) (string, error) {
		return w.signedByStranger(func(k jose.JSONWebKey) map[string]any { return map[string]any{"jwk": k.Public()} })
	})
	keyed("the client's public key in PEM", inPEM)
	keyed("the client's public key as a JWK", func(k jose.JSONWebKey) ([]byte, error) { return json.Marshal(k.Public()) })
	keyed("nothing", func(jose.JSONWebKey) ([]byte, error) { return nil, nil })
}

// asserting is a phrase that puts another assertion in the place of the proper one.
func asserting(name string, make func(w *World) (string, error)) {
	phrase(name, func(w *World) ([]oauth.Mutation, error) {
		s, err := make(w)
		if err != nil {
			return nil, fmt.Errorf("an assertion for %s: %w", w.client.Name, err)
		}
		w.Secrets.Add("CLIENT_ASSERTION", s)
		return []oauth.Mutation{oauth.With("client_assertion", s)}, nil
	})
}

// keyed is an assertion whose HS256 key is something that everybody knows.
func keyed(what string, key func(jose.JSONWebKey) ([]byte, error)) {
	asserting("with an assertion keyed with "+what, func(w *World) (string, error) {
		k, err := clientKey(w.client)
		if err != nil {
			return "", err
		}
		b, err := key(k)
		if err != nil {
			return "", err
		}
		claims, err := w.assertionClaims(w.client)
		return oauth.HS256(b, map[string]any{"kid": k.KeyID}, claims), err
	})
}

func inPEM(k jose.JSONWebKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(k.Public().Key)
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), err
}

func (w *World) signsRS256() (err error) {
	w.client, err = w.pick("a client that authenticates by private_key_jwt and has an RSA key", func(c servers.Client) bool {
		if c.AuthMethod() != "private_key_jwt" {
			return false
		}
		alg, _, err := signingKey(c)
		return err == nil && alg == jose.RS256
	})
	return err
}

// signedByStranger is the proper assertion, signed with a key of the same type that is not the client's.
func (w *World) signedByStranger(header func(jose.JSONWebKey) map[string]any) (string, error) {
	claims, err := w.assertionClaims(w.client)
	if err != nil {
		return "", err
	}
	alg, _, err := signingKey(w.client)
	if err != nil {
		return "", err
	}
	if alg == jose.HS256 {
		return oauth.Sign(alg, []byte(oauth.Random(32)), nil, claims)
	}
	own, err := clientKey(w.client)
	if err != nil {
		return "", err
	}
	k := jose.JSONWebKey{KeyID: own.KeyID, Algorithm: string(alg)}
	if k.Key, err = oauth.NewKey(alg); err != nil {
		return "", err
	}
	var more map[string]any
	if header != nil {
		more = header(k)
	}
	return oauth.Sign(alg, k, more, claims)
}
