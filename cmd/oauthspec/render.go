package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
)

// render writes a run in a sink's format.
func (a *app) render(w io.Writer, s sink, run reports.Run) error {
	switch s.format {
	case "json":
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(run)
	case "text":
		fmt.Fprintf(w, "%s %v\n", run.Verdict, run.Counts)
		for _, r := range run.Requirements {
			if r.Verdict > verdict.Skip {
				fmt.Fprintf(w, "%s %s\n%s\n", r.Verdict, r.ID, wrap(r.Reason, "    ", columns))
			}
		}
		return nil
	}
	return fmt.Errorf("this build does not write %s", s.format)
}

func proofText(w io.Writer, proofs []reports.Proof) error {
	for _, p := range proofs {
		if _, err := fmt.Fprintf(w, "%v %s %s %s %s\n", p.OK, p.Fault, p.Violates, p.Saw, p.Problem); err != nil {
			return err
		}
	}
	return nil
}
