package resource

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// validate is RFC 9068 §4.
func (t *Token) validate() error {
	s, o := t.s, &t.s.o.JWT
	if err := t.parse(); err != nil {
		return err
	}
	for _, f := range []*func(*Token) error{&o.Type, &o.Algorithm} {
		if err := use(s, f)(t); err != nil {
			return err
		}
	}
	if !use(s, &o.Unsigned)(t) {
		keys, err := s.keysFor(t)
		if err == nil {
			err = use(s, &o.Signature)(t, keys)
		} else {
			err = use(s, &o.NoKeys)(t, err)
		}
		if err != nil {
			return err
		}
	}
	for _, f := range []*func(*Token) error{&o.Issuer, &o.Audience, &o.Expiry, &o.NotBefore} {
		if err := use(s, f)(t); err != nil {
			return err
		}
	}
	return nil
}

// parse takes the token apart without believing it.
func (t *Token) parse() error {
	parts := strings.Split(t.Raw, ".")
	if len(parts) != 3 {
		return invalid("the token is no JWT")
	}
	for i, into := range []*map[string]any{&t.Header, &t.Claims} {
		b, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil || json.Unmarshal(b, into) != nil {
			return invalid("the token is no JWT")
		}
	}
	return nil
}

// algorithms that tokens may be signed with.
var algorithms = []jose.SignatureAlgorithm{jose.RS256, jose.PS256, jose.ES256, jose.EdDSA}

func jwtSeams() JWTSeams {
	return JWTSeams{
		Type: func(t *Token) error {
			typ, _ := t.Header["typ"].(string)
			if typ = strings.ToLower(typ); typ != "at+jwt" && typ != "application/at+jwt" {
				return invalid("the token is no access token")
			}
			return nil
		},
		Algorithm: func(t *Token) error {
			alg, _ := t.Header["alg"].(string)
			if !slices.Contains(algorithms, jose.SignatureAlgorithm(alg)) {
				return invalid("the token is not signed as it should be")
			}
			return nil
		},
		Metadata: func(t *Token, named string) error {
			if named != t.s.o.Issuer {
				return fmt.Errorf("the metadata are of %q, not of %q", named, t.s.o.Issuer)
			}
			return nil
		},
		Unsigned: func(*Token) bool { return false },
		Keys:     named,
		NoKeys:   func(_ *Token, err error) error { return err },
		Signature: func(t *Token, keys []Key) error {
			sig, err := jose.ParseSignedCompact(t.Raw, algorithms)
			if err != nil {
				return invalid("the token is no JWT")
			}
			for _, k := range keys {
				if _, err := sig.Verify(k); err == nil {
					return nil
				}
			}
			return invalid("the signature does not fit")
		},
		Issuer: func(t *Token) error {
			if t.Claims["iss"] != t.s.o.Issuer {
				return invalid("the token is from another issuer")
			}
			return nil
		},
		Audience: func(t *Token) error {
			if !slices.Contains(listed(t.Claims["aud"]), t.s.Resource()) {
				return invalid("the token is for another resource")
			}
			return nil
		},
		Expiry: func(t *Token) error {
			if end, ok := date(t.Claims["exp"]); !ok || !t.s.now().Before(end.Add(t.s.o.Leeway)) {
				return invalid("the token has ended")
			}
			return nil
		},
		NotBefore: func(t *Token) error {
			if from, ok := date(t.Claims["nbf"]); ok && t.s.now().Add(t.s.o.Leeway).Before(from) {
				return invalid("the token is not valid yet")
			}
			return nil
		},
	}
}

// date is a NumericDate (RFC 7519 §2).
func date(v any) (time.Time, bool) {
	n, ok := v.(float64)
	return time.Unix(int64(n), 0), ok
}
