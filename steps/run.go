package steps

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/exchange"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// A Result is how one scenario went, before anyone weighs its requirement's level.
type Result struct {
	Scenario  features.Scenario
	Verdict   verdict.Verdict // Pass, Skip, Fail (a Mismatch in a Then) or Broken
	Err       error
	Steps     []Step
	Took      time.Duration
	Driver    string
	Exchanges []exchange.Exchange
	Touched   []string // seams of a built-in server
	Idle      []string // faults that would have decided everything as it did
	Phrases   []string // ways to depart that were used
	Notes     []string
	Log       []string
	Page      string
	Shot      []byte
}

// A Step is one line of a scenario and how it went: passed, failed or skipped.
type Step struct{ Keyword, Text, Status string }

// Run runs scenarios, several at once, and hands over each result as it is there, one at a time.
// Once ctx ends, what has not begun is left out. An error means that the suite itself could not run.
func (c *Config) Run(ctx context.Context, scenarios []features.Scenario, parallel int, done func(Result)) error {
	if len(scenarios) == 0 {
		return nil
	}
	byKey := make(map[string]features.Scenario, len(scenarios))
	for _, s := range scenarios {
		byKey[s.Key()] = s
	}
	contents, err := features.Only(func(s features.Scenario) bool { _, ok := byKey[s.Key()]; return ok })
	if err != nil {
		return err
	}
	r := &tally{byKey: byKey, done: done}
	if err := c.suite(ctx, contents, parallel, r); err != nil {
		return err
	}
	if ctx.Err() == nil && r.ran != len(byKey) {
		return fmt.Errorf("%d of %d scenarios ran", r.ran, len(byKey))
	}
	return nil
}

// tally hands over results one at a time and counts them.
type tally struct {
	byKey map[string]features.Scenario
	done  func(Result)
	mu    sync.Mutex
	ran   int
}

func (t *tally) add(r Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ran++
	t.done(r)
}

// suite runs some feature files.
func (c *Config) suite(ctx context.Context, contents []features.Content, parallel int, t *tally) error {
	o := godog.Options{Format: quiet, Output: io.Discard, Strict: true, NoColors: true, Concurrency: parallel, DefaultContext: ctx}
	for _, f := range contents {
		o.FeatureContents = append(o.FeatureContents, godog.Feature{Name: f.Name, Contents: f.Text})
	}
	suite := godog.TestSuite{Name: quiet, Options: &o, ScenarioInitializer: func(sc *godog.ScenarioContext) {
		w := &World{Config: c}
		w.register(sc)
		w.hooks(sc, t.byKey, t.add)
	}}
	if status := suite.Run(); status == 2 {
		return errors.New("godog could not run the feature files")
	}
	return nil
}

// hooks make the world before a scenario and its result after it.
func (w *World) hooks(sc *godog.ScenarioContext, byKey map[string]features.Scenario, done func(Result)) {
	var began time.Time
	var r Result
	sc.Before(func(ctx context.Context, p *godog.Scenario) (context.Context, error) {
		if ctx.Err() != nil {
			return ctx, godog.ErrSkip
		}
		began = time.Now()
		w.Scenario = byKey[key(p)]
		if err := w.begin(ctx); err != nil {
			r.Err = err
			return ctx, godog.ErrSkip
		}
		return ctx, nil
	})
	sc.StepContext().After(func(ctx context.Context, st *godog.Step, status godog.StepResultStatus, err error) (context.Context, error) {
		r.Steps = append(r.Steps, Step{features.Keyword(st.Type), st.Text, status.String()})
		if r.Err == nil && status != godog.StepPassed && status != godog.StepSkipped {
			r.Err = classify(st.Type, st.Text, status, err)
		}
		return ctx, nil
	})
	sc.After(func(ctx context.Context, p *godog.Scenario, err error) (context.Context, error) {
		if began.IsZero() {
			return ctx, nil // interrupted before it began
		}
		if r.Err == nil {
			r.Err = err
		}
		if errors.Is(r.Err, godog.ErrSkip) {
			r.Err = nil
		}
		if err := w.leaveFresh(ctx); err != nil && r.Err == nil {
			r.Err = err
		}
		if w.in != nil && w.in.Touched != nil {
			r.Touched = w.in.Touched()
		}
		if w.in != nil && w.in.Idle != nil {
			r.Idle = w.in.Idle()
		}
		r.Scenario, r.Took, r.Driver = w.Scenario, time.Since(began), w.driver
		r.Verdict = judge(r.Err)
		r.Exchanges, r.Phrases, r.Notes, r.Log = w.evidence(), w.phrases, w.notes, w.log
		r.Page, r.Shot = w.page, w.shot
		w.close()
		done(r)
		return ctx, nil
	})
}

