package oauthspec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/reports"
)

// twins are requirements that exactly the same faults turn red: nothing shows that they are two. A MUST and the SHOULD beside
// it are.
func (p *prover) twins(proofs []reports.Proof) (out []reports.Proof) {
	killers := map[string][]string{} // requirement: the faults that turn it red
	for _, proof := range proofs {
		for _, id := range proof.Red {
			killers[id] = append(killers[id], proof.Fault)
		}
	}
	first := map[string]string{} // level and faults: the requirement that they turn red
	for _, r := range p.all {
		faults := killers[r.ID]
		if _, asked := p.titles[r.ID]; !asked || len(faults) == 0 {
			continue
		}
		slices.Sort(faults)
		same := r.Level.String() + " " + strings.Join(faults, " ")
		if other, ok := first[same]; ok {
			out = append(out, reports.Proof{Violates: r.ID, Title: r.Title, Scenarios: []string{}, AlsoRed: []string{}, Red: []string{}, Driver: p.driver,
				Problem: fmt.Sprintf("exactly the same faults turn it red as %s (%s): they are one", other, strings.Join(faults, ", "))})
		}
		first[same] = r.ID
	}
	return out
}
