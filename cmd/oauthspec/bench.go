package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/loadtest"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
)

const aboutBench = `Puts a target under load and says what rate it bore, at what latency, and
whether the answers were right. Response times count from when a flow was meant
to start, so that a wait for a free worker shows; a run in which the generator
fell behind is invalid.

Without a target it is a reference server in a process of its own. Loopback is
free; any other target needs load: true in its profile, or --i-own HOST.

  oauthspec bench --rate 500 --duration 30s
  oauthspec bench --flow client_credentials=80,discovery=20 --rate ramp:100,1000
  oauthspec bench --objective 'p(99)<250ms,error<0.1%' --report html=load.html
  oauthspec bench --target ./before --versus ./after --repeat 5

Exit status: 0 valid (and the objective met), 1 the objective missed, a check
failed or nothing was right, 2 invalid, rate limited, gone, interrupted or wrong
usage, 3 unreachable.`

// benching is the flags of bench.
type benching struct {
	target    verification // its flags of the target
	own       serving      // the reference server, where there is no target
	load      loadFlags
	reports   []string
	objective string
	repeat    int
	versus    string   // another target, whose runs take turns with those of the first
	against   []string // the reports of that one
	quiet     bool
	process   int
}

func (a *app) bench() *cobra.Command {
	var b benching
	c := &cobra.Command{
		Use: "bench", Short: "Put a target under load", Long: aboutBench, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runBench(c.Context(), b) },
	}
	sections(c, b.target.targetFlags(), b.own.flags(), b.load.flags(), b.runFlags(), b.outputFlags())
	return c
}

func (a *app) runBench(ctx context.Context, b benching) error {
	sinks, err := b.sinks()
	if err != nil {
		return err
	}
	o, err := b.load.options()
	if err != nil {
		return err
	}
	var objective *reports.Objective
	if b.objective != "" {
		parsed, err := reports.ParseObjective(b.objective)
		if err != nil {
			return fmt.Errorf("--objective: %w", err)
		}
		objective = &parsed
	}
	if b.repeat < 1 || b.repeat > 1000 {
		return fmt.Errorf("--repeat %d: want 1 to 1000", b.repeat)
	}
	sides, stop, err := a.sides(ctx, o, b)
	if err != nil {
		return err
	}
	defer stop()
	if err := a.repeat(ctx, sides, b); err != nil {
		return err
	}
	return a.conclude(sides, sinks, objective)
}

// conclude joins each side's runs to one report, writes it, and says how the sides differ.
func (a *app) conclude(sides []*side, sinks [][]sink, objective *reports.Objective) error {
	var errs []error
	var loads []reports.Load
	for i, s := range sides {
		if len(s.all) == 0 { // it was interrupted before
			continue
		}
		load, err := s.joined()
		if err != nil {
			return err
		}
		load.Target.SecretHash = s.under.secretHash
		missed, err := judge(&load, objective)
		if i > 0 {
			fmt.Fprintln(a.out) // between two texts
		}
		if err := errors.Join(err, a.writeLoad(sinks[i], load)); err != nil {
			return err
		}
		loads, errs = append(loads, load), append(errs, loadStatus(load, missed))
	}
	if len(loads) == 2 {
		a.printVersus(loads[0], loads[1])
	}
	return gravest(errs)
}

// loadStatus is how a load ends the command (DESIGN section 4).
func loadStatus(l reports.Load, missed bool) error {
	if !l.Valid || l.Partial != "" {
		return status(statusUsage)
	}
	missed = missed || l.Outcomes.OK == 0
	for _, c := range l.Checks {
		missed = missed || c.Failed > 0
	}
	if missed {
		return status(statusFail)
	}
	return nil
}

// under is a target that is up.
type under struct {
	target     servers.Target
	facts      servers.Facts
	process    int
	secretHash string
	stop       func()
}

func (u under) into(o *loadtest.Options) {
	o.Target, o.Facts, o.Process, o.Tool = u.target, u.facts, u.process, oauthspec.Version()
	if o.Version == "" && u.target.Name == servers.BuiltinName {
		o.Version = oauthspec.Version()
	}
	o.UserAgent = "oauthspec-load (+https://github.com/oauthspec/oauthspec)"
}

// underLoad starts what is to be put under load, where it is ours or comes with a start script, and finds out what it
// can do.
func (a *app) underLoad(ctx context.Context, v verification, own serving, process int) (u under, err error) {
	if process < 0 {
		return u, fmt.Errorf("--pid %d: want the id of a process", process)
	}
	named := v.target != "" && v.target != servers.BuiltinName || v.flags.Issuer != "" || v.flags.Any()
	if named && own != (serving{}) {
		return u, errors.New("the flags of the built-in server make no sense with another target")
	}
	var t servers.Target
	var done func()
	if named {
		t, done, err = a.target(v.target, v.flags)
	} else {
		t, u.process, done, err = a.child(ctx, own)
		o, _ := own.options() // the child has checked them
		u.secretHash = o.SecretHash
	}
	if err != nil {
		return u, err
	}
	starts := t.Start != nil
	target, facts, stop, err := oauthspec.Reach(ctx, oauthspec.Options{Target: t, Timeout: 10 * time.Second, Wait: v.options.Wait, Secrets: a.secrets})
	if err != nil {
		done()
		return u, err
	}
	u.target, u.facts, u.stop = target, facts, func() { stop(); done() }
	switch {
	case process > 0:
		u.process = process
	case starts:
		u.process = loadtest.Started()
	}
	return u, nil
}

// proxy is the URL of --proxy.
func proxy(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("--proxy %q: want a URL such as http://127.0.0.1:3128", text)
	}
	return u, nil
}
