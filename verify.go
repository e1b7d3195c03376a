package oauthspec

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/steps"
)

// Verify judges a target against the specification. The error is a *UsageError, an *UnreachableError, or says what of
// ours is broken; nothing was judged then. A run that was interrupted is returned as far as it got, its Partial set.
// Everything in the Run is redacted.
func Verify(ctx context.Context, o Options) (reports.Run, error) {
	o = o.defaults()
	began := time.Now()
	all, err := features.Catalogue()
	if err != nil {
		return reports.Run{}, fmt.Errorf("the specification itself does not parse: %w", err)
	}
	chosen, err := o.selection(all)
	if err != nil {
		return reports.Run{}, err
	}
	stop, err := o.start(ctx)
	if err != nil {
		return reports.Run{}, o.Secrets.Error(err)
	}
	defer stop()
	o.keepSecrets(o.Target.Profile)
	if err := knownOf(o.Target.Profile, all); err != nil {
		return reports.Run{}, err
	}
	gs, err := o.grounds(ctx)
	if err != nil {
		return reports.Run{}, o.Secrets.Error(err)
	}
	for _, g := range gs {
		o.keepSecrets(g.profile)
	}
	t := o.transport()
	defer t.CloseIdleConnections()
	d, err := o.drivers(ctx, t, chosen, gs)
	if err != nil {
		return reports.Run{}, err
	}
	defer d.close()
	r := &runner{o: o, chosen: chosen, grounds: gs, notes: gs[0].facts.Notes, results: map[string]result{}, config: steps.Config{
		Form: d.form, Rod: d.rod, NoRod: d.noRod, UseRod: o.Driver == "rod", Races: o.Races, Patience: o.Patience, Timeout: o.Timeout,
		Secrets: o.Secrets, Transport: t,
	}}
	if !o.Target.Builtin {
		err = r.preflight(ctx, &gs[0])
	}
	if err == nil {
		err = r.all(ctx)
	} else {
		err = r.beforeSignIn(ctx, &gs[0], err)
	}
	if err != nil {
		return reports.Run{}, o.Secrets.Error(err)
	}
	run := r.report()
	run.Driver = d.name()
	run.Started, run.DurationMS = began, ms(time.Since(began))
	if ctx.Err() != nil {
		run.Partial = "interrupted"
	}
	return reports.Redacted(run, o.Secrets), nil
}

