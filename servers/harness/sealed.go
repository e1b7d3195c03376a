package harness

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// sealings are what an issuer does with the ID tokens of clients that registered to have theirs encrypted.
var sealings = map[string]func(jwt string, e servers.Encryption) (string, error){
	"does not encrypt the ID token": func(jwt string, _ servers.Encryption) (string, error) { return jwt, nil },
	"encrypts the ID token with RSA1_5": func(jwt string, e servers.Encryption) (string, error) {
		e.Alg = string(jose.RSA1_5)
		return seal(jwt, e)
	},
}

// sealing has an issuer encrypt the ID tokens of clients that registered to (OpenID Connect Core section 10.2).
func (h *Harness) sealing(o *authserver.Options, n int) {
	next := o.IDToken.Sign
	o.IDToken.Sign = func(c *authserver.Call, alg string, header, claims map[string]any) (string, error) {
		jwt, err := next(c, alg, header, claims)
		h.mu.Lock()
		is := h.issuers[n]
		i := slices.IndexFunc(is.clients, func(r servers.Client) bool { return r.ID == c.Client.ID })
		how, clients := sealings[is.sealing], is.clients
		h.mu.Unlock()
		if err != nil || i < 0 || clients[i].Encrypted == nil {
			return jwt, err
		}
		if how == nil {
			how = seal
		}
		return how(jwt, *clients[i].Encrypted)
	}
}

// seal encrypts a signed JWT to a client's key.
func seal(jwt string, e servers.Encryption) (string, error) {
	var key jose.JSONWebKey
	if err := json.Unmarshal([]byte(e.Key), &key); err != nil {
		return "", fmt.Errorf("read the key that ID tokens are encrypted to: %w", err)
	}
	if !key.IsPublic() {
		key = key.Public()
	}
	o := (&jose.EncrypterOptions{}).WithContentType("JWT")
	enc, err := jose.NewEncrypter(jose.ContentEncryption(e.Enc), jose.Recipient{Algorithm: jose.KeyAlgorithm(e.Alg), Key: key.Key, KeyID: key.KeyID}, o)
	if err != nil {
		return "", fmt.Errorf("encrypt an ID token: %w", err)
	}
	jwe, err := enc.Encrypt([]byte(jwt))
	if err != nil {
		return "", fmt.Errorf("encrypt an ID token: %w", err)
	}
	return jwe.CompactSerialize()
}
