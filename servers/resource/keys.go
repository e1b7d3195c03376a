package resource

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// A Key is one of the issuer's.
type Key = jose.JSONWebKey

// keyring holds the issuer's keys. A kid that it does not know has it ask again, though not for every forged token.
type keyring struct {
	mu   sync.Mutex
	keys []Key
	read time.Time
	left int // questions that may still be asked in the second that began at read
}

// burst is how many times in a second the issuer is asked for keys at most.
const burst = 5

// errNoKeys is of an issuer that publishes none.
var errNoKeys = invalid("the issuer has no keys")

// keysFor are the keys that may have signed a token: the one that it names, else all.
func (s *Server) keysFor(t *Token) ([]Key, error) {
	s.keys.mu.Lock()
	defer s.keys.mu.Unlock()
	may := use(s, &s.o.JWT.Keys)
	if found := may(t, s.keys.keys); len(found) > 0 {
		return found, nil
	}
	if time.Since(s.keys.read) > time.Second {
		s.keys.read, s.keys.left = time.Now(), burst
	}
	if s.keys.left--; s.keys.left < 0 {
		return nil, invalid("the key is unknown")
	}
	all, err := s.fetchKeys(t)
	if err != nil {
		return nil, err
	}
	s.keys.keys = all
	if len(all) == 0 {
		return nil, errNoKeys
	}
	if found := may(t, all); len(found) > 0 {
		return found, nil
	}
	return nil, invalid("the key is unknown")
}

// named are the keys that a token names, or all where it names none.
func named(t *Token, known []Key) (found []Key) {
	kid, named := t.Header["kid"].(string)
	for _, one := range known {
		if one.Use != "enc" && (!named || one.KeyID == kid) {
			found = append(found, one)
		}
	}
	return found
}

// fetchKeys reads the issuer's metadata (RFC 8414) and the keys that they point to.
func (s *Server) fetchKeys(t *Token) ([]Key, error) {
	ctx := t.HTTP.Context()
	var m struct {
		Issuer string `json:"issuer"`
		JWKS   string `json:"jwks_uri"`
	}
	if err := s.getJSON(ctx, s.o.Issuer+"/.well-known/openid-configuration", &m); err != nil {
		return nil, err
	}
	if err := use(s, &s.o.JWT.Metadata)(t, m.Issuer); err != nil {
		return nil, err
	}
	var set jose.JSONWebKeySet
	if err := s.getJSON(ctx, m.JWKS, &set); err != nil {
		return nil, err
	}
	return set.Keys, nil
}

func (s *Server) getJSON(ctx context.Context, url string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	return s.do(req, http.StatusOK, into)
}

// do sends a request to the issuer and reads its JSON.
func (s *Server) do(req *http.Request, want int, into any) error {
	b, err := s.text(req, want)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// text sends a request to the issuer and reads what it answers.
func (s *Server) text(req *http.Request, want int) ([]byte, error) {
	resp, err := s.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err == nil && resp.StatusCode != want {
		err = fmt.Errorf("%s answered %s", req.URL, resp.Status)
	}
	return b, err
}
