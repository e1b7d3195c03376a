package authserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-jose/go-jose/v4"
	"github.com/ory/fosite"
	"golang.org/x/crypto/bcrypt"
)

// registered is a client as the server keeps it; it implements fosite.Client.
type registered struct {
	*Client
	hash  *secretHash
	keys  *clientKeys
	grant fosite.Arguments
}

func (s *Server) register(clients []Client) (map[string]*registered, error) {
	cost, err := hashCost(s.o.SecretHash)
	if err != nil {
		return nil, err
	}
	all, err := make(map[string]*registered, len(clients)), error(nil)
	for i := range clients {
		c := &clients[i]
		if _, twice := all[c.ID]; twice || c.ID == "" {
			return nil, fmt.Errorf("client %q stands twice, or has no id", c.ID)
		}
		all[c.ID] = &registered{c, &secretHash{secret: c.Secret, cost: cost}, &clientKeys{set: c.Keys, uri: c.JWKSURI}, c.Grants}
	}
	return all, err
}

// without gives the client as it were without one grant.
func (c *registered) without(grant string) *registered {
	d := *c
	d.grant = slices.DeleteFunc(slices.Clone(c.grant), func(g string) bool { return g == grant })
	return &d
}

func (c *registered) GetID() string                      { return c.ID }
func (c *registered) GetHashedSecret() []byte            { return nil }
func (c *registered) GetRedirectURIs() []string          { return c.Redirects }
func (c *registered) GetGrantTypes() fosite.Arguments    { return c.grant }
func (c *registered) GetResponseTypes() fosite.Arguments { return c.ResponseTypes }
func (c *registered) GetScopes() fosite.Arguments        { return c.Scopes }
func (c *registered) IsPublic() bool                     { return c.Public() }
func (c *registered) GetAudience() fosite.Arguments      { return nil }

// secretHash compares a secret with its hash. Secrets are generated ones with enough entropy for a fast hash;
// bcrypt costs milliseconds a request, so its hash is made when the client first comes.
type secretHash struct {
	secret string
	cost   int // 0: SHA-256
	once   sync.Once
	sum    [sha256.Size]byte
	slow   []byte
}

func (h *secretHash) matches(secret string) bool {
	h.once.Do(func() {
		if h.cost == 0 {
			h.sum = sha256.Sum256([]byte(h.secret))
			return
		}
		if b, err := bcrypt.GenerateFromPassword(shorten(h.secret), h.cost); err == nil {
			h.slow = b // otherwise nothing matches
		}
	})
	if h.secret == "" {
		return false
	}
	if h.cost == 0 {
		sum := sha256.Sum256([]byte(secret))
		return subtle.ConstantTimeCompare(sum[:], h.sum[:]) == 1
	}
	return bcrypt.CompareHashAndPassword(h.slow, shorten(secret)) == nil
}

// shorten hashes what is longer than bcrypt takes.
func shorten(secret string) []byte {
	if len(secret) <= 72 {
		return []byte(secret)
	}
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// hashCost reads "sha256" (0) or "bcrypt:N".
func hashCost(s string) (int, error) {
	if s == "sha256" {
		return 0, nil
	}
	n, isBcrypt := strings.CutPrefix(s, "bcrypt:")
	if cost, err := strconv.Atoi(n); isBcrypt && err == nil && cost >= bcrypt.MinCost && cost <= 16 {
		return cost, nil
	}
	return 0, fmt.Errorf("secret hash %q is neither sha256 nor bcrypt:N with N from %d to 16", s, bcrypt.MinCost)
}

// keySet parses a JWK Set and keeps the public side.
func keySet(raw []byte) (set jose.JSONWebKeySet, err error) {
	if err := json.Unmarshal(raw, &set); err != nil {
		return set, err
	}
	for i, k := range set.Keys {
		if p := k.Public(); p.Key != nil {
			set.Keys[i] = p
		}
	}
	return set, nil
}
