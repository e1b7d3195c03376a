package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oauthspec/oauthspec/loadtest"
	"github.com/oauthspec/oauthspec/reports"
)

const aboutCapacity = `Finds the highest rate at which a target holds an objective: measures what the
generator itself can do, doubles the rate until the objective breaks, bisects
down to 5 %, and confirms the rate with a longer hold. It says every rate that
it tried, and what limited the target.

Without a target it is a reference server in a process of its own. Loopback is
free; any other target needs load: true in its profile, or --i-own HOST.

  oauthspec capacity --objective 'p(99)<250ms,error<0.1%'
  oauthspec capacity --objective 'p(99)<50ms' --access-token jwt

Exit status: 0 a rate was found and confirmed, 1 none holds the objective,
2 rate limited, interrupted, no time left or wrong usage, 3 unreachable.`

// searching is the flags of capacity.
type searching struct {
	bench  benching
	search loadtest.Search
}

func (a *app) capacity() *cobra.Command {
	var v searching
	c := &cobra.Command{
		Use: "capacity", Short: "Find the rate at which a target holds an objective", Long: aboutCapacity, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runCapacity(c.Context(), v) },
	}
	l := &v.bench.load
	sent := newSection("What is sent", func(f *pflag.FlagSet) {
		l.flowFlags(f)
		f.DurationVar(&l.o.Warmup, "warmup", time.Second, "`DURATION` before each trial, at its rate, which counts for nothing")
	})
	search := newSection("The search", func(f *pflag.FlagSet) {
		f.StringVar(&v.bench.objective, "objective", "", "what has to hold, `TERMS` such as 'p(99)<250ms,error<0.1%'")
		f.Float64Var(&v.search.Start, "start", 100, "the first `RATE` that is tried, flows a second")
		f.Float64Var(&v.search.Most, "most", 0, "no `RATE` above it is tried")
		f.DurationVar(&v.search.Hold, "hold", 5*time.Second, "`DURATION` of a trial")
		f.DurationVar(&v.search.Confirm, "confirm", 20*time.Second, "`DURATION` of the hold that confirms")
		f.DurationVar(&v.search.Within, "limit", 10*time.Minute, "`DURATION` in which the search ends by itself")
	})
	how := newSection("How", func(f *pflag.FlagSet) { v.bench.engineFlags(f) })
	output := newSection("Output", func(f *pflag.FlagSet) { v.bench.reportFlag(f) })
	sections(c, v.bench.target.targetFlags(), v.bench.own.flags(), sent, search, how, output)
	return c
}

func (a *app) runCapacity(ctx context.Context, v searching) error {
	sinks, err := parseSinks(v.bench.reports, loadFormats)
	if err != nil {
		return err
	}
	s := v.search
	if v.bench.objective == "" {
		return errors.New("--objective is missing: a capacity is the highest rate that holds one, such as 'p(99)<250ms,error<0.1%'")
	}
	if s.Objective, err = reports.ParseObjective(v.bench.objective); err != nil {
		return fmt.Errorf("--objective: %w", err)
	}
	if err := v.check(); err != nil {
		return err
	}
	v.bench.load.rate = fmt.Sprintf("%g", s.Start)
	o, err := v.bench.load.options()
	if err != nil {
		return err
	}
	under, err := a.underLoad(ctx, v.bench.target, v.bench.own, v.bench.process)
	if err != nil {
		return err
	}
	defer under.stop()
	under.into(&o)
	o.Own = v.bench.target.options.OwnHosts
	p := a.loadProgress()
	defer p.end()
	o.Progress = p.show
	trials := 0
	load, err := loadtest.Capacity(ctx, o, s, func(rate float64, hold time.Duration) {
		trials++
		p.trial(trials, rate, hold)
	})
	p.end()
	if err != nil {
		return err
	}
	load.Target.SecretHash = under.secretHash
	if err := a.writeLoad(sinks, load); err != nil {
		return err
	}
	return capacityStatus(load)
}

// check refuses bounds of a search that cannot be kept.
func (v searching) check() error {
	s := v.search
	switch {
	case !(s.Start >= 0.5 && s.Start <= 1e6):
		return fmt.Errorf("--start %g: want flows a second from 0.5 to 1000000", s.Start)
	case s.Most != 0 && !(s.Most >= 0.5):
		return fmt.Errorf("--most %g: want flows a second from 0.5", s.Most)
	case s.Hold < 100*time.Millisecond || s.Confirm < s.Hold:
		return fmt.Errorf("--hold %s, --confirm %s: want a hold of 100ms or more, and a longer one to confirm", s.Hold, s.Confirm)
	case s.Within < 2*(s.Hold+s.Confirm):
		return fmt.Errorf("--limit %s: a trial of %s and a confirmation of %s do not fit into it", s.Within, s.Hold, s.Confirm)
	}
	return nil
}

// capacityStatus is how a search ends the command (DESIGN section 4).
func capacityStatus(l reports.Load) error {
	switch {
	case l.Partial != "" || l.LimitedBy == "rate_limit":
		return status(statusUsage)
	case l.CapacityRate > 0:
		return nil
	case l.Valid && l.LimitedBy != "time": // the objective was missed at the lowest rate
		return status(statusFail)
	}
	return status(statusUsage)
}
