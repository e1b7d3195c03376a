package check

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// JSONDocument demands 200, application/json and a JSON object (RFC 8414 section 3.2).
func JSONDocument(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if a.Status != 200 || a.MediaType() != "application/json" || a.JSON == nil {
		return verdict.Mismatchf("200, application/json and a JSON object", "%d, %q, %s", a.Status, a.MediaType(), a)
	}
	return nil
}

// Names demands a member with exactly this value.
func Names(a oauth.Answer, member, value string) error {
	if a.JSON[member] != value {
		return verdict.Mismatchf(fmt.Sprintf("%s %q", member, value), "%s", show(a.JSON[member]))
	}
	return nil
}

// NamesOwn demands that each document names the issuer that it was read for.
func NamesOwn(docs []oauth.Answer, issuers []string) error {
	for i, a := range docs {
		if err := silent(a); err != nil {
			return err
		}
		if a.Status >= 500 {
			return fmt.Errorf("read the metadata of %s: %s", issuers[i], a)
		}
		if a.Status != 200 || a.JSON["issuer"] != issuers[i] {
			return verdict.Mismatchf("metadata of the issuer "+issuers[i], "%d with issuer %s", a.Status, show(a.JSON["issuer"]))
		}
	}
	return nil
}

// NoEmptyList demands that claims with no elements are left out (RFC 8414 section 3.2).
func NoEmptyList(a oauth.Answer) error {
	for name, v := range a.JSON {
		if l, ok := v.([]any); ok && len(l) == 0 {
			return verdict.Mismatchf("members without elements left out", "%q with an empty list", name)
		}
	}
	return nil
}

// texts are members that hold one string, as every endpoint does.
var texts = []string{"issuer", "jwks_uri", "service_documentation", "op_policy_uri", "op_tos_uri", "signed_metadata"}

// flags are members that are true or false.
var flags = []string{"authorization_response_iss_parameter_supported", "claims_parameter_supported", "request_parameter_supported",
	"request_uri_parameter_supported", "require_request_uri_registration", "tls_client_certificate_bound_access_tokens",
	"require_pushed_authorization_requests"}

// lists are the members of RFC 8414 section 2 and OpenID Connect Discovery section 3 that hold several values.
var lists = []string{"scopes_supported", "response_types_supported", "response_modes_supported", "grant_types_supported",
	"token_endpoint_auth_methods_supported", "token_endpoint_auth_signing_alg_values_supported", "ui_locales_supported",
	"revocation_endpoint_auth_methods_supported", "revocation_endpoint_auth_signing_alg_values_supported",
	"introspection_endpoint_auth_methods_supported", "introspection_endpoint_auth_signing_alg_values_supported",
	"code_challenge_methods_supported", "subject_types_supported", "id_token_signing_alg_values_supported", "acr_values_supported",
	"claims_supported", "claim_types_supported", "display_values_supported", "claims_locales_supported"}

// MemberTypes demands the JSON type of each member that the registry knows; others are nobody's business.
func MemberTypes(a oauth.Answer) error {
	for name, v := range a.JSON {
		want := ""
		switch {
		case slices.Contains(texts, name) || strings.HasSuffix(name, "_endpoint"):
			want = "string"
		case slices.Contains(flags, name):
			want = "boolean"
		case slices.Contains(lists, name):
			want = "list of strings"
		}
		if want != "" && !isA(want, v) {
			return verdict.Mismatchf(name+" as a "+want, "%s", show(v))
		}
	}
	return nil
}

func isA(kind string, v any) bool {
	switch kind {
	case "string":
		_, ok := v.(string)
		return ok
	case "boolean":
		_, ok := v.(bool)
		return ok
	}
	_, ok := stringsOf(v)
	return ok
}

// Agree demands that documents have the same values for the members they share.
func Agree(docs []oauth.Answer) error {
	for i, a := range docs {
		for _, b := range docs[i+1:] {
			for name, v := range a.JSON {
				if o, both := b.JSON[name]; both && !reflect.DeepEqual(v, o) {
					return verdict.Mismatchf("documents that agree", "%s as %s at %s and as %s at %s", name, show(v), a.URL, show(o), b.URL)
				}
			}
		}
	}
	return nil
}

// NoDocument demands an error status where nothing is to be found (RFC 8414 section 3.2).
func NoDocument(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if a.Status < 400 || a.Status >= 500 {
		return verdict.Mismatchf("a status of 4xx", "%d", a.Status)
	}
	return nil
}

// keys takes a JWK Set apart.
func keys(a oauth.Answer) ([]map[string]any, error) {
	if err := silent(a); err != nil {
		return nil, err
	}
	var set struct {
		Keys []map[string]any `json:"keys"`
	}
	if a.Status != 200 || json.Unmarshal(a.Body, &set) != nil || len(set.Keys) == 0 {
		return nil, verdict.Mismatchf("200 and a JWK Set with keys", "%s", a)
	}
	return set.Keys, nil
}

// PublicKeys demands that a JWK Set holds neither private nor symmetric keys (OpenID Connect Discovery section 3).
func PublicKeys(a oauth.Answer) error {
	ks, err := keys(a)
	if err != nil {
		return err
	}
	for _, k := range ks {
		for _, private := range []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"} {
			if _, has := k[private]; has {
				return verdict.Mismatchf("public keys alone", "a key of type %v with the member %q", k["kty"], private)
			}
		}
	}
	return nil
}

// KeySet demands a JWK Set, and a use for every key where keys for signing and for encryption are both there (RFC 8414 section 2).
func KeySet(a oauth.Answer) error {
	ks, err := keys(a)
	if err != nil {
		return err
	}
	uses := map[any]int{}
	for _, k := range ks {
		if k["kty"] == nil {
			return verdict.Mismatchf("keys with a kty", "one without")
		}
		uses[k["use"]]++
	}
	if uses["enc"] > 0 && uses["enc"] < len(ks) && uses[nil] > 0 {
		return verdict.Mismatchf("a use for each key where some encrypt", "%d of %d keys without", uses[nil], len(ks))
	}
	return nil
}

// signedStatement demands a JWS with an iss claim (RFC 8414 section 2.1).
func signedStatement(name string, m map[string]any) error {
	if m[name] == nil {
		return nil
	}
	raw, _ := m[name].(string)
	t, err := oauth.ParseJWT(raw)
	if err != nil || t.Header["alg"] == nil || t.Header["alg"] == "none" || t.Text("iss") == "" || strings.HasSuffix(raw, ".") {
		return verdict.Mismatchf(name+" as a signed JWT with iss", "one with alg %v and iss %v", t.Header["alg"], t.Claims["iss"])
	}
	return nil
}

// languageTag is the shape that all tags of BCP 47 have (RFC 5646 section 2.1): what a subtag means is for its registry.
var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// languageTags demands tags of that shape.
func languageTags(name string, m map[string]any) error {
	l, _ := stringsOf(m[name])
	for _, tag := range l {
		if !languageTag.MatchString(tag) {
			return verdict.Mismatchf(name+" with language tags of BCP 47", "%q", tag)
		}
	}
	return nil
}
