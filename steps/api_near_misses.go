package steps

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	when(`it is asked there with a token (.+)`, func(w *World) any { return w.askOtherWith })
	then(`it has asked nobody whom the token names`, func(w *World) any { return w.shut(w.askedNobody) })

	for name, make := range map[string]flawedToken{
		// Audiences that are nearly, or nowhere near, this resource.
		"for other resources in a list":                      withClaim("aud", always([]any{"https://other.example/api", "https://third.example/api"})),
		"for an empty list of resources":                     withClaim("aud", always([]any{})),
		"for a resource without a name":                      withClaim("aud", always("")),
		"for a resource whose name begins with this one's":   audience(func(a string) string { return a + ".attacker.example" }),
		"for a resource whose name is how this one's begins": audience(func(a string) string { return a[:len(a)-1] }),

		// Signatures that anybody can make, and mistakes that hide one another.
		"keyed with nothing": func(_ *World, header, claims map[string]any) (string, error) {
			header["alg"] = "HS256"
			return oauth.HS256(nil, header, claims), nil
		},
		"keyed with nothing, by the name of a key of nobody's": keyedBy("of-nobody", ""),
		"that has ended, and whose claims were changed": func(w *World, header, claims map[string]any) (string, error) {
			claims["exp"] = time.Now().Add(-time.Hour).Unix()
			return flawedTokens["whose claims were changed"](w, header, claims)
		},

		// Scopes that are not this one's.
		"with another scope":  withClaim("scope", always("of-something-else")),
		"without a scope":     withClaim("scope", always(nil)),
		"with an empty scope": withClaim("scope", always("")),
		"with another scope and no client": func(w *World, header, claims map[string]any) (string, error) {
			claims["scope"] = "of-something-else"
			delete(claims, "client_id")
			return w.issue(header, claims)
		},

		"with a scope whose name begins with the wanted one's":   nearScope(func(s string) string { return s + "-not" }),
		"with a scope whose name ends with the wanted one's":     nearScope(func(s string) string { return "not-" + s }),
		"with a scope whose name is how the wanted one's begins": nearScope(func(s string) string { return s[:len(s)-1] }),
		"with the wanted scope in capitals":                      nearScope(strings.ToUpper), // RFC 6749 section 3.3: case-sensitive

		// Scopes that hold this one.
		"that has the wanted scope before another": wantedScope(func(s string) string { return s + " of-something-else" }),
		"that has the wanted scope after another":  wantedScope(func(s string) string { return "of-something-else " + s }),
		"that has the wanted scope between others": wantedScope(func(s string) string { return "of-something-else " + s + " of-a-third-thing" }),

		"with a critical header that nobody knows": func(w *World, header, claims map[string]any) (string, error) {
			header["crit"], header["x_oauthspec"] = []string{"x_oauthspec"}, true
			return w.issue(header, claims)
		},

		// Addresses at our own issuer, where it is seen who asks.
		"whose key's name is an address": foreignKey(func(w *World, h map[string]any, _ jose.JSONWebKey) {
			h["kid"] = w.in.Profile.Issuer + "/key-" + ofNobody
		}),
		"whose issuer nobody knows": func(w *World, header, claims map[string]any) (string, error) {
			claims["iss"] = w.in.Profile.Issuer + "/issuer-" + ofNobody
			return foreignKey(nil)(w, header, claims)
		},
	} {
		flawedTokens[name] = make
	}
}

// ofNobody is how the addresses end that a token names and nobody else does.
const ofNobody = "of-nobody"

// audience is a token whose audience is made of the right one.
func audience(of func(string) string) flawedToken {
	return func(w *World, header, claims map[string]any) (string, error) {
		if a, ok := claims["aud"].(string); ok {
			claims["aud"] = of(a)
		}
		return w.issue(header, claims)
	}
}

// nearScope is a token whose scope is made of the one that the other address wants.
func nearScope(of func(string) string) flawedToken {
	return func(w *World, header, claims map[string]any) (string, error) {
		if wanted := w.in.Profile.API.Needs; wanted != "" {
			claims["scope"] = of(wanted)
			if claims["scope"] == wanted {
				return "", &verdict.NotApplicable{Reason: fmt.Sprintf("the scope %q has no capitals of its own", wanted)}
			}
		}
		return w.issue(header, claims)
	}
}

// wantedScope is a token whose scope is made of a good one's.
func wantedScope(of func(string) string) flawedToken {
	return func(w *World, header, claims map[string]any) (string, error) {
		s, _ := claims["scope"].(string)
		if s == "" {
			return "", &verdict.NotApplicable{Reason: "the target wants no scope of a token", Change: "api: {scope: …} of the profile"}
		}
		claims["scope"] = of(s)
		return w.issue(header, claims)
	}
}

// askOtherWith asks for what wants another scope than a good token has.
func (w *World) askOtherWith(ctx context.Context, flaw string) error {
	token, err := w.flawed(flaw)
	if err != nil {
		return err
	}
	return w.knock(ctx, w.in.Profile.API.Other, token)
}

// askedNobody looks at what reached our own issuer since the token was made. An API that breaks down on the token has not got
// as far as asking.
func (w *World) askedNobody(a oauth.Answer) error {
	for _, r := range w.in.Harness.Received() {
		if strings.Contains(r.URL, ofNobody) {
			return verdict.Mismatchf("no request to an address that only the token names", "one by %s for %s", r.Method, r.Endpoint)
		}
	}
	if a.None != nil || a.Status >= http.StatusInternalServerError {
		return fmt.Errorf("it did not answer the token: %s", a)
	}
	return nil
}
