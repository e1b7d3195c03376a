package oauthspec

import (
	"context"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/steps"
)

// company is faults of one variant that change different things, so that one server can have all of them at once. A scenario
// that passes there is taken to be red under none whose seam it met. That a fault is seen is always shown of it alone.
type company []servers.Plant

// companies puts faults together, those that most scenarios meet first, so that there are as few as will do.
func (p *prover) companies(plants []servers.Plant) (all []company) {
	meets := map[string]int{}
	for _, pl := range plants {
		if c := p.cleanOf(pl); c != nil {
			for _, s := range c.passed {
				if p.tries(c, s, pl) {
					meets[pl.Name]++
				}
			}
		}
	}
	plants = slices.SortedStableFunc(slices.Values(plants), func(a, b servers.Plant) int { return meets[b.Name] - meets[a.Name] })
next:
	for _, pl := range plants {
		for i, c := range all {
			if c.takes(pl) {
				all[i] = append(c, pl)
				continue next
			}
		}
		all = append(all, company{pl})
	}
	return all
}

// takes says whether a fault can stand beside the others. One under which scenarios may break stands alone.
func (c company) takes(pl servers.Plant) bool {
	if c[0].Variant != pl.Variant || c[0].Gross || pl.Gross {
		return false
	}
	return !slices.ContainsFunc(c, func(other servers.Plant) bool {
		return slices.ContainsFunc(pl.Changes, func(field string) bool { return slices.Contains(other.Changes, field) })
	})
}

// quiet is which faults of a company were there when a scenario passed, by scenario: those that do not say that it turns red.
func (p *prover) quiet(ctx context.Context, c company) map[string][]string {
	there, with := map[string][]string{}, map[string]func(context.Context) (*servers.Instance, error){}
	var ss []features.Scenario
	clean := p.cleanOf(c[0])
	if clean == nil || p.o.Full {
		return nil
	}
	at := map[string]string{}
	for _, s := range clean.passed {
		var met company
		for _, pl := range c {
			if p.tries(clean, s, pl) && s.Requirement != pl.Violates && !slices.Contains(pl.AlsoRed, s.Requirement) {
				met = append(met, pl)
				at[pl.Name] = pl.At
			}
		}
		if len(met) < 2 {
			continue
		}
		names := met.names()
		there[s.Key()], ss = names, append(ss, s)
		if key := strings.Join(names, " "); with[key] == nil {
			with[key] = met[0].With(names[1:]...)
		}
	}
	out := map[string][]string{}
	err := p.run(ctx, clean.ground, func(ctx context.Context, s features.Scenario) (*servers.Instance, error) {
		return with[strings.Join(there[s.Key()], " ")](ctx)
	}, ss, 1, func(r steps.Result) {
		names := there[r.Scenario.Key()]
		if r.Verdict == verdict.Pass {
			out[r.Scenario.Key()] = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !slices.Contains(r.Touched, at[n]) })
		}
	})
	if err != nil {
		return nil // each is tried alone, which says why
	}
	return out
}

func (c company) names() (names []string) {
	for _, pl := range c {
		names = append(names, pl.Name)
	}
	return names
}
