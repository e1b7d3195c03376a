package loadtest

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// auth is a client's authentication at the token endpoint; an assertion in it is made when it is used.
func (s *setup) auth(c servers.Client) (oauth.Auth, error) {
	a := oauth.Auth{Method: c.AuthMethod(), ID: c.ID, Secret: c.Secret}
	if !signs(c) {
		return a, nil
	}
	var key any = []byte(c.Secret)
	alg := jose.HS256
	if a.Method == "private_key_jwt" {
		var k jose.JSONWebKey
		if err := k.UnmarshalJSON([]byte(c.Key)); err != nil {
			return a, fmt.Errorf("the key of client %s: %w", c.Name, err)
		}
		key, alg = k, oauth.KeyAlgorithm(k)
	}
	aud := s.target.Audience
	if aud == "" {
		aud = s.facts.Endpoints["token"]
	}
	lives := s.o.Warmup + s.o.Hold + 5*time.Minute // from before the clock starts until after it ends
	a.Sign = func() (string, error) {
		now := time.Now()
		return oauth.Sign(alg, key, nil, map[string]any{"iss": c.ID, "sub": c.ID, "aud": aud, "jti": oauth.Random(16),
			"iat": now.Unix(), "exp": now.Add(lives).Unix()})
	}
	return a, nil
}

// signs says whether a client authenticates by an assertion, which can be used once.
func signs(c servers.Client) bool { return strings.HasSuffix(c.AuthMethod(), "_jwt") }

// mostPooled is how many single-use things are made before the clock starts: 2 KB each, so 1 GB at most.
const mostPooled = 500_000

// pooled makes n things on all cores, and stops at the first error.
func pooled[T any](n int, make1 func(i int) (T, error)) ([]T, error) {
	out := make([]T, n)
	var all sync.WaitGroup
	var once sync.Once
	var failed error
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		all.Go(func() {
			for i := w; i < n; i += workers {
				x, err := make1(i)
				if err != nil {
					once.Do(func() { failed = err })
					return
				}
				out[i] = x
			}
		})
	}
	all.Wait()
	return out, failed
}
