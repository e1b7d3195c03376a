package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
)

// failedIn is the keys of the scenarios that are red in a JSON report.
func failedIn(file string) ([]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--rerun-failed: %w", err)
	}
	var run reports.Run
	if err := json.Unmarshal(text, &run); err != nil || run.Schema == 0 {
		return nil, fmt.Errorf("--rerun-failed: %s is not a report of \"verify --report json=FILE\"", file)
	}
	if run.Schema > reports.Schema {
		return nil, fmt.Errorf("--rerun-failed: %s has schema %d, and this oauthspec knows %d: it is too old", file, run.Schema, reports.Schema)
	}
	var keys []string
	for _, r := range run.Requirements {
		for _, s := range r.Scenarios {
			if s.Verdict >= verdict.Fail || r.Verdict == verdict.Fail && s.Verdict == verdict.Warn {
				keys = append(keys, features.Scenario{Requirement: r.ID, Name: s.Name}.Key())
			}
		}
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("--rerun-failed: nothing is red in %s: there is nothing to run again", file)
	}
	return keys, nil
}

// writeKnown writes what failed as the known entries of a profile, a baseline to start from.
func (a *app) writeKnown(file string, run reports.Run) error {
	if file == "" {
		return nil
	}
	known := map[string]string{}
	for _, r := range run.Requirements {
		switch r.Verdict {
		case verdict.Known:
			known[r.ID] = r.Reason
		case verdict.Fail:
			known[r.ID] = fmt.Sprintf("%s section %s: %s; seen %s, not judged by a person yet",
				r.Document, r.Section, strings.TrimSuffix(oneLine(saw(r)), "."), run.Started.Format("2006-01-02"))
		}
	}
	return reports.WriteFile(file, func(w io.Writer) error {
		fmt.Fprintln(w, "# Put these into the profile. Prove each by hand, and give as its reason the section and a link to the issue.")
		e := yaml.NewEncoder(w)
		e.SetIndent(2)
		return e.Encode(map[string]any{"known": known})
	})
}

// saw is what the first red scenario of a requirement came to.
func saw(r reports.Requirement) string {
	for _, s := range r.Scenarios {
		if s.Verdict == verdict.Fail && s.Got != "" {
			return "got " + s.Got
		}
	}
	return r.Reason
}

func oneLine(text string) string { return strings.Join(strings.Fields(plain(text)), " ") }
