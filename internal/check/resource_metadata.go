package check

import (
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
