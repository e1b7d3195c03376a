package check

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// ScopeClaims are the standard claims that a scope asks for (OpenID Connect Core section 5.4).
var ScopeClaims = map[string][]string{
	"profile": {"name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
		"gender", "birthdate", "zoneinfo", "locale", "updated_at"},
	"email":   {"email", "email_verified"},
	"address": {"address"},
	"phone":   {"phone_number", "phone_number_verified"},
}

// UserInfo demands a UserInfo response: 200 with claims, as JSON or as a JWT (OpenID Connect Core section 5.3.2).
func UserInfo(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if _, err := UserClaims(a); err != nil {
		return verdict.Mismatchf("200 with the user's claims", "%s", a)
	}
	return nil
}

// UserClaims are the claims of a UserInfo response. That there are any is a requirement of its own: the error is no Mismatch.
func UserClaims(a oauth.Answer) (map[string]any, error) {
	switch {
	case a.None != nil || a.Status != http.StatusOK:
		return nil, fmt.Errorf("there are no claims of the user to judge: %s", a)
	case a.JSON != nil:
		return a.JSON, nil
	}
	t, err := oauth.ParseJWT(strings.TrimSpace(string(a.Body)))
	if err != nil {
		return nil, fmt.Errorf("the UserInfo response is neither a JSON object nor a signed JWT: %w", err)
	}
	return t.Claims, nil
}

// UserInfoRefused demands that an access token opened nothing, with a challenge (OpenID Connect Core section 5.3.3, RFC 6750 section 3).
func UserInfoRefused(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	refusals := []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden}
	if !slices.Contains(refusals, a.Status) || a.Header.Get("WWW-Authenticate") == "" || a.Text("sub") != "" {
		got := a.String()
		if a.Header.Get("WWW-Authenticate") == "" {
			got += ", and no challenge"
		}
		return &verdict.Mismatch{Want: "401, 403 or 400 with a challenge", Got: got}
	}
	return nil
}

// NoEmptyClaims demands that no claim is null or an empty text.
func NoEmptyClaims(claims map[string]any) error {
	for _, name := range sortedKeys(claims) {
		if claims[name] == nil || claims[name] == "" {
			return verdict.Mismatchf("absent claims left out", "%s %s", name, show(claims[name]))
		}
	}
	return nil
}

// ClaimTypes demands that each standard claim that has a value has the type of OpenID Connect Core section 5.1.
func ClaimTypes(claims map[string]any) error {
	for _, name := range sortedKeys(claims) {
		want, fits := claimType(name, claims[name])
		if claims[name] != nil && !fits {
			return verdict.Mismatchf(name+" as "+want, "%s", show(claims[name]))
		}
	}
	return nil
}

func claimType(name string, v any) (want string, fits bool) {
	switch name {
	case "email_verified", "phone_number_verified":
		_, fits = v.(bool)
		return "a boolean", fits
	case "updated_at":
		_, fits = v.(json.Number)
		return "a number", fits
	case "address":
		_, fits = v.(map[string]any)
		return "an object", fits
	case "sub", "phone_number", "email":
		_, fits = v.(string)
		return "a text", fits
	}
	_, fits = v.(string)
	return "a text", fits || !slices.Contains(ScopeClaims["profile"], name)
}

// OnlyOf demands that there is no standard claim but those of the scopes that were granted.
func OnlyOf(claims map[string]any, granted []string) error {
	for _, scope := range sortedKeys(ScopeClaims) {
		for _, name := range ScopeClaims[scope] {
			if claims[name] != nil && claims[name] != "" && !slices.Contains(granted, scope) {
				return verdict.Mismatchf("no claims of the scope "+scope, "%s", name)
			}
		}
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
