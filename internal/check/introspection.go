package check

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// Introspected demands 200 with a JSON object that is declared as one (RFC 7662 section 2.2).
func Introspected(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	return JSONDocument(a)
}

// state is what an introspection response says of a token. That active is a boolean is a requirement of its own, so that its
// spelling counts as well.
func state(a oauth.Answer) (active, said bool) {
	if a.None != nil || a.Status != http.StatusOK {
		return false, false
	}
	switch fmt.Sprint(a.JSON["active"]) {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	return false, false
}

// TokenActive demands that a token is active (RFC 7662 section 2.2).
func TokenActive(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if active, said := state(a); !said || !active {
		return verdict.Mismatchf("200 with an active token", "%s", introspected(a))
	}
	return nil
}

// TokenInactive demands that a token is not active, which is no error (RFC 7662 section 2.2).
func TokenInactive(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if active, said := state(a); !said || active {
		return verdict.Mismatchf("200 with a token that is not active", "%s", introspected(a))
	}
	return nil
}

// Undisclosed demands that whoever may not ask learns nothing: a refusal, or that the token is not active.
func Undisclosed(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	active, said := state(a)
	refused := a.Status >= 400 && a.Status < 500
	if active || !refused && !said || fmt.Sprint(a.JSON["active"]) == "true" || Known(a) != "" {
		return verdict.Mismatchf("a refusal that tells nothing about the token", "%s", introspected(a))
	}
	return nil
}

// Known is a member that tells something about a token, or "".
func Known(a oauth.Answer) string {
	for _, m := range []string{"sub", "username", "client_id", "scope", "exp", "iat", "aud", "jwt"} {
		if a.JSON[m] != nil {
			return m
		}
	}
	return ""
}

func introspected(a oauth.Answer) string {
	if v, there := a.JSON["active"]; there {
		return fmt.Sprintf("%d with active %s", a.Status, show(v))
	}
	return a.String()
}

// ActiveBoolean demands that active is true or false, and no text (RFC 7662 section 2.2).
func ActiveBoolean(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if _, ok := a.JSON["active"].(bool); a.Status != http.StatusOK || !ok {
		return verdict.Mismatchf("active as a boolean", "%s", introspected(a))
	}
	return nil
}

// NothingBesideActive demands that an answer about a token which is not active gives no reason (RFC 7662 section 2.2).
func NothingBesideActive(a oauth.Answer) error {
	if active, said := state(a); active || !said {
		return fmt.Errorf("there is no inactive token to be told about: %s", introspected(a))
	}
	if len(a.JSON) > 1 {
		return verdict.Mismatchf("active and nothing beside it", "%s", strings.Join(sortedKeys(a.JSON), ", "))
	}
	return nil
}

// TokenMemberTypes demands that each member that RFC 7662 section 2.2 defines has its type where it is there.
func TokenMemberTypes(a oauth.Answer) error {
	if err := TokenActive(a); err != nil {
		return err
	}
	for _, name := range sortedKeys(a.JSON) {
		if want, fits := memberType(name, a.JSON[name]); !fits {
			return verdict.Mismatchf(name+" as "+want, "%s", show(a.JSON[name]))
		}
	}
	return nil
}

func memberType(name string, v any) (want string, fits bool) {
	_, text := v.(string)
	switch name {
	case "exp", "iat", "nbf":
		n, ok := v.(json.Number)
		if ok {
			_, err := n.Int64()
			ok = err == nil
		}
		return "a whole number", ok
	case "aud":
		return "a text or a list of texts", text || isA("list", v)
	case "scope", "client_id", "username", "token_type", "sub", "iss", "jti":
		return "a text", text
	}
	return "", true
}

// ScopeWithin demands that an introspection response names no scope that was not granted.
func ScopeWithin(a oauth.Answer, granted string) error {
	for _, s := range strings.Fields(a.Text("scope")) {
		if !slices.Contains(strings.Fields(granted), s) {
			return verdict.Mismatchf(fmt.Sprintf("nothing beyond the scope %q", granted), "%q", a.Text("scope"))
		}
	}
	return nil
}

// LivesAsTold demands that a token's time to live is what the token response said, give or take seconds.
func LivesAsTold(a oauth.Answer, told time.Duration) error {
	t := oauth.JWT{Claims: a.JSON}
	exp, ok1 := seconds(t, "exp")
	iat, ok2 := seconds(t, "iat")
	if !ok1 || !ok2 {
		return nil
	}
	if d := exp.Sub(iat) - told; d.Abs() > 5*time.Second {
		return verdict.Mismatchf(fmt.Sprintf("a token that lives for %s", told), "one that lives for %s", exp.Sub(iat))
	}
	return nil
}

// SameMember demands that a member, where it is there, is a value; letters' case may differ where fold is true.
func SameMember(a oauth.Answer, member, want string, fold bool) error {
	got := a.JSON[member]
	if s, ok := got.(string); got == nil || ok && (s == want || fold && strings.EqualFold(s, want)) {
		return nil
	}
	return verdict.Mismatchf(member+" as the token's", "another one")
}

// CallerRefused demands 401 with an error, and a challenge of this scheme if one is named (RFC 7662 section 2.3).
func CallerRefused(a oauth.Answer, scheme string, codes ...string) error {
	if err := refused(a, func(status int) bool { return status == http.StatusUnauthorized }, codes); err != nil || scheme == "" {
		return err
	}
	return ChallengedToUse(a, scheme)
}
