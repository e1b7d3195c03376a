package authserver

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// base is the clean server of plain OAuth 2.0.
func base() Options {
	o := Options{
		Clients: defaultClients(), Users: defaultUsers(),
		GlobalSecret:      processSecret(),
		SigningAlgs:       []string{"ES256", "RS256", "EdDSA"},
		AccessTokenFormat: "opaque",
		SecretHash:        "sha256",
		PlainPKCE:         true,
		TokenURLAudience:  true,
		AuthMethods:       []string{"client_secret_basic", "client_secret_post", "private_key_jwt", "client_secret_jwt"},
		GrantTypes:        []string{"authorization_code", "refresh_token", "client_credentials"},
		ResponseTypes:     []string{"code", "none"},
		ResponseModes:     []string{"query", "fragment", "form_post"},
		Scopes:            []string{"api:read", "api:write"},
		DefaultScope:      []string{"api:read"},
		Lifetimes: Lifetimes{
			Code: time.Minute, Access: time.Hour, Refresh: 14 * 24 * time.Hour, IDToken: time.Hour,
			Session: 8 * time.Hour, Interaction: 10 * time.Minute, Assertion: time.Hour,
			Proof: time.Minute, Nonce: 5 * time.Minute,
		},
		Registration: true,
		WrongLimit:   20,
		MaxRecords:   1 << 17,
		Now:          time.Now,
		Rand:         rand.Reader,

		Token: tokenSeams(), Access: accessSeams(), IDToken: idTokenSeams(), Userinfo: userinfoSeams(), JWKS: jwksSeams(),
		Metadata: metadataSeams(), Register: registerSeams(), Introspect: introspectSeams(), Revoke: revokeSeams(), Resource: resourceSeams(), DPoP: dpopSeams(),
		Store: storeSeams(), Session: sessionSeams(), Logout: logoutSeams(),
	}
	o.Transport = TransportSeams{Plain: public, Cross: crossOrigin, Share: share}
	o.Authorize.Wire = plainWire
	o.Authorize.requestSeams()
	o.Authorize.Prompt, o.Authorize.Claims, o.Authorize.Hint = checkPrompt, checkClaims, checkHint
	o.Authorize.userSeams()
	return o
}

// openID turns OpenID Connect on.
func (o *Options) openID() {
	o.OpenID = true
	identity := []string{"openid", "profile", "email", "address", "phone", "offline_access"}
	o.Scopes = append(identity, o.Scopes...)
	for i := range o.Clients {
		if c := &o.Clients[i]; c.Kind != "machine" {
			c.Scopes = append(slices.Clone(identity), c.Scopes...)
			if c.IDTokenAlg == "" && c.ID != "rs256" {
				c.IDTokenAlg = "ES256" // an RSA signature takes most of a sign-in's time
			}
		}
	}
}

var processSecret = sync.OnceValue(func() []byte {
	b := make([]byte, 32)
	rand.Read(b) // never fails: crypto/rand
	return b
})

// Every server that is made has clients that sign, so that their keys are written once.
var (
	bothKeys = sync.OnceValue(func() []byte { return clientKeySet("ES256", "RS256") })
	rsaKey   = sync.OnceValue(func() []byte { return clientKeySet("RS256") })
)

// clientKeySet is a JWK Set with the private keys, for these algorithms, of the default clients that sign assertions.
func clientKeySet(algs ...string) []byte {
	var set jose.JSONWebKeySet
	for _, alg := range algs {
		k, err := key(alg, clientGeneration)
		if err != nil {
			continue // the client then has no such key
		}
		set.Keys = append(set.Keys, *k)
	}
	b, err := json.Marshal(set)
	if err != nil {
		return nil
	}
	return b
}

// clientGeneration keeps the clients' keys apart from the server's.
const clientGeneration = -1

// public says whether a request is for a document that holds nothing to protect.
func public(r *http.Request) bool {
	return strings.Contains(r.URL.Path, "/.well-known/") || strings.HasSuffix(r.URL.Path, "/jwks")
}
