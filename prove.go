package oauthspec

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/exchange"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/steps"
)

// ProveOptions are what a proof is asked to do.
type ProveOptions struct {
	Target   servers.Target  // the clean built-in server
	Plants   []servers.Plant // its faults
	Roles    []string        // as, client, rs; empty: all
	Run      []string        // requirement ids or globs of them, whose checks are to be proven; empty: all
	Full     bool            // every fault against every scenario, not only where it could make a difference
	Parallel int             // faults at once; two for each core
	Driver   string          // auto, form or rod
	Browser  string
	Progress func(done, total int, p reports.Proof)
}

// Prove plants each fault in a clean server and says whether the checks saw exactly what it violates. Scenarios and
// rows of Examples that no fault turns red are proofs that are not OK, with an empty fault; so are requirements that no
// fault tells apart.
func Prove(ctx context.Context, o ProveOptions) ([]reports.Proof, error) {
	all, err := features.Catalogue()
	if err != nil {
		return nil, fmt.Errorf("the specification itself does not parse: %w", err)
	}
	p := &prover{o: o, all: all, titles: map[string]string{}, killers: map[string][]string{}}
	opts := Options{Target: o.Target, Roles: o.Roles, Driver: o.Driver, Browser: o.Browser, Races: 2}.defaults()
	chosen, err := Options{Run: o.Run, Target: o.Target, Roles: o.Roles}.selection(all)
	if err != nil {
		return nil, err
	}
	for _, r := range chosen {
		p.titles[r.ID] = r.Title
	}
	gs, err := opts.grounds(ctx)
	if err != nil {
		return nil, err
	}
	t := opts.transport()
	defer t.CloseIdleConnections()
	d, err := opts.drivers(ctx, t, all, gs)
	if err != nil {
		return nil, err
	}
	defer d.close()
	p.config = steps.Config{Form: d.form, Rod: d.rod, NoRod: d.noRod, UseRod: o.Driver == "rod", Races: opts.Races,
		Timeout: opts.Timeout, Transport: t}
	p.driver = d.name()
	if err := p.cleanAll(ctx, gs); err != nil {
		return nil, err
	}
	proofs := p.plantAll(ctx)
	if ctx.Err() != nil {
		return proofs, ctx.Err()
	}
	return slices.Concat(proofs, p.survivors(), p.twins(proofs)), nil
}

type prover struct {
	o      ProveOptions
	all    []features.Requirement
	titles map[string]string // of the requirements that were asked for
	config steps.Config
	driver string
	cleans []clean

	mu      sync.Mutex
	killers map[string][]string // scenario key: the faults that turn it red
}

// clean is how the scenarios went on one variant without a fault.
type clean struct {
	ground  ground
	passed  []features.Scenario
	touched map[string][]string // scenario key: seams
	idle    map[string][]string // scenario key: faults that would have decided everything as the server did, sorted
}

// reached says whether a fault could make a difference to a scenario: it touches the fault's seam, and the server decided
// something there that the fault would have decided otherwise. What cannot be asked of a server is taken for that.
func (c *clean) reached(s features.Scenario, pl servers.Plant) bool {
	_, idle := slices.BinarySearch(c.idle[s.Key()], pl.Name)
	return slices.Contains(c.touched[s.Key()], pl.At) && (!idle || s.Has("race"))
}

// cleanAll runs the clean servers, several at once: where one waits for another server to answer late, the next has the time.
func (p *prover) cleanAll(ctx context.Context, gs []ground) error {
	p.cleans = make([]clean, len(gs))
	errs := make([]error, len(gs))
	p.atOnce(ctx, len(gs), func(i int) { p.cleans[i], errs[i] = p.clean(ctx, gs[i]) })
	return cmp.Or(ctx.Err(), errors.Join(errs...))
}

// atOnce calls do with each number below n, several at once, until ctx ends. They are more than there are cores, because those who
// wait for a browser, or for an answer that comes late, need none.
func (p *prover) atOnce(ctx context.Context, n int, do func(i int)) {
	next := make(chan int)
	var wg sync.WaitGroup
	for range cmp.Or(max(p.o.Parallel, 0), 2*runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		next <- i
	}
	close(next)
	wg.Wait()
}

