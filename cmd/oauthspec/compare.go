package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oauthspec/oauthspec/loadtest"
	"github.com/oauthspec/oauthspec/reports"
)

const aboutCompare = `Says whether two loads differ by more than chance would have it. Both are JSON
reports with five valid repeats or more (bench --repeat 5) of the same flow at
the same target from the same machine with the same settings.

Each figure is compared by the ranks of its repeats (Mann-Whitney, two-sided, at
0.05), with an interval of the ratio (Hodges-Lehmann on logarithms, 95 %).

  oauthspec compare before.json after.json --fail-if 'p(99) worse by 5%'

Exit status: 0 compared, 1 a --fail-if holds, 2 not to be compared.`

func (a *app) compare() *cobra.Command {
	var failIf, across []string
	c := &cobra.Command{
		Use: "compare A.json B.json", Short: "Say whether two loads differ", Long: aboutCompare, Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, files []string) error { return a.runCompare(files, failIf, across) },
	}
	sections(c, newSection("What is accepted", func(f *pflag.FlagSet) {
		f.StringArrayVar(&failIf, "fail-if", nil, "exit with 1 if this `DIFFERENCE` is shown, such as 'p(99) worse by 5%', again for each")
		f.StringArrayVar(&across, "across", nil, "the `THING` that differs on purpose: target, machine, settings, schedule or flow, again for each")
	}))
	return c
}

// parts are what two loads may differ in on purpose.
var parts = []string{"target", "flow", "machine", "schedule", "settings"}

func (a *app) runCompare(files, failIf, across []string) error {
	var limits []loadtest.FailIf
	for _, text := range failIf {
		f, err := loadtest.ParseFailIf(text)
		if err != nil {
			return fmt.Errorf("--fail-if: %w", err)
		}
		limits = append(limits, f)
	}
	for _, part := range across {
		if !slices.Contains(parts, part) {
			return fmt.Errorf("--across: %w", unknown("thing", part, parts))
		}
	}
	var loads []reports.Load
	for _, file := range files {
		l, err := readLoad(file)
		if err != nil {
			return err
		}
		loads = append(loads, l)
	}
	all, err := loadtest.Compare(loads[0], loads[1], across...)
	if err != nil {
		return err
	}
	a.printDifferences(all)
	failed := false
	for _, f := range limits {
		if why := f.Failed(all); why != "" {
			failed = true
			fmt.Fprintf(a.out, "✗ %s\n", why)
		}
	}
	if failed {
		return status(statusFail)
	}
	return nil
}

func (a *app) printDifferences(all []loadtest.Difference) {
	fmt.Fprintf(a.out, "%-8s%9s%9s  %-23s%7s\n", "", "A", "B", "B is (95 % interval)", "p")
	for _, d := range all {
		word := "no difference shown"
		if d.Shown {
			word = "better"
			if d.Worse() > 0 {
				word = "worse"
			}
		}
		size := fmt.Sprintf("%s %% (%s to %s)", percent(d.Ratio), percent(d.Low), percent(d.High))
		fmt.Fprintf(a.out, "%-8s%9.4g%9.4g  %-23s%7.4f  %s\n", d.Figure, d.A, d.B, size, d.P, word)
	}
}

// percent is a ratio as a change, in five columns at the most.
func percent(ratio float64) string {
	switch p := 100 * (ratio - 1); {
	case p > 999:
		return ">999"
	case p > 99.9:
		return fmt.Sprintf("%+.0f", p)
	default:
		return fmt.Sprintf("%+.1f", p)
	}
}
