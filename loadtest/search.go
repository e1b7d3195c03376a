package loadtest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/reports"
)

// A Search looks for the highest rate at which a target holds an objective.
type Search struct {
	Objective reports.Objective
	// Trial puts the target under a constant rate for a hold, the warm-up apart.
	Trial func(ctx context.Context, rate float64, hold time.Duration) (reports.Load, error)
	// Calibrate is the rate that the generator reaches where nothing holds it back; nil or 0: unknown.
	Calibrate func(ctx context.Context) (float64, error)
	Now       func() time.Time

	Start   float64       // the first rate tried, flows a second
	Most    float64       // no rate above it is tried; 0: no bound
	Hold    time.Duration // of a trial
	Confirm time.Duration // of the hold that confirms
	Within  time.Duration // the search ends by itself in that time, the last trial included
}

const (
	precision = 1.05 // how near the bounds are in the end
	edge      = 1.25 // how near a bound a trial is decided by two of three
	least     = 0.5  // flows a second below which nothing is tried
	headroom  = 0.8  // of the generator's own rate: above it, the generator would be what is measured
	overhead  = 1.5  // how long a trial takes at most, in holds: its warm-up and its last answers
)

// errTime ends a search that has no time for another trial.
var errTime = errors.New("no time is left for another trial")

// Run doubles the rate until the objective breaks, bisects between to five percent, deciding what is near by two trials
// of three, confirms the rate with a longer hold, and steps down while that fails. The load it returns is that of the
// confirming hold, or of the last trial where none did; its Capacity is the search. An error says that a trial could
// not be made. A cancelled context ends the search with what is known, marked partial.
func (s Search) Run(ctx context.Context) (reports.Load, error) {
	r := &search{Search: s, ctx: ctx, began: s.Now(), out: reports.Capacity{SearchAllowedMS: millis(s.Within)}}
	err := r.run()
	switch {
	case ctx.Err() != nil:
		r.last.Partial = "interrupted"
		err = nil
	case errors.Is(err, errTime):
		r.limit("time", err.Error()+fmt.Sprintf(" within %s", s.Within))
		err = nil
	}
	if (r.limited() || r.out.LimitedBy == "time") && r.low > 0 && r.out.CapacityRate == 0 {
		r.out.LimitedBecause += "; the highest rate that held before was " + perSecond(r.low)
	}
	r.out.SearchMS = millis(s.Now().Sub(r.began))
	r.last.Capacity, r.last.Objective = &r.out, &s.Objective
	met := r.out.CapacityRate > 0
	r.last.ObjectiveMet = &met
	return r.last, err
}

// search is a search under way: low held, high did not; 0: not known.
type search struct {
	Search
	ctx       context.Context
	began     time.Time
	low, high float64
	last      reports.Load
	gone      bool // the target
	out       reports.Capacity
}

func (r *search) run() error {
	most := math.Inf(1)
	if r.Most > 0 {
		most = r.Most
		r.limit("most", fmt.Sprintf("no more than %.0f/s was to be tried", most))
	}
	if r.Calibrate != nil {
		rate, err := r.Calibrate(r.ctx)
		if err != nil {
			return fmt.Errorf("calibrate the generator: %w", err)
		}
		r.out.GeneratorRate = rate
		if bound := rate * headroom; rate > 0 && bound < most {
			most = bound
			r.limit("generator", fmt.Sprintf("the generator alone reaches %.0f/s, and above %.0f/s it would measure itself", rate, most))
		}
	}
	err := r.double(most)
	if err == nil {
		err = r.bisect()
	}
	if err != nil && (!errors.Is(err, errTime) || r.low == 0) {
		return err
	}
	return r.confirm()
}

// double finds the bounds, downwards where the first rate does not hold.
func (r *search) double(most float64) error {
	for rate := min(r.Start, most); ; {
		held, err := r.try("double", rate, r.Hold)
		switch {
		case err != nil:
			return err
		case r.limited():
			return nil
		case held && (r.high > 0 || rate >= most):
			return nil
		case held:
			rate = min(2*rate, most)
		case r.low > 0 || rate/2 < least:
			return nil
		default:
			rate /= 2
		}
	}
}

func (r *search) bisect() error {
	for r.low > 0 && r.high > 0 && r.high/r.low > precision && !r.limited() {
		low, high := r.low, r.high
		rate := math.Sqrt(low * high)
		held, err := r.try("bisect", rate, r.Hold)
		if err != nil || high/low > edge*edge || r.limited() {
			if err != nil {
				return err
			}
			continue
		}
		if held, err = r.majority(rate, held); err != nil {
			return err
		}
		if held {
			r.low, r.high = rate, high
		} else {
			r.low, r.high = low, rate
		}
	}
	return nil
}

// majority repeats a trial once, and once more where the two disagree.
func (r *search) majority(rate float64, first bool) (bool, error) {
	second, err := r.try("repeat", rate, r.Hold)
	if err != nil || second == first {
		return second, err
	}
	return r.try("repeat", rate, r.Hold)
}

