package check

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

// A Property is something demanded of one member of a JSON object.
type Property func(name string, m map[string]any) error

// properties in words. Those that say "if" hold where the member is not there.
var properties = map[string]Property{
	"is there":                                    isThere,
	"is a list of strings that is not empty":      isNonEmptyList,
	"is an https URL without query and fragment":  https(true, "no query and no fragment", func(u *url.URL, raw string) bool { return u.RawQuery == "" && !strings.ContainsAny(raw, "?#") }),
	"is an https URL, if it is there":             https(false, "", func(*url.URL, string) bool { return true }),
	"is a URL without a fragment, if it is there": noFragment,
	"is true":                                        isTrue,
	"does not hold \"none\", if it is there":         without("none"),
	"holds \"RS256\"":                                holds("RS256"),
	"holds \"S256\"":                                 holds("S256"),
	"holds \"openid\", if it is there":               holdsIfThere("openid"),
	"is a signed JWT with an issuer, if it is there": signedStatement,
	"holds \"client_secret_post\" beside \"client_secret_basic\"": secretInBody,
	"is there if the grant for devices is listed":                 thereIf("grant_types_supported", func(g string) bool { return g == deviceGrant }),
	"is there if a response mode is signed":                       thereIf("response_modes_supported", func(m string) bool { return m == "jwt" || strings.HasSuffix(m, ".jwt") }),
	"is a list of asymmetric algorithms, if it is there":          asymmetric,
	"is a list of resource identifiers, if it is there":           resources,
	"is a list of language tags, if it is there":                  languageTags,
}

// PropertyNamed finds a property by its words.
func PropertyNamed(words string) (Property, error) {
	if p, ok := properties[words]; ok {
		return p, nil
	}
	if rest, ok := strings.CutPrefix(words, `is there if a method of "`); ok {
		methods, _, _ := strings.Cut(rest, `"`)
		return withJWTMethod(methods), nil
	}
	return nil, fmt.Errorf("no such property: %q (there are: %q)", words, slices.Sorted(maps.Keys(properties)))
}

func isThere(name string, m map[string]any) error {
	if m[name] == nil || m[name] == "" {
		return verdict.Mismatchf(fmt.Sprintf("%q", name), "metadata without it")
	}
	return nil
}

func isTrue(name string, m map[string]any) error {
	if m[name] != true {
		return verdict.Mismatchf(name+" true", "%s", show(m[name]))
	}
	return nil
}

func isNonEmptyList(name string, m map[string]any) error {
	l, ok := stringsOf(m[name])
	if !ok || len(l) == 0 {
		return verdict.Mismatchf(name+" as a list of strings", "%s", show(m[name]))
	}
	return nil
}

func https(required bool, more string, holds func(*url.URL, string) bool) Property {
	return func(name string, m map[string]any) error {
		if m[name] == nil && !required {
			return nil
		}
		raw, _ := m[name].(string)
		u, err := url.Parse(raw)
		if err != nil || u.Scheme != "https" || u.Host == "" || !holds(u, raw) {
			return verdict.Mismatchf(strings.TrimSpace(name+" as an https URL "+more), "%s", show(m[name]))
		}
		return nil
	}
}

func noFragment(name string, m map[string]any) error {
	if raw, ok := m[name].(string); ok && strings.Contains(raw, "#") {
		return verdict.Mismatchf(name+" without a fragment", "%s", show(raw))
	}
	return nil
}

func without(value string) Property {
	return func(name string, m map[string]any) error {
		if l, _ := stringsOf(m[name]); slices.Contains(l, value) {
			return verdict.Mismatchf(fmt.Sprintf("%s without %q", name, value), "%s", show(m[name]))
		}
		return nil
	}
}

func holds(value string) Property {
	return func(name string, m map[string]any) error {
		if l, _ := stringsOf(m[name]); !slices.Contains(l, value) {
			return verdict.Mismatchf(fmt.Sprintf("%q in %s", value, name), "%s", show(m[name]))
		}
		return nil
	}
}

// secretInBody demands client_secret_post where there are secrets that come by Basic, which is the default (RFC 8414 section 2).
func secretInBody(name string, m map[string]any) error {
	if l, _ := stringsOf(m[name]); m[name] != nil && !slices.Contains(l, "client_secret_basic") {
		return nil
	}
	return holds("client_secret_post")(name, m)
}

func holdsIfThere(value string) Property {
	return func(name string, m map[string]any) error {
		if m[name] == nil {
			return nil
		}
		return holds(value)(name, m)
	}
}

// withJWTMethod demands a list of algorithms where a list of authentication methods names one that signs (RFC 8414 section 2).
func withJWTMethod(methods string) Property {
	return func(name string, m map[string]any) error {
		l, _ := stringsOf(m[methods])
		if slices.Contains(l, "private_key_jwt") || slices.Contains(l, "client_secret_jwt") {
			return isNonEmptyList(name, m)
		}
		return nil
	}
}

// stringsOf is a JSON array of strings.
func stringsOf(v any) ([]string, bool) {
	list, ok := v.([]any)
	var out []string
	for _, e := range list {
		s, is := e.(string)
		ok = ok && is
		out = append(out, s)
	}
	return out, ok
}

// show is a JSON value for people, bounded.
func show(v any) string {
	if v == nil {
		return "nothing"
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "a value that is no JSON"
	}
	if len(b) > 200 {
		return string(b[:200]) + "…"
	}
	return string(b)
}
