package steps

import (
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

func init() {
	claimed("that is no JWT", fields(func(raw string) []string { return []string{oauth.Random(48)} }))
	claimed("that was cut short", fields(func(raw string) []string { return []string{raw[:strings.LastIndex(raw, ".")]} }))
	twice("and another one beside it", func(one, other string) []string { return []string{one, other} })
	twice("and another one behind it", func(one, other string) []string { return []string{one + ", " + other} })
}

// fields changes what is sent of a proof.
func fields(change func(raw string) []string) oauth.Flaw {
	return func(p *oauth.Proof) { p.Fields = change }
}

// twice sends another proof that is as good as the first.
func twice(name string, of func(one, other string) []string) {
	claimed(name, func(p *oauth.Proof) {
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
