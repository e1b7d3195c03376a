package steps

import (
	"fmt"
	"maps"
	"strings"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// auth is how a client authenticates, as its registration says.
func (w *World) auth(c servers.Client) oauth.Auth {
	a := oauth.Auth{Method: c.AuthMethod(), ID: c.ID, Secret: c.Secret}
	if strings.HasSuffix(a.Method, "_jwt") {
		a.Sign = func() (s string, err error) {
			w.asserted, err = w.assertion(c, nil, nil)
			return w.asserted, err
		}
	}
	return a
}

// assertion is a fresh client assertion (RFC 7523 section 3) with more in its header, and with claims replaced; a nil
// value takes a claim away.
func (w *World) assertion(c servers.Client, header, replace map[string]any) (string, error) {
	claims, err := w.assertionClaims(c)
	if err != nil {
		return "", err
	}
	maps.Copy(claims, replace)
	maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
	alg, key, err := signingKey(c)
	if err != nil {
		return "", err
	}
	return oauth.Sign(alg, key, header, claims)
}

func (w *World) assertionClaims(c servers.Client) (map[string]any, error) {
	aud := w.in.Profile.Audience
	if aud == "" {
		var err error
		if aud, err = w.endpoint("token"); err != nil {
			return nil, err
		}
	}
	now := w.now().Unix()
	return map[string]any{"iss": c.ID, "sub": c.ID, "aud": aud, "jti": oauth.Random(16), "iat": now, "exp": now + 60}, nil
}

// signingKey is the key a client signs with and its algorithm.
func signingKey(c servers.Client) (jose.SignatureAlgorithm, any, error) {
	if c.AuthMethod() == "client_secret_jwt" {
		return jose.HS256, []byte(c.Secret), nil
	}
	k, err := clientKey(c)
	if err != nil {
		return "", nil, err
	}
	return oauth.KeyAlgorithm(k), k, nil
}

// clientKey is a client's private key.
func clientKey(c servers.Client) (k jose.JSONWebKey, err error) {
	if err = k.UnmarshalJSON([]byte(c.Key)); err != nil {
		err = fmt.Errorf("the key of client %s: %w", c.Name, err)
	}
	return k, err
}
