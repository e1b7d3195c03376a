package steps

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// An extension that no server knows, named as one that has to be understood (RFC 7515 section 4.1.11).
const unknownExtension = "urn:oauthspec:no-such-extension"

func init() {
	claiming("names another client as its subject", func(w *World) (map[string]any, error) {
		c, err := w.pick("another client", func(c servers.Client) bool { return c.ID != w.client.ID })
		return map[string]any{"sub": c.ID}, err
	})
	claims("names a client that nobody registered", func(*World) map[string]any { return map[string]any{"sub": oauth.Random(12)} })
	claims("names no subject", func(*World) map[string]any { return map[string]any{"sub": nil} })
	claims("names no issuer", func(*World) map[string]any { return map[string]any{"iss": nil} })
	claims("names another issuer", func(*World) map[string]any { return map[string]any{"iss": oauth.Random(12)} })
	claims("is for a server whose name begins with this one's", func(w *World) map[string]any {
		return map[string]any{"aud": strings.TrimSuffix(w.in.Profile.Issuer, "/") + ".example"}
	})
	claims("is for another server", func(*World) map[string]any { return map[string]any{"aud": "https://other.example/token"} })
	claims("is for nobody", func(*World) map[string]any { return map[string]any{"aud": nil} })
	claims("is for the issuer", func(w *World) map[string]any { return map[string]any{"aud": w.in.Profile.Issuer} })
	claiming("is for the token endpoint", func(w *World) (map[string]any, error) {
		at, err := w.endpoint("token")
		return map[string]any{"aud": at}, err
	})
	// The times lie further off than any clocks may differ.
	claims("has expired", func(w *World) map[string]any {
		return map[string]any{"iat": w.now().Unix() - 1200, "exp": w.now().Unix() - 900}
	})
	claims("is not yet valid", func(w *World) map[string]any {
		return map[string]any{"nbf": w.now().Unix() + 900, "exp": w.now().Unix() + 1200}
	})
	claims("never expires", func(*World) map[string]any { return map[string]any{"exp": nil} })

	asserting("with an assertion that has an unknown critical extension", func(w *World) (string, error) {
		return w.assertion(w.client, map[string]any{"crit": []string{unknownExtension}, unknownExtension: true}, nil)
	})
	asserting("with an assertion that has claims that are a list", func(w *World) (string, error) {
		alg, key, err := signingKey(w.client)
		if err != nil {
			return "", err
		}
		return oauth.SignBytes(alg, key, nil, []byte(`["`+w.client.ID+`"]`))
	})
	segments("with an assertion whose signature is gone", func(s []string) []string { return []string{s[0], s[1], ""} })
	segments("with an assertion changed after it was signed", func(s []string) []string { return []string{s[0], renamed(s[1]), s[2]} })
	segments("with an assertion that has a foreign character in it", func(s []string) []string { return []string{s[0], s[1], s[2][:9] + "!" + s[2][9:]} })
	segments("with an assertion that has a line break in it", func(s []string) []string { return []string{s[0], s[1], s[2][:9] + "\n" + s[2][9:]} })
	segments("with an assertion that has one segment too few", func(s []string) []string { return s[:2] })
	segments("with an assertion that has one segment too many", func(s []string) []string { return append(s, "AAAA") })
	segments("with an assertion that has a header that is not JSON", func(s []string) []string {
		return []string{base64.RawURLEncoding.EncodeToString([]byte("no JSON here")), s[1], s[2]}
	})
}

// claiming is a phrase for a proper assertion with claims replaced; nil takes one away.
func claiming(name string, replace func(w *World) (map[string]any, error)) {
	asserting("with an assertion that "+name, func(w *World) (string, error) {
		r, err := replace(w)
		if err != nil {
			return "", err
		}
		return w.assertion(w.client, nil, r)
	})
}

// claims is claiming where nothing can go wrong.
func claims(name string, replace func(w *World) map[string]any) {
	claiming(name, func(w *World) (map[string]any, error) { return replace(w), nil })
}

// segments is a phrase for a proper assertion that is tampered with after it was signed.
func segments(name string, change func([]string) []string) {
	asserting(name, func(w *World) (string, error) {
		s, err := w.assertion(w.client, nil, nil)
		return strings.Join(change(strings.Split(s, ".")), "."), err
	})
}

// renamed is a claims segment with another jti.
func renamed(segment string) string {
	var c map[string]any
	b, _ := base64.RawURLEncoding.DecodeString(segment) // we have just made it
	_ = json.Unmarshal(b, &c)
	c["jti"] = oauth.Random(16)
	b, _ = json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString(b)
}
