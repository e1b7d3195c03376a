package authserver

import (
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// clientKeys are a client's public keys, given at registration or fetched from its jwks_uri.
type clientKeys struct {
	set []byte
	uri string

	mu     sync.Mutex
	parsed []jose.JSONWebKey
	read   bool
}

var fetcher = &http.Client{Timeout: 5 * time.Second}

// get gives the keys; fresh has them fetched again, for a client that rotated (OpenID Connect Core §10.1.1).
func (k *clientKeys) get(fresh bool) []jose.JSONWebKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.read && !(fresh && len(k.set) == 0 && k.uri != "") {
		return k.parsed
	}
	raw := k.set
	if len(raw) == 0 && k.uri != "" {
		raw = fetch(k.uri)
	}
	if set, err := keySet(raw); err == nil {
		k.parsed, k.read = set.Keys, true
	}
	return k.parsed
}

func fetch(uri string) []byte {
	resp, err := fetcher.Get(uri)
	if err != nil {
		return nil // no keys: the assertion does not verify
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil || resp.StatusCode != http.StatusOK {
		return nil
	}
	return b
}
