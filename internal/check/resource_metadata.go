package check

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// ResourceNamed demands the member resource: a URL without a fragment, of https unless it is on loopback (RFC 9728 section 2).
func ResourceNamed(a oauth.Answer) error {
	u, err := url.Parse(a.Text("resource"))
	if err != nil || u.Host == "" || u.Fragment != "" || strings.HasSuffix(a.Text("resource"), "#") {
		return verdict.Mismatchf("resource as a URL without a fragment", "%q", a.Text("resource"))
	}
	return nil
}

// ResourceIs demands that the document is of the resource that its address was made from (RFC 9728 section 3.3).
func ResourceIs(a oauth.Answer, want string) error {
	if a.Text("resource") != want {
		return verdict.Mismatchf("resource "+want, "%q", a.Text("resource"))
	}
	return nil
}

// ResourceSigns demands that no signing algorithm that is published is none (RFC 9728 section 2).
func ResourceSigns(a oauth.Answer) error {
	all, _ := stringsOf(a.JSON["resource_signing_alg_values_supported"]) // what is no list offers none
	for _, alg := range all {
		if strings.EqualFold(alg, "none") {
			return verdict.Mismatchf("no algorithm none", "one")
		}
	}
	return nil
}

// KeysPublished demands that jwks_uri is https, and that keys of which some sign and some encrypt each say their use (RFC 9728 section 2).
func KeysPublished(keys oauth.Answer) error {
	list, ok := keys.JSON["keys"].([]any)
	if keys.Status != http.StatusOK || !ok {
		return verdict.Mismatchf("a JWK Set at jwks_uri", "%s", keys)
	}
	uses, silent := map[any]bool{}, 0
	for _, one := range list {
		k, _ := one.(map[string]any)
		if k["use"] == nil {
			silent++
		}
		uses[purpose(k)] = true
	}
	if uses["sig"] && uses["enc"] && silent > 0 {
		return verdict.Mismatchf("keys that each say their use, as some sign and some encrypt", "%d of %d that do not", silent, len(list))
	}
	return nil
}

// purpose is what a key is for, by its use or else by its algorithm (RFC 7518 sections 3.1 and 4.1); nil where it does not say.
func purpose(k map[string]any) any {
	alg, _ := k["alg"].(string)
	switch {
	case k["use"] != nil:
		return k["use"]
	case strings.HasPrefix(alg, "ECDH-ES"), strings.HasPrefix(alg, "RSA-OAEP"), strings.HasPrefix(alg, "RSA1_5"):
		return "enc"
	case alg != "":
		return "sig"
	}
	return nil
}

// SignedMetadata demands a JWT that is signed or keyed, and says by whom (RFC 9728 section 2.2).
func SignedMetadata(a oauth.Answer) error {
	const want = "signed_metadata as a signed JWT with iss"
	t, err := oauth.ParseJWT(a.Text("signed_metadata"))
	if err != nil {
		return verdict.Mismatchf(want, "%v", err)
	}
	alg, _ := t.Header["alg"].(string)
	switch {
	case alg == "" || strings.EqualFold(alg, "none") || strings.HasSuffix(t.Raw, "."):
		return verdict.Mismatchf(want, "one that is not signed, with the algorithm %q", alg)
	case t.Text("iss") == "":
		return verdict.Mismatchf(want, "one without iss")
	}
	return nil
}

// NoEmptyMembers demands that members without a value are left out (RFC 9728 section 3.2).
func NoEmptyMembers(a oauth.Answer) error {
	for _, name := range sortedKeys(a.JSON) {
		list, isList := a.JSON[name].([]any)
		if a.JSON[name] == nil || isList && len(list) == 0 && name != "bearer_methods_supported" { // an empty one says: none (section 2)
			return verdict.Mismatchf("members without values left out", "%s", name)
		}
	}
	return nil
}
