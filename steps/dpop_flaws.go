package steps

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	plainly("with a proof of its key")

	claimed := func(name string, change func(p *oauth.Proof)) {
		phrase("with a proof "+name, func(w *World) ([]oauth.Mutation, error) {
			w.flaw = change
			return nil, nil
		})
	}
	for name, claim := range map[string]string{"identifier": "jti", "method": "htm", "address": "htu", "time": "iat"} {
		claimed("without its "+name, func(p *oauth.Proof) { delete(p.Claims, claim) })
	}
	claimed("without a type", func(p *oauth.Proof) { p.Header["typ"] = nil })
	claimed("of the type JWT", func(p *oauth.Proof) { p.Header["typ"] = "JWT" })
	claimed("for another method", func(p *oauth.Proof) { p.Claims["htm"] = "GET" })
	claimed("for another address of the server", htu(func(u string) string { return u + "/other" }))
	claimed("for another server", func(p *oauth.Proof) { p.Claims["htu"] = "https://elsewhere.example/token" })
	claimed("that names the scheme and the host in capitals", htu(func(u string) string {
		i := strings.Index(u, "://") + len("://")
		host, path, _ := strings.Cut(u[i:], "/")
		return strings.ToUpper(u[:i]+host) + "/" + path
	}))
	claimed("that names a query and a fragment", htu(func(u string) string { return u + "?a=b#c" }))
	claimed("with claims and parameters that nobody knows", func(p *oauth.Proof) {
		p.Claims["https://claims.example/made-up"], p.Header["made_up"] = true, "value"
	})
	claimed("that nobody signed", func(p *oauth.Proof) {
		p.Sign = func(header, claims map[string]any) (string, error) { return oauth.Unsigned(header, claims), nil }
	})
	claimed("that is keyed with a secret", func(p *oauth.Proof) {
		secret := oauth.Random(32)
		p.Header["jwk"] = map[string]any{"kty": "oct", "k": base64.RawURLEncoding.EncodeToString([]byte(secret))}
		p.Sign = func(header, claims map[string]any) (string, error) {
			return oauth.HS256([]byte(secret), header, claims), nil
		}
	})
	claimed("that was changed after it was signed", func(p *oauth.Proof) {
		sign := p.Sign
		p.Sign = func(header, claims map[string]any) (string, error) {
			raw, err := sign(header, claims)
			if err != nil {
				return "", err
			}
			claims["jti"] = oauth.Random(16)
			other, err := sign(header, claims)
			return other[:strings.LastIndex(other, ".")] + raw[strings.LastIndex(raw, "."):], err
		}
	})
	claimed("that is no JWT", fields(func(raw string) []string { return []string{oauth.Random(48)} }))
	claimed("that was cut short", fields(func(raw string) []string { return []string{raw[:strings.LastIndex(raw, ".")]} }))

	held := func(name string, change func(w *World, p *oauth.Proof)) {
		phrase("with a proof "+name, func(w *World) ([]oauth.Mutation, error) {
			w.flaw = func(p *oauth.Proof) { change(w, p) }
			_, err := w.holder()
			return nil, err
		})
	}
	held("that is signed with another key", func(w *World, p *oauth.Proof) {
		p.Sign = func(header, claims map[string]any) (string, error) {
			k, err := oauth.NewKey(w.prover.Alg)
			if err != nil {
				return "", err
			}
			return oauth.Sign(w.prover.Alg, k, header, claims)
		}
	})
	held("that gives its private key away", func(w *World, p *oauth.Proof) {
		p.Header["jwk"] = jose.JSONWebKey{Key: w.prover.Key}
	})
	held("in which nothing is right", func(w *World, p *oauth.Proof) {
		p.Header["typ"], p.Claims["htm"], p.Claims["htu"] = "JWT", "GET", "https://elsewhere.example/token"
	})
	twice := func(name string, of func(one, other string) []string) {
		held(name, func(_ *World, p *oauth.Proof) {
			p.Fields = func(raw string) []string {
				p.Claims["jti"] = oauth.Random(16)
				other, err := p.Sign(p.Header, p.Claims)
				if err != nil {
					return []string{raw}
				}
				return of(raw, other)
			}
		})
	}
	twice("and another one beside it", func(one, other string) []string { return []string{one, other} })
	twice("and another one behind it", func(one, other string) []string { return []string{one + ", " + other} })

	phrase("with a proof that names its address in other letters", func(w *World) ([]oauth.Mutation, error) {
		at, err := w.endpoint("token")
		if err != nil {
			return nil, err
		}
		u, err := url.Parse(at)
		if err != nil {
			return nil, err
		}
		last := u.EscapedPath()
		if last == "" || !strings.ContainsAny(last[len(last)-1:], "abcdefghijklmnopqrstuvwxyz") {
			return nil, &verdict.NotApplicable{Reason: "the address of the token endpoint does not end in a letter", Section: "RFC 9449 section 4.3"}
		}
		w.flaw = htu(func(u string) string { return u[:len(u)-1] + fmt.Sprintf("%%%02X", u[len(u)-1]) })
		return nil, nil
	})
}

// htu changes the address that a proof is made for.
func htu(change func(string) string) oauth.Flaw {
	return func(p *oauth.Proof) {
		u, _ := p.Claims["htu"].(string)
		p.Claims["htu"] = change(u)
	}
}

// fields changes what is sent of a proof.
func fields(change func(raw string) []string) oauth.Flaw {
	return func(p *oauth.Proof) { p.Fields = change }
}

// flaws are what is wrong with the next proof.
func (w *World) flaws() []oauth.Flaw {
	if w.flaw == nil {
		return nil
	}
	return []oauth.Flaw{w.flaw}
}