// begin acquires a server and checks what the scenario's tags ask for.
func (w *World) begin(ctx context.Context) error {
	if w.Scenario.Has("intrusive") && w.Intrusive != "" {
		return &verdict.NotApplicable{Reason: w.Intrusive, Change: "intrusive: true, or --i-own HOST"}
	}
	in, facts, err := w.Acquire(ctx, w.Scenario)
	if err != nil {
		return err
	}
	w.in, w.facts = in, facts
	for _, t := range w.Scenario.Tags {
		need, ok := strings.CutPrefix(t, "needs-")
		if !ok || need == "restart" {
			continue
		}
		if err := w.need(need); err != nil {
			return err
		}
	}
	if w.Scenario.Has("needs-restart") {
		if err := w.justStarted(ctx); err != nil {
			return err
		}
	}
	w.http = &oauth.Client{Transport: w.rec.Transport(w.transport(), "client"), Timeout: w.Timeout}
	if len(in.Profile.Users) > 0 {
		w.user = in.Profile.Users[0]
	}
	return nil
}

// classify keeps a Mismatch only where a Then saw it: anywhere else a precondition did not hold.
func classify(in messages.PickleStepType, text string, status godog.StepResultStatus, err error) error {
	var m *verdict.Mismatch
	var n *verdict.NotApplicable
	switch {
	case err == nil:
		return fmt.Errorf("step %q is %s", text, status)
	case errors.As(err, &n):
		return n
	case errors.As(err, &m) && in == messages.PickleStepType_OUTCOME:
		return err
	case errors.As(err, &m):
		return fmt.Errorf("precondition %q did not hold: wanted %s, got %s", text, m.Want, m.Got)
	}
	return fmt.Errorf("%s: %w", text, err)
}

func judge(err error) verdict.Verdict {
	var m *verdict.Mismatch
	var n *verdict.NotApplicable
	switch {
	case err == nil:
		return verdict.Pass
	case errors.As(err, &n):
		return verdict.Skip
	case errors.As(err, &m):
		return verdict.Fail
	}
	return verdict.Broken
}

// key is a pickle's scenario: its requirement tag and its name.
func key(p *godog.Scenario) string {
	for _, t := range p.Tags {
		if id := strings.TrimPrefix(t.Name, "@"); features.IsID(id) {
			return id + "/" + p.Name
		}
	}
	return p.Name
}

// Stuck is the page that a driver did not understand, where that broke a scenario.
func (r Result) Stuck() *useragent.Stuck {
	var s *useragent.Stuck
	errors.As(r.Err, &s)
	return s
}

// Vocabulary is every sentence that scenarios may use, as "Given ^pattern$", sorted.
func Vocabulary() []string {
	var out []string
	for _, s := range vocabulary {
		out = append(out, s.keyword+" "+s.pattern.String())
	}
	slices.Sort(out)
	return out
}

// Phrases is every way to depart from a proper request that a scenario may name, sorted.
func Phrases() []string { return slices.Sorted(maps.Keys(hows)) }
