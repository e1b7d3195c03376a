package check

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// SignedIntrospection is the media type of introspection responses that are JWTs (RFC 9701 section 5).
const SignedIntrospection = "application/token-introspection+jwt"

// IntrospectionJWT demands a response that is declared as a JWT and is one, signed or encrypted.
func IntrospectionJWT(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if n := strings.Count(string(a.Body), "."); a.Status != http.StatusOK || a.MediaType() != SignedIntrospection || n != 2 && n != 4 {
		return verdict.Mismatchf("200 with a JWT of type "+SignedIntrospection, "%d, %q", a.Status, a.MediaType())
	}
	return nil
}

// IntrospectionTyped demands the type that keeps such a JWT from passing for an access token. A media type is written with or
// without application/, in letters of either case (RFC 7515 section 4.1.9).
func IntrospectionTyped(t oauth.JWT) error {
	typ, _ := t.Header["typ"].(string)
	if strings.TrimPrefix(strings.ToLower(typ), "application/") != "token-introspection+jwt" {
		return verdict.Mismatchf("typ token-introspection+jwt", "%s", show(t.Header["typ"]))
	}
	return nil
}

// NamesCaller demands that whoever asked is the audience. By which name is left open, so that only what cannot be its name is
// refused: nothing, or somebody else's.
func NamesCaller(t oauth.JWT, caller string, others []string) error {
	all := audiences(t)
	if slices.Contains(all, caller) {
		return nil
	}
	strange := func(name string) bool { return slices.Contains(others, name) }
	if len(all) == 0 || slices.ContainsFunc(all, strange) {
		return verdict.Mismatchf(fmt.Sprintf("an audience that is the caller, such as %q", caller), "%s", show(t.Claims["aud"]))
	}
	return nil
}

// MadeNow demands a time of issue that is now.
func MadeNow(t oauth.JWT, now time.Time) error {
	iat, ok := seconds(t, "iat")
	if !ok || iat.Sub(now).Abs() > Leeway {
		return verdict.Mismatchf("iat as it is now", "%s", show(t.Claims["iat"]))
	}
	return nil
}

// saysOfToken is what such a JWT says of the token that was asked about.
func saysOfToken(t oauth.JWT) (map[string]any, error) {
	m, _ := t.Claims["token_introspection"].(map[string]any)
	if _, ok := m["active"].(bool); !ok {
		return nil, verdict.Mismatchf("token_introspection as an object that says whether the token is active", "%s", show(t.Claims["token_introspection"]))
	}
	return m, nil
}

// SaysOfToken demands that what is known of the token stands in a claim of its own.
func SaysOfToken(t oauth.JWT) error {
	_, err := saysOfToken(t)
	return err
}

// NoClaim demands that a claim is not there.
func NoClaim(t oauth.JWT, name string) error {
	if t.Claims[name] != nil {
		return verdict.Mismatchf("a JWT without "+name, "one with it")
	}
	return nil
}

// SaysInactive demands that a token is not active, and that nothing else is said of it.
func SaysInactive(t oauth.JWT) error {
	m, err := saysOfToken(t)
	if err == nil && (m["active"] != false || len(m) > 1) {
		err = verdict.Mismatchf("active false and nothing beside it", "active %s, among %s", show(m["active"]), strings.Join(sortedKeys(m), ", "))
	}
	return err
}

// SaysActive says whether a token is told to be active.
func SaysActive(t oauth.JWT) bool {
	m, err := saysOfToken(t)
	return err == nil && m["active"] == true
}

// SaysOwnScope demands that a token has no scope but those that concern whoever asked.
func SaysOwnScope(t oauth.JWT, own []string) error {
	m, _ := t.Claims["token_introspection"].(map[string]any)
	scope, _ := m["scope"].(string)
	for _, s := range strings.Fields(scope) {
		if !slices.Contains(own, s) {
			return verdict.Mismatchf("no scope beyond "+strings.Join(own, " "), "%q", scope)
		}
	}
	return nil
}

// SignedWith demands an algorithm.
func SignedWith(t oauth.JWT, alg string) error {
	if t.Header["alg"] != alg {
		return verdict.Mismatchf("alg "+alg, "%s", show(t.Header["alg"]))
	}
	return nil
}

// Lists demands that a list of metadata has a value.
func Lists(m map[string]any, member, value string) error { return holds(value)(member, m) }

// CallerUnknown demands the refusal of whoever does not say who it is: 400 (RFC 9701 section 5), and nothing about the token.
func CallerUnknown(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if a.Status != http.StatusBadRequest || a.JSON["active"] != nil || a.MediaType() == SignedIntrospection {
		return verdict.Mismatchf("a refusal with 400", "%d, %q", a.Status, a.MediaType())
	}
	return nil
}
