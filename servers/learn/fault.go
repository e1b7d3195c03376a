package learn

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/nearest"
	"github.com/oauthspec/oauthspec/servers/authserver"
	"github.com/oauthspec/oauthspec/servers/client"
	"github.com/oauthspec/oauthspec/servers/resource"
)

// Fault is one requirement that the learner can have broken.
type Fault struct {
	Role, Name string                // "as", "code-replay"
	Violates   string                // requirement id
	Rule       *features.Requirement // that is violated; nil where the specification is not at hand
}

// Key names a fault among those of all roles, as "oauthspec list faults" does: "code-replay", "client/state-ignored".
func (f Fault) Key() string {
	if f.Role == "as" {
		return f.Name
	}
	return f.Role + "/" + f.Name
}

// asVariants are the configurations whose faults show on the server that is learned from: it speaks OpenID Connect.
var asVariants = []string{"", "oauth2.0", "oidc"}

// Faults lists what can be broken, by role and name.
func (s *Suite) Faults() []Fault {
	var all []Fault
	add := func(role, name, violates string) {
		f := Fault{Role: role, Name: name, Violates: violates}
		if i := slices.IndexFunc(s.o.Requirements, func(r features.Requirement) bool { return r.ID == violates }); i >= 0 {
			f.Rule = &s.o.Requirements[i]
		}
		all = append(all, f)
	}
	for _, f := range authserver.Faults() {
		if slices.Contains(asVariants, f.Variant) {
			add("as", f.Name, f.Violates)
		}
	}
	for _, f := range client.Faults() {
		add("client", f.Name, f.Violates)
	}
	for _, f := range resource.Faults() {
		add("rs", f.Name, f.Violates)
	}
	slices.SortStableFunc(all, func(a, b Fault) int { return cmp.Or(strings.Compare(a.Role, b.Role), strings.Compare(a.Name, b.Name)) })
	return all
}

func (s *Suite) fault(key string) (Fault, error) {
	var keys []string
	for _, f := range s.Faults() {
		if f.Key() == key {
			return f, nil
		}
		keys = append(keys, f.Key())
	}
	return Fault{}, fmt.Errorf("no fault of these servers is named %q%s", key, nearest.Hint(key, keys))
}
