package oauthspec

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/nearest"
	"github.com/oauthspec/oauthspec/internal/tags"
	"github.com/oauthspec/oauthspec/servers"
)

// selection is the requirements that were asked for, each with the scenarios that were.
// Unknown ids, tags and roles, and asking for nothing at all, are usage errors.
func (o Options) selection(all []features.Requirement) ([]features.Requirement, error) {
	if err := o.known(all); err != nil {
		return nil, err
	}
	expr, err := tags.Parse(o.Tags)
	if err != nil {
		return nil, usage("--tags %q: %v", o.Tags, err)
	}
	roles := o.Target.Roles()
	for _, r := range o.Roles {
		if !slices.Contains(roles, r) {
			return nil, usage("target %s has no role %s: it is %s", o.Target.Name, r, strings.Join(roles, ", "))
		}
	}
	if len(o.Roles) > 0 {
		roles = o.Roles
	}
	var out []features.Requirement
	judges := map[string]bool{} // those whose scenarios judge one that was asked for
	for _, r := range all {
		if matches(o.Run, r.ID) {
			judges[r.SameAs] = true
		}
	}
	for _, r := range all {
		if !slices.Contains(roles, r.Role) || !matches(o.Run, r.ID) && !judges[r.ID] {
			continue
		}
		narrowed := o.Tags != "" || len(o.Only) > 0
		kept := r.Scenarios[:0:0]
		for _, s := range r.Scenarios {
			if expr.Eval(ats(s.Tags)) && (len(o.Only) == 0 || slices.Contains(o.Only, s.Key())) {
				kept = append(kept, s)
			}
		}
		if narrowed && len(kept) == 0 {
			continue
		}
		r.Scenarios = kept
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, usage("nothing is selected: no requirement matches what was asked for")
	}
	return out, nil
}

// known refuses names that select nothing because they are mistyped.
func (o Options) known(all []features.Requirement) error {
	var ids, names []string
	for _, r := range all {
		ids = append(ids, r.ID)
		for _, s := range r.Scenarios {
			names = append(names, ats(s.Tags)...)
		}
	}
	for _, r := range o.Roles {
		if !slices.Contains([]string{"as", "client", "rs"}, r) {
			return usage("unknown role %q: want as, client or rs", r)
		}
	}
	for _, p := range o.Run {
		if _, err := path.Match(p, ""); err != nil {
			return usage("--run %q is not a valid pattern", p)
		}
		if !slices.ContainsFunc(ids, func(id string) bool { return matches([]string{p}, id) }) {
			return usage("no requirement matches %q%s", p, nearest.Hint(p, ids))
		}
	}
	expr, err := tags.Parse(o.Tags)
	if err != nil {
		return usage("--tags %q: %v", o.Tags, err)
	}
	for _, t := range expr.Tags() {
		if !slices.Contains(names, t) {
			return usage("unknown tag %q%s", t, nearest.Hint(t, slices.Compact(slices.Sorted(slices.Values(names)))))
		}
	}
	return nil
}

// matches says whether an id is one of the patterns, or matches one; no pattern matches everything.
func matches(patterns []string, id string) bool {
	if len(patterns) == 0 {
		return true
	}
	for _, p := range patterns {
		if ok, err := path.Match(p, id); err == nil && ok {
			return true
		}
	}
	return false
}

func ats(ts []string) []string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = "@" + strings.TrimPrefix(t, "@")
	}
	return out
}

// knownOf refuses a profile that lists what is no requirement: the entry would excuse nothing, and hide that it does.
func knownOf(p servers.Profile, all []features.Requirement) error {
	var ids []string
	for _, r := range all {
		ids = append(ids, r.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(p.Known)) {
		if !slices.Contains(ids, id) {
			return usage("known: no requirement is named %q%s", id, nearest.Hint(id, ids))
		}
	}
	return nil
}
