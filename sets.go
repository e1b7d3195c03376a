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
	means     string
	documents []string // prefixes of requirement ids
	requires  []string
	without   []string
}

// tokenEndpoints are the documents of the endpoints that tell of tokens and end them.
var tokenEndpoints = []string{"rfc7662", "rfc9701", "rfc7009"}

var sets = map[string]set{
	"oauth2.0": {means: "OAuth 2.0 as it is used today: the framework, bearer tokens, PKCE, metadata, and the best current practice",
		documents: append([]string{"rfc6749", "rfc6750", "rfc7636", "rfc7517", "rfc7519", "rfc7521", "rfc7523", "rfc8252", "rfc8414", "rfc9207", "rfc9700", "multiresp",
			"rfc8628", "rfc9068", "rfc9126", "rfc9449", "rfc9728", "jarm"}, tokenEndpoints...)}, // of these, what a server says in its metadata
	"oauth2.1": {means: "the draft of OAuth 2.1 and what it builds on; PKCE with S256 is mandatory",
		documents: append([]string{"oauth21", "rfc6749", "rfc6750", "rfc7636", "rfc7517", "rfc7519", "rfc7521", "rfc7523", "rfc8252", "rfc8414", "rfc9068", "rfc9207", "rfc9449", "rfc9700"}, tokenEndpoints...),
		requires:  []string{"pkce", "pkce_s256"},
		without:   []string{"rfc6749-4.1.3-redirect-uri-missing"}}, // OAuth 2.1 section 10.2: its clients send none
	"rfc9700": {means: "the best current practice for security, with what it asks for again of older documents; PKCE is mandatory",
		documents: []string{"rfc9700"}, requires: []string{"pkce"}}, // section 2.1.1
	"rfc8414": {means: "metadata of an authorization server, at its well-known location", documents: []string{"rfc8414"}, requires: []string{"metadata"}},
	"rfc7636": {means: "PKCE; S256 is mandatory", documents: []string{"rfc7636"}, requires: []string{"pkce", "pkce_s256"}},
	"rfc7662": {means: "token introspection, with its signed responses where they are offered", documents: []string{"rfc7662", "rfc9701"}, requires: []string{"introspection"}},
	"rfc7009": {means: "token revocation", documents: []string{"rfc7009"}, requires: []string{"revocation"}},
	"fapi1-advanced": {means: "one rule of FAPI 1.0 Advanced, for clients, and what it builds on: no statement about the whole profile",
		documents: []string{"fapi1-adv", "rfc6749", "rfc6750", "rfc7636", "oidc-core"}},
	"oidc-basic":  {means: "OpenID Connect with the code flow, for providers that clients are configured for by hand", documents: []string{"oidc-core", "multiresp"}, requires: []string{"openid", "authorization_code", "userinfo"}},
	"oidc-config": {means: "oidc-basic, and a configuration that clients find by themselves", documents: []string{"oidc-core", "multiresp", "oidc-discovery"}, requires: []string{"openid", "authorization_code", "userinfo", "metadata"}},
	"oidc":        {means: "oidc-config, and the response mode form_post and signing out where they are offered", documents: []string{"oidc-core", "oidc-discovery", "multiresp", "formpost", "oidc-rpinit"}, requires: []string{"openid", "userinfo", "metadata"}},
}

// claimed says which capability of a target brings a document into the default set: by offering it, it claims it.
var claimed = map[string]string{
	"rfc6749": "", "rfc6750": "", "rfc9068": "", "rfc9700": "", "rfc8252": "", "rfc7636": "pkce", "rfc8414": "metadata", "rfc9207": "iss_parameter",
	"rfc7523": "assertions", "rfc7521": "assertions", "rfc7519": "assertions", "rfc7517": "metadata", "oidc-core": "openid", "oidc-discovery": "openid", "multiresp": "", "formpost": "form_post", "oidc-rpinit": "logout",
	"rfc7662": "introspection", "rfc7009": "revocation", "rfc8628": "metadata", "rfc8705": "metadata", "rfc9126": "metadata", "rfc9396": "metadata", "rfc9449": "metadata", "rfc9470": "metadata",
	"rfc9701": "metadata", "rfc9728": "metadata", "jarm": "metadata",
}

// Sets names what a target can be judged against.
func Sets() []string { return slices.Sorted(maps.Keys(sets)) }

// A Set is one of them, for people.
type Set struct {
	Name      string   `json:"name"`
	Means     string   `json:"means"`
	Documents []string `json:"documents"` // prefixes of requirement ids
	Requires  []string `json:"requires"`  // capabilities whose lack fails
}

// SetNamed says what a set is; a name that is unknown is the zero Set.
func SetNamed(name string) Set {
	s, ok := sets[name]
	if !ok {
		return Set{}
	}
	return Set{name, s.means, slices.Clone(s.documents), append([]string{}, s.requires...)}
}

// scope is what a run judges: the documents, and the capabilities whose lack fails.
type scope struct {
	all       bool // every document but those that only a named set brings: there are no metadata that say which
	documents map[string]bool
	requires  map[string]bool
	without   []string // what every set that was named takes back
	restated  []string // requirements of other documents that judge what one of these asks for again
}

// scopeOf joins named sets; with none named, the documents that the target's capabilities claim.
func scopeOf(names []string, f servers.Facts) (scope, error) {
	s := scope{documents: map[string]bool{}, requires: map[string]bool{}}
	if len(names) == 0 {
		for doc, capability := range claimed {
			s.documents[doc] = capability == "" || f.Can(capability) ||
				capability == "assertions" && (f.Can("private_key_jwt") || f.Can("client_secret_jwt"))
		}
		return s.restate(), nil
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
	return s.restate(), nil
}

// restate finds the requirements whose scenarios judge one that is held and has none of its own.
func (s scope) restate() scope {
	all, err := features.Catalogue()
	if err != nil {
		return s // whoever runs it says so
	}
	for _, r := range all {
		if r.SameAs != "" && s.holds(r) {
			s.restated = append(s.restated, r.SameAs)
		}
	}
	return s
}

// holds says whether a requirement's document is judged. A document that nothing in the default set claims counts only when it is named.
func (s scope) holds(r features.Requirement) bool {
	if slices.Contains(s.without, r.ID) {
		return false
	}
	if s.all && !strings.HasPrefix(r.ID, "oauth21-") && !strings.HasPrefix(r.ID, "fapi") {
		return true
	}
	if slices.Contains(s.restated, r.ID) {
		return true
	}
	for d, in := range s.documents {
		if in && strings.HasPrefix(r.ID, d+"-") {
			return true
		}
	}
	return false
}
