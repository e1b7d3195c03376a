package oauthspec

import (
	"slices"
	"testing"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
)

func TestRequirementsThatNoFaultTellsApartAreOne(t *testing.T) {
	p := &prover{titles: map[string]string{}}
	for id, level := range map[string]features.Level{"one": verdict.Must, "same": verdict.Must, "should": verdict.Should, "more": verdict.Must, "unproven": verdict.Must} {
		p.all = append(p.all, features.Requirement{ID: id, Level: level})
		p.titles[id] = id
	}
	slices.SortFunc(p.all, func(a, b features.Requirement) int { return len(a.ID) - len(b.ID) })
	twins := p.twins([]reports.Proof{{Fault: "b", Red: []string{"same", "one", "should", "more", "of another run"}}, {Fault: "a", Red: []string{"one", "same", "should"}}})
	if len(twins) != 1 || twins[0].OK || twins[0].Violates != "same" && twins[0].Violates != "one" {
		t.Errorf("one are %v", twins)
	}
}