// confirm holds the rate for longer, and goes down while it fails: by the precision, or to the rate that went through
// where that is less.
func (r *search) confirm() error {
	for rate := r.low; rate >= least && !r.gone; rate = min(rate/precision, r.last.AchievedRate) {
		held, err := r.try("confirm", rate, r.Confirm)
		if err != nil {
			return err
		}
		if held {
			r.out.CapacityRate = rate
			return nil
		}
		if r.limited() {
			return nil
		}
	}
	return nil
}

// tries is how often a rate is tried at which the objective broke while the generator lagged: that says nothing of the
// target.
const tries = 3

// try is one trial of a rate, or several where it says nothing. A phase other than confirm leaves time for that.
func (r *search) try(phase string, rate float64, hold time.Duration) (held bool, err error) {
	need := time.Duration(float64(hold) * overhead)
	if phase != "confirm" {
		need += time.Duration(float64(r.Confirm) * overhead)
	}
	high := r.high
	for i := range tries {
		if r.Now().Add(need).After(r.began.Add(r.Within)) {
			return false, errTime
		}
		unclear := false
		if held, unclear, err = r.once(phase, rate, hold); err != nil || !unclear {
			return held, err
		}
		if phase = "again"; i+1 < tries {
			r.high = high
		}
	}
	return held, nil
}

// once is one trial. What it came to is unclear where the generator lagged and the objective broke; where it held all
// the same, with the lag counted, it holds.
func (r *search) once(phase string, rate float64, hold time.Duration) (held, unclear bool, err error) {
	l, err := r.Trial(r.ctx, rate, hold)
	if err != nil {
		return false, false, fmt.Errorf("trial at %s: %w", perSecond(rate), err)
	}
	missed, err := r.Objective.Missed(l)
	if err != nil {
		return false, false, fmt.Errorf("trial at %s: %w", perSecond(rate), err)
	}
	late := lagged(l)
	if late && len(missed) == 0 {
		l.Notes = append(l.Notes, l.InvalidBecause+": response time counts that, and the objective held all the same")
		l.Valid, l.InvalidBecause = true, ""
	}
	r.last = l
	t := reports.Trial{Phase: phase, Rate: rate, HoldMS: millis(hold), AchievedRate: l.AchievedRate, ErrorShare: l.Outcomes.ErrorShare(), Response: l.Response, Lag: l.Lag}
	t.Held = l.Valid && l.Partial == "" && len(missed) == 0
	if t.Held {
		r.low = max(r.low, rate)
	} else {
		t.Because = r.broken(rate, l, missed)
		if r.high == 0 || rate < r.high {
			r.high = rate
		}
	}
	r.out.Trials = append(r.out.Trials, t)
	return t.Held, late && !t.Held && !r.limited(), r.ctx.Err()
}

// lagged says that the generator sent what it was to, but late.
func lagged(l reports.Load) bool {
	return !l.Valid && l.Partial == "" && l.Sent > 0 && l.AchievedRate >= short*l.RequestedRate
}

// broken says why a trial did not hold, and remembers what limits the target.
func (r *search) broken(rate float64, l reports.Load, missed []string) string {
	why, by := strings.Join(append(missed, inShort(l)...), "; "), "objective"
	switch {
	case l.Outcomes.RateLimited > 0:
		why, by = "the target answers 429", "rate_limit"
	case l.Sent >= few && l.Outcomes.Transport == l.Sent:
		why, by, r.gone = "it answers no more", "target", true
	case (!l.Valid || !onlyErrors(missed)) && l.MachineCPUShare >= .95:
		why, by = why+fmt.Sprintf(", with %.0f %% of the machine in use", 100*l.MachineCPUShare), "machine"
	case !l.Valid && l.WorkersBusy > saturated && len(missed) == 0: // every worker waited for it
		by = "target"
	case !l.Valid && l.WorkersBusy <= saturated:
		by = "generator"
	case onlyErrors(missed):
		by = "errors"
	}
	r.limit(by, fmt.Sprintf("at %s: %s", perSecond(rate), why))
	return why
}

// inShort is why a trial is not valid, in few words; nothing where it is.
func inShort(l reports.Load) []string {
	switch {
	case l.Valid:
		return nil
	case l.Partial == "" && l.AchievedRate < short*l.RequestedRate:
		return []string{fmt.Sprintf("%s of %s went through", perSecond(l.AchievedRate), perSecond(l.RequestedRate))}
	}
	return []string{l.InvalidBecause}
}

func onlyErrors(missed []string) bool {
	for _, m := range missed {
		if !strings.HasPrefix(m, "error") {
			return false
		}
	}
	return len(missed) > 0
}

func (r *search) limit(by, because string) { r.out.LimitedBy, r.out.LimitedBecause = by, because }

// limited says that the target asked for less, or is gone: nothing more is tried.
func (r *search) limited() bool { return r.gone || r.out.LimitedBy == "rate_limit" }

// perSecond is a rate in words.
func perSecond(rate float64) string {
	if rate >= 100 {
		return fmt.Sprintf("%.0f/s", rate)
	}
	return fmt.Sprintf("%.3g/s", rate)
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
