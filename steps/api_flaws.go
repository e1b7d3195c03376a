package steps

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

// flawedToken makes a token that differs from a good one as a phrase says.
type flawedToken func(w *World, header, claims map[string]any) (string, error)

// withClaim is a token with one claim changed; nil takes it out.
func withClaim(claim string, value func(w *World) any) flawedToken {
	return func(w *World, header, claims map[string]any) (string, error) {
		v := value(w)
		if claims[claim] = v; v == nil {
			delete(claims, claim)
		}
		return w.issue(header, claims)
	}
}

// typed is a token of another type.
func typed(typ string) flawedToken {
	return func(w *World, header, claims map[string]any) (string, error) {
		if header["typ"] = typ; typ == "" {
			delete(header, "typ")
		}
		return w.issue(header, claims)
	}
}

// altered is a good token whose text is changed afterwards.
func altered(change func(token string) string) flawedToken {
	return func(w *World, header, claims map[string]any) (string, error) {
		token, err := w.issue(header, claims)
		return change(token), err
	}
}

// endChanged changes a character close to the end: of the last one some bits may mean nothing.
func endChanged(token string) string {
	i := len(token) - 12
	c := "A"
	if token[i] == 'A' {
		c = "B"
	}
	return token[:i] + c + token[i+1:]
}

func always(v any) func(*World) any { return func(*World) any { return v } }

func later(d time.Duration) func(*World) any {
	return func(*World) any { return time.Now().Add(d).Unix() }
}

// flawedTokens is the closed table of them.
var flawedTokens = map[string]flawedToken{
	"with one character changed":                  altered(endChanged),
	openedBefore:                                  altered(func(t string) string { return t }), // askWith changes it
	"cut short":                                   altered(func(t string) string { return t[:len(t)-8] }),
	"of random characters":                        altered(func(string) string { return oauth.Random(32) }),
	"that has ended":                              withClaim("exp", later(-30*time.Minute)), // RFC 7519 section 4.1.4: a few minutes may be forgiven
	"that never ends":                             withClaim("exp", always(nil)),
	"that is not valid yet":                       withClaim("nbf", later(time.Hour)),
	"of another issuer":                           withClaim("iss", always("https://other.example")),
	"of its issuer with a slash after it":         withClaim("iss", func(w *World) any { return w.in.Profile.Issuer + "/" }),
	"of its issuer in capital letters":            withClaim("iss", func(w *World) any { return strings.ToUpper(w.in.Profile.Issuer) }),
	"of an issuer whose name begins like its own": withClaim("iss", func(w *World) any { return w.in.Profile.Issuer + "/other" }),
	"of no issuer":                                withClaim("iss", always(nil)),
	"for another resource":                        withClaim("aud", always("https://other.example/api")),
	"for nobody":                                  withClaim("aud", always(nil)),
	"for this resource among others": func(w *World, header, claims map[string]any) (string, error) {
		claims["aud"] = []any{"https://other.example/api", claims["aud"]}
		return w.issue(header, claims)
	},
	"of the type JWT":                typed("JWT"),
	"of no type":                     typed(""),
	"of the type application/at+jwt": typed("application/at+jwt"),
	"of the type logout+jwt":         typed("logout+jwt"),
	"of the type dpop+jwt":           typed("dpop+jwt"),
	"of the type token-introspection+jwt": func(w *World, header, claims map[string]any) (string, error) {
		header["typ"] = "token-introspection+jwt"
		claims["token_introspection"] = map[string]any{"active": true}
		return w.issue(header, claims)
	},
	"that is an ID token": func(w *World, header, claims map[string]any) (string, error) {
		delete(header, "typ")
		claims["aud"], claims["nonce"] = "caller", oauth.Random(8)
		return w.issue(header, claims)
	},
	"with the algorithm none": unsignedAs("none"), "with the algorithm nOnE": unsignedAs("nOnE"),
	"with an empty signature": altered(func(t string) string { return t[:strings.LastIndex(t, ".")+1] }),
	"whose claims were changed": func(w *World, header, claims map[string]any) (string, error) {
		token, err := w.issue(header, claims)
		if err != nil {
			return "", err
		}
		claims["sub"] = "admin"
		other, err := w.issue(header, claims)
		return strings.Join(strings.Split(other, ".")[:2], ".") + token[strings.LastIndex(token, "."):], err
	},
	"whose signature is all zeroes": func(w *World, header, claims map[string]any) (string, error) {
		header["alg"] = "ES256" // which zeroes fit wherever nobody looks that they are in range
		token, err := w.issue(header, claims)
		return zeroes(token), err
	},
	"keyed with the issuer's public key": func(w *World, header, claims map[string]any) (string, error) {
		public, err := w.in.Harness.PublicKey()
		if err != nil {
			return "", err
		}
		header["alg"] = "HS256"
		return oauth.HS256(public, header, claims), nil
	},
	"signed with a key of nobody's": foreignKey(nil),
	"that brings its own key along": foreignKey(func(_ *World, h map[string]any, k jose.JSONWebKey) { h["jwk"] = k.Public() }),
	"that says where its own key is": foreignKey(func(w *World, h map[string]any, k jose.JSONWebKey) {
		if set, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{k.Public()}}); err == nil {
			w.in.Harness.Publish("/jwks-of-nobody", set)
		}
		h["jku"] = w.in.Profile.Issuer + "/jwks-of-nobody"
	}),
	"that brings its own certificate along": certified,
	"that says where its own certificate is": foreignKey(func(w *World, h map[string]any, k jose.JSONWebKey) {
		if der, err := selfSigned(k.Key); err == nil {
			w.in.Harness.Publish("/certificate-of-nobody", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
		}
		h["x5u"] = w.in.Profile.Issuer + "/certificate-of-nobody"
	}),
	"whose key is a file of the server's, by its name":            keyedBy("../../../../../../../../dev/null", ""),
	"whose key is what a database is made to answer, by its name": keyedBy("nobody' UNION SELECT 'made-up' -- ", "made-up"),
	"that names a key of the issuer's which it is not signed with": foreignKey(func(w *World, h map[string]any, _ jose.JSONWebKey) {
		if good, err := w.in.Harness.Mint(map[string]any{}, map[string]any{}); err == nil {
			if t, err := oauth.ParseJWT(good); err == nil {
				h["kid"] = t.Header["kid"]
			}
		}
	}),
	newKey: func(w *World, header, claims map[string]any) (string, error) {
		if err := w.in.Harness.Switch(0, "has new keys"); err != nil {
			return "", err
		}
		return w.issue(header, claims)
	},
	"that the issuer says is not active": func(w *World, header, claims map[string]any) (string, error) {
		token, err := w.issue(header, claims)
		w.in.Harness.Vouch(token, map[string]any{"active": false})
		return token, err
	},
}

