package check

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// Leeway is how far the clocks of target and suite may be apart.
const Leeway = 5 * time.Minute

// HasIDToken demands an ID token in a granted token response (OpenID Connect Core section 3.1.3.3).
func HasIDToken(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if a.Status != 200 || a.Text("id_token") == "" {
		return verdict.Mismatchf("200 with an ID token", "%s, without one", a)
	}
	return nil
}

// NoNonce demands that no nonce is there that nobody sent.
func NoNonce(t oauth.JWT) error {
	if t.Claims["nonce"] != nil {
		return verdict.Mismatchf("no nonce, as none was sent", "nonce %s", show(t.Claims["nonce"]))
	}
	return nil
}

// RequiredClaims demands the claims that OpenID Connect Core section 2 requires, with their types.
func RequiredClaims(t oauth.JWT) error {
	for _, c := range []string{"iss", "sub"} {
		if t.Text(c) == "" {
			return verdict.Mismatchf(c+" as a string", "%s", show(t.Claims[c]))
		}
	}
	if len(audiences(t)) == 0 {
		return verdict.Mismatchf("aud as a string or a list of strings", "%s", show(t.Claims["aud"]))
	}
	for _, c := range []string{"exp", "iat"} {
		if _, ok := t.Claims[c].(json.Number); !ok {
			return verdict.Mismatchf(c+" as a number", "%s", show(t.Claims[c]))
		}
	}
	return nil
}

// audiences is aud, be it one string or several.
func audiences(t oauth.JWT) []string {
	if one := t.Text("aud"); one != "" {
		return []string{one}
	}
	all, ok := stringsOf(t.Claims["aud"])
	if !ok {
		return nil
	}
	return all
}

// Claim demands a claim with exactly this value.
func Claim(t oauth.JWT, name, value string) error {
	if t.Claims[name] != value {
		return verdict.Mismatchf(fmt.Sprintf("%s %q", name, value), "%s", show(t.Claims[name]))
	}
	return nil
}

// SubjectLength demands at most 255 ASCII characters.
func SubjectLength(t oauth.JWT) error {
	sub := t.Text("sub")
	for _, r := range sub {
		if r > 127 {
			return verdict.Mismatchf("sub in ASCII characters", "the character %q", r)
		}
	}
	if len(sub) > 255 {
		return verdict.Mismatchf("sub of at most 255 characters", "%d", len(sub))
	}
	return nil
}

// Audience demands that a client is among the audiences.
func Audience(t oauth.JWT, client string) error {
	for _, a := range audiences(t) {
		if a == client {
			return nil
		}
	}
	return verdict.Mismatchf(fmt.Sprintf("aud with %q", client), "%s", show(t.Claims["aud"]))
}

// AuthorizedParty demands that azp, if it is there, is the client.
func AuthorizedParty(t oauth.JWT, client string) error {
	if t.Claims["azp"] == nil {
		return nil
	}
	return Claim(t, "azp", client)
}

// ValidAt demands that exp is to come, in this age of the world, that iat is not, give or take the leeway, and that they are in
// order. Claims that are no numbers are not its matter.
func ValidAt(t oauth.JWT, now time.Time) error {
	if exp, ok := seconds(t, "exp"); ok && exp.Before(now.Add(-Leeway)) {
		return verdict.Mismatchf("exp in the future", "%s ago", now.Sub(exp).Round(time.Second))
	}
	exp, ends := seconds(t, "exp")
	iat, begins := seconds(t, "iat")
	if ends && begins && !exp.After(iat) {
		return verdict.Mismatchf("exp after iat", "%s before it", iat.Sub(exp))
	}
	if ends && exp.After(now.AddDate(1000, 0, 0)) { // most likely milliseconds
		return verdict.Mismatchf("exp in seconds", "a number of them that ends in the year %d", exp.Year())
	}
	if iat, ok := seconds(t, "iat"); ok && (iat.After(now.Add(Leeway)) || iat.Before(now.Add(-Leeway))) {
		return verdict.Mismatchf("iat about now", "%s off", now.Sub(iat).Round(time.Second))
	}
	return nil
}

// seconds is a claim that counts seconds since 1970.
func seconds(t oauth.JWT, claim string) (time.Time, bool) {
	n, ok := t.Claims[claim].(json.Number)
	if !ok {
		return time.Time{}, false
	}
	f, err := n.Float64()
	return time.Unix(int64(f), 0), err == nil
}

// AuthTime demands a time of sign-in that has been.
func AuthTime(t oauth.JWT, now time.Time) error {
	at, ok := seconds(t, "auth_time")
	if !ok || at.After(now.Add(Leeway)) {
		return verdict.Mismatchf("auth_time as a number of seconds that has passed", "%s", show(t.Claims["auth_time"]))
	}
	return nil
}

// Signed demands a signature that a published key verifies.
func Signed(t oauth.JWT, keys jose.JSONWebKeySet) error {
	if err := t.Verify(keys); err != nil {
		return verdict.Mismatchf("a signature that a published key verifies", "%v", err)
	}
	return nil
}

// NotUnsigned demands an algorithm other than none.
func NotUnsigned(t oauth.JWT) error {
	if alg, _ := t.Header["alg"].(string); alg == "none" || alg == "" {
		return verdict.Mismatchf("an algorithm that signs", "alg %s", show(t.Header["alg"]))
	}
	return nil
}

// NoHeader demands that a header member is not there.
func NoHeader(t oauth.JWT, member string) error {
	if t.Header[member] != nil {
		return verdict.Mismatchf("a header without "+member, "one with it")
	}
	return nil
}

// ContextTypes demands that acr is a string and amr a list of strings, where they are there.
func ContextTypes(t oauth.JWT) error {
	if acr := t.Claims["acr"]; acr != nil && !isA("string", acr) {
		return verdict.Mismatchf("acr as a string", "%s", show(acr))
	}
	if amr := t.Claims["amr"]; amr != nil && !isA("list", amr) {
		return verdict.Mismatchf("amr as a list of strings", "%s", show(amr))
	}
	return nil
}

// TokenHash demands that at_hash, if it is there, is that of the access token (OpenID Connect Core section 3.1.3.6).
func TokenHash(t oauth.JWT, access string) error {
	if t.Claims["at_hash"] == nil {
		return nil
	}
	alg, _ := t.Header["alg"].(string)
	if t.Claims["at_hash"] != oauth.LeftHalf(alg, access) {
		return verdict.Mismatchf("at_hash of the access token", "another one")
	}
	return nil
}

// NamesKey demands a kid where the set has several keys (OpenID Connect Core section 10.1).
func NamesKey(t oauth.JWT, keys jose.JSONWebKeySet) error {
	signing := 0
	for _, k := range keys.Keys {
		if k.Use != "enc" {
			signing++
		}
	}
	if signing > 1 && t.Header["kid"] == nil {
		return verdict.Mismatchf("a kid, as there are several keys", "a header without one")
	}
	return nil
}

// Subjects compares the subjects of two ID tokens.
func Subjects(a, b oauth.JWT, same bool) error {
	if (a.Text("sub") == b.Text("sub")) == same {
		return nil
	}
	if same {
		return verdict.Mismatchf("one subject twice", "two")
	}
	return verdict.Mismatchf("two subjects", "the same twice")
}

// NotKeyedWithSecret demands an algorithm other than HMAC (OpenID Connect Core section 10.1).
func NotKeyedWithSecret(t oauth.JWT) error {
	if alg, _ := t.Header["alg"].(string); strings.HasPrefix(alg, "HS") {
		return verdict.Mismatchf("an algorithm that needs no shared secret", "alg %s", alg)
	}
	return nil
}
