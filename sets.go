package oauthspec

import (
	"maps"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/nearest"
	"github.com/oauthspec/oauthspec/servers"
)

// A set is what a target can be judged against: documents, the capabilities that they make mandatory, and requirements of older
// documents that a newer one takes back.
type set struct {
	documents []string // prefixes of requirement ids
	requires  []string
	without   []string
}

var sets = map[string]set{
	"oauth2.0": {documents: []string{"rfc6749", "rfc6750", "rfc7636", "rfc7523", "rfc7519", "rfc8252", "rfc8414", "rfc9207", "rfc9700", "multiresp", "rfc7662", "rfc9701", "rfc7009"}},
	"rfc9700":  {documents: []string{"rfc9700"}},
	"oauth2.1": {documents: []string{"oauth21", "rfc6749", "rfc6750", "rfc7636", "rfc7523", "rfc7519", "rfc8252", "rfc8414", "rfc9207", "rfc9700", "rfc7662", "rfc9701", "rfc7009"}, requires: []string{"pkce", "pkce_s256"},
		without: []string{"rfc6749-4.1.3-redirect-uri-missing"}}, // OAuth 2.1 section 10.2: its clients send none
	"fapi1-advanced": {documents: []string{"fapi1-adv", "rfc6749", "rfc6750", "rfc7636", "oidc-core"}},
	"oidc":           {documents: []string{"oidc-core", "oidc-discovery", "multiresp", "formpost"}, requires: []string{"openid", "userinfo", "metadata"}},
}

// claimed says which capability of a target brings a document into the default set: by offering it, it claims it.
var claimed = map[string]string{
	"rfc6749": "", "rfc6750": "", "rfc9700": "", "rfc8252": "", "rfc7636": "pkce", "rfc8414": "metadata", "rfc9207": "iss_parameter",
	"rfc7523": "assertions", "rfc7519": "assertions", "oidc-core": "openid", "oidc-discovery": "openid", "multiresp": "", "formpost": "form_post",
	"rfc7662": "introspection", "rfc7009": "revocation", "rfc8628": "metadata", "rfc8705": "metadata", "rfc9126": "metadata", "rfc9396": "metadata", "rfc9449": "metadata", "rfc9470": "metadata",
	"rfc9701": "metadata", "rfc9728": "metadata", "jarm": "metadata",
}

// Sets names what a target can be judged against.
func Sets() []string { return slices.Sorted(maps.Keys(sets)) }

// scope is what a run judges: the documents, and the capabilities whose lack fails.
type scope struct {
	all       bool // every document but those that only a named set brings: there are no metadata that say which
	documents map[string]bool
	requires  map[string]bool
	without   []string // what every set that was named takes back
}

// scopeOf joins named sets; with none named, the documents that the target's capabilities claim.
func scopeOf(names []string, f servers.Facts) (scope, error) {
	s := scope{documents: map[string]bool{}, requires: map[string]bool{}}
	if len(names) == 0 {
		for doc, capability := range claimed {
			s.documents[doc] = capability == "" || f.Can(capability) ||
				capability == "assertions" && (f.Can("private_key_jwt") || f.Can("client_secret_jwt"))
		}
		return s, nil
	}
	for i, n := range names {
		one, ok := sets[n]
		if !ok {
			return s, usage("unknown set %q%s", n, nearest.Hint(n, Sets()))
		}
		if i == 0 {
			s.without = slices.Clone(one.without)
		}
		s.without = slices.DeleteFunc(s.without, func(id string) bool { return !slices.Contains(one.without, id) })
		for _, d := range one.documents {
			s.documents[d] = true
		}
		for _, c := range one.requires {
			s.requires[c] = true
		}
	}
	return s, nil
}

// holds says whether a requirement's document is judged. A document that nothing in the default set claims counts only when it is named.
func (s scope) holds(r features.Requirement) bool {
	if slices.Contains(s.without, r.ID) {
		return false
	}
	if s.all && !strings.HasPrefix(r.ID, "oauth21-") && !strings.HasPrefix(r.ID, "fapi") {
		return true
	}
	for d, in := range s.documents {
		if in && strings.HasPrefix(r.ID, d+"-") {
			return true
		}
	}
	return false
}
