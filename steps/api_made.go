package steps

import (
	"fmt"
	"maps"
	"slices"

	"github.com/oauthspec/oauthspec/internal/exchange"
	"github.com/oauthspec/oauthspec/servers"
)

// TokenFlaws names what can be wrong with a token, as scenarios say it, sorted.
func TokenFlaws() []string { return slices.Sorted(maps.Keys(flawedTokens)) }

// MakeToken makes a token for an API that trusts the first issuer of a harness: a good one, or one with a flaw.
func MakeToken(h servers.Harness, p servers.Profile, flaw string) (string, error) {
	w := &World{Config: &Config{Secrets: &exchange.Secrets{}}, in: &servers.Instance{Harness: h, Profile: p}}
	if flaw == "" {
		return w.goodToken()
	}
	make, ok := flawedTokens[flaw]
	if !ok {
		return "", fmt.Errorf("there is no token %q", flaw)
	}
	header, claims, err := w.good()
	if err != nil {
		return "", err
	}
	return make(w, header, claims)
}