// clean runs every scenario that suits a variant. A clean server has to be green, or nothing can be proven on it.
func (p *prover) clean(ctx context.Context, g ground) (clean, error) {
	c := clean{ground: g, touched: map[string][]string{}, idle: map[string][]string{}}
	var suited []features.Scenario
	for _, r := range p.all {
		for _, s := range r.Scenarios {
			if g.suits(r, s) {
				suited = append(suited, s)
			}
		}
	}
	var red []string
	acquire := g.acquire
	if g.ask != nil {
		acquire = g.ask
	}
	err := p.run(ctx, g, always(acquire), suited, runtime.GOMAXPROCS(0), func(r steps.Result) {
		switch r.Verdict {
		case verdict.Pass:
			c.passed = append(c.passed, r.Scenario)
			c.touched[r.Scenario.Key()], c.idle[r.Scenario.Key()] = r.Touched, r.Idle
		case verdict.Skip:
		default:
			red = append(red, fmt.Sprintf("%s: %v", r.Scenario.Key(), r.Err))
		}
	})
	if err == nil && len(red) > 0 {
		slices.Sort(red)
		err = fmt.Errorf("the clean server %s is not green, so nothing can be proven on it:\n%s", g.name, strings.Join(red, "\n"))
	}
	return c, err
}

// acquire makes the server that a scenario is run on.
type acquire func(context.Context, features.Scenario) (*servers.Instance, error)

// always is the same server whatever the scenario.
func always(one func(context.Context) (*servers.Instance, error)) acquire {
	return func(ctx context.Context, _ features.Scenario) (*servers.Instance, error) { return one(ctx) }
}

// run runs scenarios on one server, and forgets its secrets with it: a whole proof mints more tokens than are worth remembering.
func (p *prover) run(ctx context.Context, g ground, acquire acquire, ss []features.Scenario, parallel int, done func(steps.Result)) error {
	c := p.config
	c.Secrets = &exchange.Secrets{}
	Options{Secrets: c.Secrets}.keepSecrets(g.profile)
	c.Acquire = func(ctx context.Context, s features.Scenario) (*servers.Instance, servers.Facts, error) {
		in, err := acquire(ctx, s)
		return in, g.facts, err
	}
	return c.Run(ctx, ss, parallel, func(r steps.Result) {
		r.Err = c.Secrets.Error(r.Err)
		done(r)
	})
}

// plantAll plants every fault that violates a requirement that was asked for, several at once. Every other fault is tried on the
// checks of these requirements alone, and told of where it disturbs one.
func (p *prover) plantAll(ctx context.Context) []reports.Proof {
	plants := slices.DeleteFunc(slices.Clone(p.o.Plants), func(pl servers.Plant) bool {
		return pl.Browser && p.config.Rod == nil || !p.asked(pl) && (len(p.o.Run) == 0 || p.cleanOf(pl) == nil)
	})
	var out []reports.Proof
	all := p.companies(plants)
	p.atOnce(ctx, len(all), func(i int) {
		quiet := p.quiet(ctx, all[i])
		for _, pl := range all[i] {
			proof := p.plant(ctx, pl, quiet)
			p.mu.Lock()
			out = append(out, proof)
			if p.o.Progress != nil {
				p.o.Progress(len(out), len(plants), proof)
			}
			p.mu.Unlock()
		}
	})
	slices.SortFunc(out, func(a, b reports.Proof) int { return strings.Compare(a.Fault, b.Fault) })
	return slices.DeleteFunc(out, func(q reports.Proof) bool { return q.OK && p.titles[q.Violates] == "" })
}

func (p *prover) asked(pl servers.Plant) bool { return p.titles[pl.Violates] != "" }

// cleanOf is the clean server that a fault is planted in; nil where it was not started.
func (p *prover) cleanOf(pl servers.Plant) *clean {
	i := slices.IndexFunc(p.cleans, func(c clean) bool { return c.ground.name == pl.Variant })
	if i < 0 {
		return nil
	}
	return &p.cleans[i]
}

// tries says whether a scenario is to be run under a fault.
func (p *prover) tries(c *clean, s features.Scenario, pl servers.Plant) bool {
	return (p.asked(pl) || p.titles[s.Requirement] != "") && (p.o.Full || c.reached(s, pl))
}

