package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oauthspec/oauthspec/loadtest"
	"github.com/oauthspec/oauthspec/reports"
)

const aboutMerge = `Joins the JSON reports of all shards of one run into that of the whole:
histograms bucket for bucket, counts by addition. A set in which a shard is
missing, there twice, late, not valid or of another run is refused.

  oauthspec merge shard-*.json --report html=load.html --objective 'p(99)<250ms'

Exit status: 0 merged (and the objective met), 1 objective missed, 2 refused.`

func (a *app) merge() *cobra.Command {
	var values []string
	var objective string
	c := &cobra.Command{
		Use: "merge FILE…", Short: "Join the shards of one load", Long: aboutMerge, Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, files []string) error { return a.runMerge(files, values, objective) },
	}
	sections(c, newSection("Output", func(f *pflag.FlagSet) {
		f.StringArrayVar(&values, "report", nil, "text, or a `FORMAT=FILE` of text, json, html, csv, prometheus, again for each; FILE - is standard output")
		f.StringVar(&objective, "objective", "", "what the whole is held against, `TERMS` such as 'p(99)<250ms,error<0.1%'")
	}))
	return c
}

func (a *app) runMerge(files, values []string, objective string) error {
	sinks, err := parseSinks(values, loadFormats)
	if err != nil {
		return err
	}
	var o *reports.Objective
	if objective != "" {
		parsed, err := reports.ParseObjective(objective)
		if err != nil {
			return fmt.Errorf("--objective: %w", err)
		}
		o = &parsed
	}
	var all []reports.Load
	for _, file := range files {
		l, err := readLoad(file)
		if err != nil {
			return err
		}
		all = append(all, l)
	}
	whole, err := loadtest.Merge(all)
	if err != nil {
		return err
	}
	missed, err := judge(&whole, o)
	if err := errors.Join(err, a.writeLoad(sinks, whole)); err != nil {
		return err
	}
	if missed {
		return status(statusFail)
	}
	return nil
}

// judge holds a load against an objective, if there is one.
func judge(l *reports.Load, o *reports.Objective) (missed bool, err error) {
	if o == nil {
		return false, nil
	}
	terms, err := o.Missed(*l)
	met := len(terms) == 0
	l.Objective, l.ObjectiveMet = o, &met
	return !met, err
}

// readLoad reads a JSON report of a load.
func readLoad(file string) (l reports.Load, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return l, err
	}
	var version struct {
		Schema *int            `json:"schema"`
		Flow   json.RawMessage `json:"flow"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return l, fmt.Errorf("%s is no JSON report: %w", file, err)
	}
	if version.Flow == nil || version.Schema == nil {
		return l, fmt.Errorf("%s is no report of a load", file)
	}
	if *version.Schema != reports.LoadSchema {
		return l, fmt.Errorf("%s is of schema %d: this oauthspec reads %d", file, *version.Schema, reports.LoadSchema)
	}
	if err := json.Unmarshal(text, &l); err != nil {
		return l, fmt.Errorf("%s is no report of a load: %w", file, err)
	}
	return l, nil
}
