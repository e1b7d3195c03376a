package oauthspec

import (
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/steps"
)

// A Flaw is one thing that can be wrong with an issuer that a client or an API talks to, or with a token that an API is sent.
type Flaw struct {
	Name  string `json:"name"`  // as scenarios say it: "names another issuer"
	Token bool   `json:"token"` // it is a token's
	// Shows are the requirements that it is there for, each with what a sound client or API then does, in the words of its scenario.
	Shows []Shown `json:"shows"`
}

// Shown is what a flaw shows.
type Shown struct {
	features.Requirement `json:"-"`
	ID                   string `json:"requirement"`
	Role                 string `json:"role"`
	Sound                string `json:"sound"` // "nobody is signed in"
}

// TokenFlaws names what can be wrong with a token, sorted.
func TokenFlaws() []string { return steps.TokenFlaws() }

// MakeToken makes a token for the API of a profile, which trusts the first issuer of h: a good one, or one with a flaw. The profile's
// Issuer is that issuer.
func MakeToken(h servers.Harness, p servers.Profile, flaw string) (string, error) {
	return steps.MakeToken(h, p, flaw)
}

// Shows finds out of the specification what flaws of issuers, or of tokens, are there for.
func Shows(names []string, token bool) ([]Flaw, error) {
	all, err := features.Catalogue()
	if err != nil {
		return nil, err
	}
	var out []Flaw
	for _, name := range names {
		f := Flaw{Name: name, Token: token, Shows: []Shown{}}
		for _, r := range all {
			if r.Role == "as" {
				continue
			}
			for _, s := range r.Scenarios {
				if slices.ContainsFunc(s.Steps, func(step string) bool { return speaksOf(step, name, token) }) {
					f.Shows = append(f.Shows, Shown{r, r.ID, r.Role, s.Steps[len(s.Steps)-1]})
					break
				}
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// speaksOf says whether a sentence names a flaw.
func speaksOf(step, flaw string, token bool) bool {
	if token {
		return step == "it is asked with a token "+flaw
	}
	if named, ok := strings.CutPrefix(flaw, "publishes metadata that name "); ok && strings.HasSuffix(step, "whose metadata name "+named) {
		return true
	}
	return strings.HasSuffix(step, " that "+flaw) || strings.HasSuffix(step, " issuer "+flaw)
}
