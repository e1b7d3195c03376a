package resource

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// keyFaults let a token say which key it is signed with (RFC 9068 §4, RFC 8725 §3.10).
var keyFaults = []Fault{
	{
		Name: "metadata-of-anybody", Violates: "rfc8414-3.3-rs-issuer-mismatch", At: "jwt.metadata",
		Apply: func(o *Options) { o.JWT.Metadata = func(*Token, string) error { return nil } },
	},
	keysFrom("key-from-the-token", func(t *Token) (k Key, ok bool) {
		b, err := json.Marshal(t.Header["jwk"])
		return k, t.Header["jwk"] != nil && err == nil && json.Unmarshal(b, &k) == nil
	}),
	keysFrom("certificate-from-the-token", func(t *Token) (Key, bool) {
		chain := listed(t.Header["x5c"])
		if len(chain) == 0 {
			return Key{}, false
		}
		der, err := base64.StdEncoding.DecodeString(chain[0])
		if err != nil {
			return Key{}, false
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return Key{}, false
		}
		return jose.JSONWebKey{Key: c.PublicKey}, true
	}),
	asking("key-asked-for-where-the-token-says", func(t *Token) any { return t.Header["jku"] }),
	asking("certificate-asked-for-where-the-token-says", func(t *Token) any { return t.Header["x5u"] }),
	asking("key-asked-for-by-its-name", func(t *Token) any { return t.Header["kid"] }),
	asking("issuer-asked-whoever-it-is", func(t *Token) any { return t.Claims["iss"] }), // CVE-2026-32301
	keysFrom("key-from-where-the-token-says", func(t *Token) (Key, bool) {
		at, _ := t.Header["jku"].(string)
		var set jose.JSONWebKeySet
		if at == "" || t.s.getJSON(t.HTTP.Context(), at, &set) != nil || len(set.Keys) == 0 {
			return Key{}, false
		}
		return set.Keys[0], true
	}, "rfc8725-3.10-nobody-asked"),
	keysFrom("certificate-from-where-the-token-says", func(t *Token) (Key, bool) {
		at, _ := t.Header["x5u"].(string)
		resp, err := t.s.http.Get(at)
		if err != nil {
			return Key{}, false
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(io.LimitReader(resp.Body, maxBody))
		block, _ := pem.Decode(b)
		if block == nil {
			return Key{}, false
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return Key{}, false
		}
		return jose.JSONWebKey{Key: c.PublicKey}, true
	}, "rfc8725-3.10-nobody-asked"),
	keyedWith("key-from-a-file", func(kid string) ([]byte, bool) {
		b, err := os.ReadFile(filepath.Join("/etc/keys", kid))
		return b, err == nil && strings.Contains(kid, "/")
	}),
	keyedWith("key-from-a-query", func(kid string) ([]byte, bool) { // SELECT key FROM keys WHERE kid = '…', as a database would answer it
		_, selected, injected := strings.Cut(kid, "' UNION SELECT '")
		value, _, ok := strings.Cut(selected, "'")
		return []byte(value), injected && ok
	}),
}

// namesKey says whether a token tries to say which key counts.
func namesKey(t *Token) bool {
	for _, name := range []string{"jwk", "jku", "x5c", "x5u"} {
		if t.Header[name] != nil {
			return true
		}
	}
	kid, _ := t.Header["kid"].(string)
	return strings.ContainsAny(kid, "/'")
}

// asking calls whatever address a token names, and makes nothing of what it hears.
func asking(name string, where func(t *Token) any) Fault {
	return Fault{Name: name, Violates: "rfc8725-3.10-nobody-asked", At: "jwt.keys", Acts: true, Apply: func(o *Options) {
		clean := o.JWT.Keys
		o.JWT.Keys = func(t *Token, known []Key) []Key {
			if at, _ := where(t).(string); strings.HasPrefix(at, "http") && at != t.s.o.Issuer {
				if resp, err := t.s.http.Get(at); err == nil {
					resp.Body.Close()
				}
			}
			return clean(t, known)
		}
	}}
}

// keysFrom takes the key that a token brings, or that it leads to: then the API asks for it there.
func keysFrom(name string, key func(t *Token) (Key, bool), also ...string) Fault {
	return Fault{Name: name, Violates: "rfc9068-4-rs-key-rotation", At: "jwt.keys", AlsoRed: also, Acts: len(also) > 0, Apply: func(o *Options) {
		clean := o.JWT.Keys
		o.JWT.Keys = func(t *Token, known []Key) []Key {
			if k, ok := key(t); ok {
				return []Key{k}
			}
			return clean(t, known)
		}
	}}
}

// keyedWith believes a token that is keyed with what its kid leads to.
func keyedWith(name string, key func(kid string) ([]byte, bool)) Fault {
	return unsignedIs(name, "rfc9068-4-rs-key-rotation", func(t *Token) bool {
		kid, _ := t.Header["kid"].(string)
		k, ok := key(kid)
		i := strings.LastIndex(t.Raw, ".")
		if !ok || t.Header["alg"] != "HS256" || i < 0 {
			return false
		}
		mac := hmac.New(sha256.New, k)
		mac.Write([]byte(t.Raw[:i]))
		return t.Raw[i+1:] == base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	})
}

// corsFaults keep pages of other origins out that are to be let in (Fetch standard).
var corsFaults = []Fault{
	{
		Name: "preflight-wants-a-token", Violates: "fetch-preflight-without-token", At: "cors.preflight",
		Apply: func(o *Options) { o.CORS.Preflight = func(http.ResponseWriter, *http.Request) bool { return false } },
	},
	{
		Name: "preflight-without-authorization", Violates: "fetch-preflight-without-token", At: "cors.preflight",
		Apply: func(o *Options) {
			o.CORS.Preflight = func(w http.ResponseWriter, r *http.Request) bool {
				w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
				w.WriteHeader(http.StatusNoContent)
				return true
			}
		},
	},
}