// zeroes is a JWT with a signature of as many zeroes: each character A is six of their bits.
func zeroes(jwt string) string {
	i := strings.LastIndex(jwt, ".") + 1
	return jwt[:i] + strings.Repeat("A", len(jwt)-i)
}

func unsignedAs(alg string) flawedToken {
	return func(_ *World, header, claims map[string]any) (string, error) {
		header["alg"] = alg
		return oauth.Unsigned(header, claims), nil
	}
}

// foreignKey is a token signed with a key that the issuer does not have.
func foreignKey(tell func(w *World, header map[string]any, k jose.JSONWebKey)) flawedToken {
	return func(w *World, header, claims map[string]any) (string, error) {
		key, err := oauth.NewKey(w.tokenAlg())
		if err != nil {
			return "", err
		}
		header["kid"] = "of-nobody"
		if tell != nil {
			tell(w, header, jose.JSONWebKey{Key: key, KeyID: "of-nobody", Algorithm: string(w.tokenAlg()), Use: "sig"})
		}
		return oauth.Sign(w.tokenAlg(), key, header, claims)
	}
}

// keyedBy is a token whose kid leads a server that looks keys up carelessly to one that the attacker knows.
func keyedBy(kid, key string) flawedToken {
	return func(_ *World, header, claims map[string]any) (string, error) {
		header["alg"], header["kid"] = "HS256", kid
		return oauth.HS256([]byte(key), header, claims), nil
	}
}

// certified is a token signed with a key whose certificate, which nobody else has signed, it brings along.
func certified(w *World, header, claims map[string]any) (string, error) {
	key, err := oauth.NewKey(w.tokenAlg())
	if err != nil {
		return "", err
	}
	der, err := selfSigned(key)
	if err != nil {
		return "", err
	}
	header["x5c"] = []string{base64.StdEncoding.EncodeToString(der)} // RFC 7515 section 4.1.6: not base64url
	return oauth.Sign(w.tokenAlg(), key, header, claims)
}

// tokenAlg is the algorithm that our issuers sign with.
func (w *World) tokenAlg() jose.SignatureAlgorithm {
	return jose.SignatureAlgorithm(w.in.Profile.Suite.Signs())
}

// selfSigned is a certificate for a key, in DER, that nobody else has signed.
func selfSigned(key any) ([]byte, error) {
	private, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("a key of type %T signs no certificate", key)
	}
	self := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	return x509.CreateCertificate(rand.Reader, self, self, private.Public(), private)
}

// flawed is a token that differs from a good one as a phrase says.
func (w *World) flawed(phrase string) (string, error) {
	make, ok := flawedTokens[phrase]
	if !ok {
		return "", fmt.Errorf("there is no token %q", phrase)
	}
	w.phrases = append(w.phrases, phrase)
	header, claims, err := w.good()
	if err != nil {
		return "", err
	}
	token, err := make(w, header, claims)
	w.Secrets.Add("ACCESS_TOKEN", token)
	return token, err
}
