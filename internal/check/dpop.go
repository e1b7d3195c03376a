package check

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// ProofRefused demands that a token request with a flawed proof buys nothing. With which error, another requirement says.
func ProofRefused(a oauth.Answer) error {
	if err := answered(a); err != nil {
		return err
	}
	if bought(a) || a.Status < http.StatusBadRequest && a.Text("error") == "" {
		return verdict.Mismatchf("a refusal", "%s", a)
	}
	return nil
}

// TokenOfType demands a token of one of the types, in whatever case (RFC 6749 section 5.1).
func TokenOfType(a oauth.Answer, types ...string) error {
	if err := TokenGranted(a); err != nil {
		return err
	}
	is := a.Text("token_type")
	if !slices.ContainsFunc(types, func(t string) bool { return strings.EqualFold(t, is) }) {
		return verdict.Mismatchf("a token of the type "+strings.Join(types, " or "), "one of the type %q", is)
	}
	return nil
}

// Confirmation is the thumbprint of the key that a token is bound to, as its claims or its introspection say it, else "" (RFC 9449
// sections 6.1 and 6.2).
func Confirmation(m map[string]any) string {
	cnf, _ := m["cnf"].(map[string]any)
	jkt, _ := cnf["jkt"].(string)
	return jkt
}

// BoundTo demands that what is said of a token names the key that it is bound to.
func BoundTo(m map[string]any, jkt string) error {
	if got := Confirmation(m); got != jkt {
		return verdict.Mismatchf("the thumbprint of the key, as jkt in cnf", "%s", show(m["cnf"]))
	}
	return nil
}

// SaysDPoP demands that introspection calls a token what it is (RFC 9449 section 6.2).
func SaysDPoP(a oauth.Answer) error {
	if is := a.Text("token_type"); !strings.EqualFold(is, "DPoP") {
		return verdict.Mismatchf("the token_type DPoP", "%s", show(a.JSON["token_type"]))
	}
	return nil
}

// NonceDemanded demands that a client is told that its proof needs a nonce (RFC 9449 section 8).
func NonceDemanded(a oauth.Answer) error {
	if a.Status != http.StatusBadRequest || a.Text("error") != "use_dpop_nonce" {
		return verdict.Mismatchf(`400 with the error "use_dpop_nonce"`, "%s", a)
	}
	return nil
}

// OneNonce demands that a nonce comes with an answer, in one header field (RFC 9449 section 8).
func OneNonce(a oauth.Answer) error {
	if n := len(a.Header.Values("DPoP-Nonce")); n != 1 || a.Header.Get("DPoP-Nonce") == "" {
		return verdict.Mismatchf("one DPoP-Nonce", "%d", n)
	}
	return nil
}