// plant runs the scenarios that a fault could make a difference to against a server with that fault, but for those that kept
// quiet with its company there too.
func (p *prover) plant(ctx context.Context, pl servers.Plant, quiet map[string][]string) reports.Proof {
	proof := reports.Proof{Fault: pl.Name, Violates: pl.Violates, Title: p.titles[pl.Violates], AlsoRed: append([]string{}, pl.AlsoRed...),
		Seam: pl.At, Variant: pl.Variant, Driver: p.driver, Red: []string{}, Scenarios: []string{}}
	c := p.cleanOf(pl)
	if c == nil {
		proof.Problem = "there is no variant " + pl.Variant
		return proof
	}
	var ss []features.Scenario
	for _, s := range c.passed {
		if !p.tries(c, s, pl) {
			continue
		}
		proof.Ran++
		if slices.Contains(quiet[s.Key()], pl.Name) {
			proof.Beside++
		} else {
			ss = append(ss, s)
		}
	}
	var broken []string
	err := p.run(ctx, c.ground, always(pl.Acquire), ss, 1, func(r steps.Result) {
		switch r.Verdict {
		case verdict.Fail:
			p.red(&proof, pl, r, c)
		case verdict.Broken:
			broken = append(broken, fmt.Sprintf("%s (%v)", r.Scenario.Key(), r.Err))
		}
	})
	proof.Problem = p.problem(pl, proof, broken)
	if err != nil {
		proof.Problem = err.Error()
	}
	proof.OK = proof.Problem == ""
	return proof
}

// red notes that a fault turned a scenario red.
func (p *prover) red(proof *reports.Proof, pl servers.Plant, r steps.Result, c *clean) {
	id := r.Scenario.Requirement
	if !slices.Contains(proof.Red, id) {
		proof.Red = append(proof.Red, id)
	}
	proof.Scenarios = append(proof.Scenarios, r.Scenario.Key())
	if proof.Saw == "" && id == pl.Violates {
		proof.Saw = r.Err.Error()
	}
	if !c.reached(r.Scenario, pl) && proof.Problem == "" {
		proof.Problem = fmt.Sprintf("%s turned red, and on the clean server nothing was decided at %s that it would have decided otherwise", r.Scenario.Key(), pl.At)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.killers[r.Scenario.Key()] = append(p.killers[r.Scenario.Key()], pl.Name)
}

// problem is why a fault proves nothing, or "".
func (p *prover) problem(pl servers.Plant, proof reports.Proof, broken []string) string {
	want := append([]string{pl.Violates}, pl.AlsoRed...)
	if !p.asked(pl) { // a disturber: only some of what it turns red was tried
		want = slices.DeleteFunc(want, func(id string) bool { return !slices.Contains(proof.Red, id) })
	}
	slices.Sort(want)
	slices.Sort(proof.Red)
	slices.Sort(proof.Scenarios)
	slices.Sort(broken)
	switch {
	case proof.Problem != "":
		return proof.Problem
	case len(broken) > 0 && !pl.Gross:
		return "broken under it: " + strings.Join(broken, "; ")
	case p.asked(pl) && !slices.Contains(proof.Red, pl.Violates):
		return "no check saw it"
	case !slices.Equal(proof.Red, want):
		return fmt.Sprintf("red are %v, declared are %v", proof.Red, want)
	}
	return ""
}

// survivors are scenarios that no fault turned red: checks that are not proven able to fail.
func (p *prover) survivors() []reports.Proof {
	variants := map[string][]string{}
	for _, c := range p.cleans {
		for _, s := range c.passed {
			variants[s.Key()] = append(variants[s.Key()], c.ground.name)
		}
	}
	var out []reports.Proof
	for _, r := range p.all {
		if _, asked := p.titles[r.ID]; !asked {
			continue
		}
		for _, s := range r.Scenarios {
			proof := reports.Proof{Violates: r.ID, Title: r.Title, Scenarios: []string{s.Key()}, AlsoRed: []string{}, Red: []string{}, Driver: p.driver}
			switch {
			case len(p.killers[s.Key()]) > 0:
				continue
			case s.Has("browser") && p.config.Rod == nil:
				proof.OK, proof.Untried = true, p.config.NoRod
			case len(variants[s.Key()]) == 0:
				proof.Problem = fmt.Sprintf("scenario %q runs on no clean server", s.Name)
			default:
				proof.Variant = strings.Join(variants[s.Key()], ", ")
				proof.Problem = fmt.Sprintf("no fault turns scenario %q red", s.Name)
			}
			out = append(out, proof)
		}
	}
	return out
}
