package steps

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	plainly("with a proof of its key")

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
	claimed("in which nothing is right", func(p *oauth.Proof) {
		p.Header["typ"], p.Claims["htm"], p.Claims["htu"] = "JWT", "GET", "https://elsewhere.example/token"
	})
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

// claimed is a phrase for a flaw that any proof can have.
func claimed(name string, change oauth.Flaw) {
	phrase("with a proof "+name, func(w *World) ([]oauth.Mutation, error) {
		w.flaw = change
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

// flaws are what is wrong with the next proof.
func (w *World) flaws() []oauth.Flaw {
	if w.flaw == nil {
		return nil
	}
	return []oauth.Flaw{w.flaw}
}
