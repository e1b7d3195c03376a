package check

import (
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

// deviceGrant is the grant type of RFC 8628.
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

// thereIf demands a member where a list of another holds a certain value.
func thereIf(list string, certain func(string) bool) Property {
	return func(name string, m map[string]any) error {
		if l, _ := stringsOf(m[list]); slices.ContainsFunc(l, certain) {
			return isThere(name, m)
		}
		return nil
	}
}

// asymmetric demands algorithms whose key need not be shared (RFC 9449 section 4.3).
func asymmetric(name string, m map[string]any) error {
	if m[name] == nil {
		return nil
	}
	l, ok := stringsOf(m[name])
	shared := func(alg string) bool { return alg == "none" || strings.HasPrefix(alg, "HS") }
	if !ok || slices.ContainsFunc(l, shared) {
		return verdict.Mismatchf(name+" as a list of asymmetric algorithms", "%s", show(m[name]))
	}
	return nil
}

// resources demands URLs without fragment (RFC 9728 section 1.2). That they are https is left to those that are reached over TLS.
func resources(name string, m map[string]any) error {
	if m[name] == nil {
		return nil
	}
	l, ok := stringsOf(m[name])
	strange := func(raw string) bool {
		u, err := url.Parse(raw)
		return err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.Contains(raw, "#")
	}
	if !ok || slices.ContainsFunc(l, strange) {
		return verdict.Mismatchf(name+" as a list of resource identifiers", "%s", show(m[name]))
	}
	return nil
}
