package steps

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`a client that registered the address of its keys`, func(w *World) any { return w.registeredKeys })
	given(`the client has authenticated with its key`, func(w *World) any { return w.authenticatedWithKey })

	when(`the client publishes a new key and asks for a token signed with it`, func(w *World) any { return w.rotates })
}

// A keyHost is the client's jwks_uri: a server on loopback that publishes one key.
type keyHost struct {
	url   string
	set   atomic.Pointer[[]byte]
	asked atomic.Bool
}

func (w *World) registeredKeys(ctx context.Context) error {
	if err := w.hostKeys(ctx); err != nil {
		return err
	}
	key, err := w.publishKey()
	if err != nil {
		return err
	}
	err = w.registers(ctx, "private_key_jwt", map[string]any{"token_endpoint_auth_method": "private_key_jwt",
		"token_endpoint_auth_signing_alg": string(w.keyAlg()), "jwks_uri": w.keys.url})
	w.client.Key = key
	return err
}

func (w *World) hostKeys(ctx context.Context) error {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	h := &keyHost{url: "http://" + ln.Addr().String() + "/jwks.json"}
	s := &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		h.asked.Store(true)
		rw.Header().Set("Content-Type", "application/json")
		_, _ = rw.Write(*h.set.Load()) // the server under test went away: nobody is left to tell
	})}
	go func() { _ = s.Serve(ln) }() // ends with Close
	w.after = append(w.after, func() { _ = s.Close() })
	w.keys = h
	return nil
}

// publishKey makes a key, has it stand alone at the client's jwks_uri, and is the private side of it.
func (w *World) publishKey() (string, error) {
	signer, err := oauth.FreshKey(w.keyAlg())
	if err != nil {
		return "", err
	}
	k := jose.JSONWebKey{Key: signer, KeyID: oauth.Random(8), Algorithm: string(w.keyAlg()), Use: "sig"}
	private, err := json.Marshal(k)
	if err != nil {
		return "", err
	}
	set, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{k.Public()}})
	w.keys.set.Store(&set)
	return string(private), err
}

// keyAlg is ES256 where the server takes it, because such a key is quickly made; else the one that all take.
func (w *World) keyAlg() jose.SignatureAlgorithm {
	algs, _ := w.facts.Metadata["token_endpoint_auth_signing_alg_values_supported"].([]any)
	if slices.Contains(algs, any("ES256")) {
		return jose.ES256
	}
	return jose.RS256
}

func (w *World) authenticatedWithKey(ctx context.Context) error {
	a, err := w.askToken(ctx)
	if err == nil && !w.keys.asked.Load() {
		return &verdict.NotApplicable{Reason: "the server fetches no keys from the suite's address on loopback"}
	}
	return mustGrant(a, err)
}

func (w *World) rotates(ctx context.Context) (err error) {
	if w.client.Key, err = w.publishKey(); err != nil {
		return err
	}
	_, err = w.askToken(ctx)
	return err
}