// start starts a product that comes with a start script; stop ends it with all that it started.
func (o *Options) start(ctx context.Context) (stop func(), err error) {
	closing, env, err := o.openSuite()
	o.env = env
	if err == nil {
		defer func() { err = errors.Join(err, o.trust()) }()
	}
	if err != nil || o.Target.Start == nil {
		return closing, err
	}
	wait := o.Wait
	if wait == 0 {
		wait = 3 * time.Minute // an installation from a package registry is part of it
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	open := o.Target.Open
	started, end, err := o.Target.Start(ctx, env...)
	if err != nil {
		closing()
		return nil, &UnreachableError{Target: o.Target.Name, Err: err}
	}
	o.Target, o.Target.Open = started, open
	if o.harness != nil {
		o.Target.Profile.Issuer = o.harness.Issuers()[0]
	}
	return func() { end(); closing() }, nil // end is not stop: the result would call itself
}

// openSuite opens the issuers that a client or a resource server under test talks to, and says where they are in the
// environment of its start script.
func (o *Options) openSuite() (stop func(), env []string, err error) {
	p := &o.Target.Profile
	if p.Role() == "as" || o.Target.Builtin {
		return func() {}, nil, nil
	}
	if o.Target.Open == nil {
		return nil, nil, usage("target %s is a %s, and nothing opens the issuers that it talks to", o.Target.Name, p.Role())
	}
	suite := servers.Suite{}
	if p.Suite != nil {
		suite = *p.Suite
	}
	if strings.HasPrefix(suite.Issuer+suite.Second, "https:") && suite.CA == "" && o.Target.Start == nil {
		return nil, nil, usage("suite.ca: missing: the file that the certificate is to be written to which the product has to trust for an issuer on https")
	}
	if o.harness, stop, err = o.Target.Open(suite); err != nil {
		return nil, nil, usage("%v", err)
	}
	p.Issuer = o.harness.Issuers()[0]
	env = []string{"OAUTHSPEC_ISSUER=" + p.Issuer, "OAUTHSPEC_SECOND=" + o.harness.Issuers()[1]}
	if file := o.harness.CA(); file != "" {
		env = append(env, "OAUTHSPEC_CA="+file)
	}
	return stop, env, nil
}

// trust has the run trust the authority of our own issuers beside the profile's.
func (o *Options) trust() error {
	if o.harness == nil || o.harness.CA() == "" {
		return nil
	}
	roots, err := servers.Roots(o.Target.Profile.CA, o.harness.CA())
	if err == nil {
		o.Target.Roots = roots
	}
	return err
}

// keepSecrets tells the redaction what a profile holds.
func (o Options) keepSecrets(p servers.Profile) {
	for _, c := range p.Clients {
		o.Secrets.Add("CLIENT_SECRET", c.Secret)
		o.Secrets.Add("CLIENT_KEY", c.Key)
	}
	for _, u := range p.Users {
		o.Secrets.Add("PASSWORD", u.Password)
	}
}

// intrusive is why intrusive scenarios do not run against a target, or "".
func (o Options) intrusive(p servers.Profile) string {
	u, err := url.Parse(p.Issuer)
	if err != nil {
		return "the issuer is no URL"
	}
	if p.Intrusive || onLoopback(p) || slices.Contains(o.OwnHosts, u.Hostname()) {
		return ""
	}
	return "it is intrusive, and " + u.Hostname() + " is not on loopback"
}

// A runner is one run under way.
type runner struct {
	o       Options
	chosen  []features.Requirement
	grounds []ground
	config  steps.Config
	notes   []string
	ended   string // why nothing else was judged; empty where everything was to be

	mu      sync.Mutex
	results map[string]result // by scenario key
	done    int
}

// result is how a scenario went, if it has run.
func (r *runner) result(s features.Scenario) (result, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	res, ran := r.results[s.Key()]
	return res, ran
}

// A result is how a scenario went and on which ground.
type result struct {
	steps.Result
	on string
}

// all runs the chosen scenarios of each role beside those of the others, which they share nothing with.
func (r *runner) all(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	roles := r.o.Target.Roles()
	errs := make([]error, len(roles))
	var wg sync.WaitGroup
	for i, role := range roles {
		wg.Go(func() { errs[i] = r.role(ctx, role, stop) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// role runs every chosen scenario of a role on the first ground that suits it, and, where it ended as a skip, on the next.
func (r *runner) role(ctx context.Context, role string, stop func()) error {
	for i, g := range r.grounds {
		if g.role != role {
			continue
		}
		var together, alone, intrusive, last []features.Scenario // the last may leave a client locked out
		for _, req := range r.chosen {
			for _, s := range req.Scenarios {
				if old, ran := r.result(s); ran && old.Verdict != verdict.Skip || !g.suits(req, s) && !r.last(i, req, s) {
					continue
				}
				switch {
				case r.o.Target.Builtin:
					together = append(together, s)
				case s.Has("locks-out"):
					last = append(last, s)
				case s.Has("intrusive"):
					intrusive = append(intrusive, s)
				case s.Has("alone"), s.Has("race"):
					alone = append(alone, s)
				default:
					together = append(together, s)
				}
			}
		}
		c := r.config
		c.Intrusive = r.o.intrusive(g.profile)
		c.Acquire = func(ctx context.Context, _ features.Scenario) (*servers.Instance, servers.Facts, error) {
			in, err := g.acquire(ctx)
			return in, g.facts, err
		}
		keep := func(res steps.Result) { r.keep(res, g.name, stop) }
		if err := c.Run(ctx, together, r.parallel(g), keep); err != nil {
			return err
		}
		if err := r.onceMore(ctx, c, g, together); err != nil {
			return err
		}
		for _, ss := range [][]features.Scenario{alone, intrusive, last} {
			if err := c.Run(ctx, ss, 1, keep); err != nil {
				return err
			}
		}
	}
	return nil
}

// last says whether a scenario whose document is judged has found no ground that suits it: it runs on the first, to end as the skip it is.
func (r *runner) last(i int, req features.Requirement, s features.Scenario) bool {
	first := slices.IndexFunc(r.grounds, func(g ground) bool { return g.role == req.Role })
	if i != first || !r.grounds[i].scope.holds(req) {
		return false
	}
	return !slices.ContainsFunc(r.grounds, func(g ground) bool { return g.suits(req, s) })
}

// parallel is how many scenarios run at once: with a harness, which somebody else's product shares among them, one.
func (r *runner) parallel(g ground) int {
	switch {
	case r.o.Target.Builtin:
		return 2 * runtime.GOMAXPROCS(0)
	case g.role != "as":
		return 1
	}
	return r.o.Parallel
}

// keep records a result, and ends the run where it was told to at the first failure.
func (r *runner) keep(res steps.Result, on string, stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, again := r.results[res.Scenario.Key()]
	if again && res.Verdict == verdict.Skip {
		return // the first reason stands
	}
	r.results[res.Scenario.Key()] = result{res, on}
	if !again {
		r.done++
	}
	r.o.Progress(r.done, r.total(), r.scenario(res, on))
	if r.o.FailFast && res.Verdict >= verdict.Fail {
		stop()
	}
}

func (r *runner) total() int {
	n := 0
	for _, req := range r.chosen {
		n += len(req.Scenarios)
	}
	return n
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
