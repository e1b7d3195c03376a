package loadtest

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/reports"
)

// simulated is a server whose p99 grows as a queue's does, and breaks 250 ms at the rate it can bear.
type simulated struct {
	bears, noise float64 // noise: the share by which what it bears varies from trial to trial
	limit, lags  float64 // above which it answers 429, and the generator falls behind; 0: never
	busy         int     // trials in which something else keeps the generator from its work
	full         float64 // above which every worker waits for it, and what is due is not yet late; 0: never
	longer       float64 // what it bears in a hold of more than ten seconds, as a share
	through      float64 // the most that goes through; 0: no bound
	dies         float64 // above which it is gone for good in the middle of the hold; 0: never
	dead         bool
	r            *rand.Rand
	now          time.Time
	trials       int
}

func (s *simulated) trial(_ context.Context, rate float64, hold time.Duration) (reports.Load, error) {
	s.trials++
	s.now = s.now.Add(hold + hold/4)
	bears := s.bears * (1 + s.noise*s.r.NormFloat64())
	if s.longer > 0 && hold > 10*time.Second {
		bears *= s.longer
	}
	p99 := 250 * time.Millisecond
	if rate > bears {
		p99 = time.Second
	} else {
		p99 = time.Duration(float64(time.Millisecond) / max(1-rate/bears*.996, .0041))
	}
	lags := s.lags > 0 && rate > s.lags || s.trials <= s.busy
	if lags {
		p99 = time.Second
	}
	h := reports.NewHistogram()
	for i := range 1000 {
		h.Record(time.Duration(float64(p99) * math.Pow(float64(i+1)/990, 3)))
	}
	text, err := h.Encode()
	l := reports.Load{Valid: true, RequestedRate: rate, AchievedRate: rate, Sent: 1000, Histograms: map[string]string{"response": text}, Response: h.Quantiles(), Outcomes: reports.Outcomes{OK: 1000}}
	if s.limit > 0 && rate > s.limit {
		l.Outcomes = reports.Outcomes{OK: 900, RateLimited: 100}
	}
	if s.dead {
		l.Outcomes = reports.Outcomes{Transport: 1000}
	}
	if s.dies > 0 && rate > s.dies {
		s.dead, l.Outcomes, l.Partial = true, reports.Outcomes{OK: 500, Transport: 500}, silenced(500)
	}
	if s.through > 0 && hold > 10*time.Second && rate > s.through {
		l.Valid, l.InvalidBecause, l.AchievedRate = false, "it fell short", s.through
	}
	if lags {
		l.Valid, l.InvalidBecause = false, "the generator lagged by 40 ms"
	}
	if s.full > 0 && rate > s.full {
		l.Valid, l.InvalidBecause, l.WorkersBusy, l.AchievedRate = false, "it fell short", .9, s.full
	}
	return l, err
}

func (s *simulated) search(t *testing.T) Search {
	t.Helper()
	o, err := reports.ParseObjective("p(99)<250ms,error<0.1%")
	if err != nil {
		t.Fatal(err)
	}
	s.r, s.now = rand.New(rand.NewPCG(1, 2)), time.Unix(0, 0)
	return Search{Objective: o, Trial: s.trial, Now: func() time.Time { return s.now }, Start: 50, Hold: 5 * time.Second, Confirm: 20 * time.Second, Within: 10 * time.Minute}
}

func found(t *testing.T, s Search) reports.Load {
	t.Helper()
	l, err := s.Run(t.Context())
	if err != nil || l.Capacity == nil {
		t.Fatalf("%v", err)
	}
	if l.SearchMS > l.SearchAllowedMS {
		t.Errorf("it took %v ms of %v", l.SearchMS, l.SearchAllowedMS)
	}
	return l
}

func TestSearchFindsWhatIsThere(t *testing.T) {
	for _, bears := range []float64{3, 49, 50, 51, 777, 12345, 400000} {
		s := &simulated{bears: bears}
		l := found(t, s.search(t))
		if l.CapacityRate < bears/1.06 || l.CapacityRate > bears || l.LimitedBy != "objective" {
			t.Errorf("bears %v: got %v, limited by %s", bears, l.CapacityRate, l.LimitedBy)
		}
	}
}

func TestSearchInNoise(t *testing.T) {
	for seed := range 30 {
		s := &simulated{bears: 1000, noise: .04}
		search := s.search(t)
		s.r = rand.New(rand.NewPCG(uint64(seed), 3))
		if l := found(t, search); l.CapacityRate < 800 || l.CapacityRate > 1100 {
			t.Errorf("seed %d: got %v after %d trials", seed, l.CapacityRate, s.trials)
		}
	}
}

func TestSearchStepsDown(t *testing.T) {
	s := &simulated{bears: 1000, longer: .8}
	l := found(t, s.search(t))
	if l.CapacityRate > 800 || l.CapacityRate < 750 {
		t.Errorf("got %v", l.CapacityRate)
	}
}

// Where a longer hold shows that far less goes through, the next rate tried is that one.
func TestSearchStepsDownToWhatWentThrough(t *testing.T) {
	s := &simulated{bears: 1000, through: 400}
	l := found(t, s.search(t))
	confirms := 0
	for _, tr := range l.Trials {
		if tr.Phase == "confirm" {
			confirms++
		}
	}
	if l.CapacityRate != 400 || confirms != 2 {
		t.Errorf("got %v after %d holds", l.CapacityRate, confirms)
	}
}

func TestSearchSaysWhatLimited(t *testing.T) {
	for want, s := range map[string]*simulated{
		"rate_limit": {bears: 5000, limit: 300}, "generator": {bears: 5000, lags: 700}, "objective": {bears: 100}, "target": {bears: 5000, full: 700},
	} {
		if l := found(t, s.search(t)); l.LimitedBy != want || l.LimitedBecause == "" {
			t.Errorf("want %s, got %s: %s", want, l.LimitedBy, l.LimitedBecause)
		}
	}
	s := &simulated{bears: 5000, dies: 700}
	if l := found(t, s.search(t)); l.LimitedBy != "target" || !strings.Contains(l.LimitedBecause, "answers no more") || s.trials != 6 || l.CapacityRate != 0 {
		t.Errorf("of one that dies at 800/s, limited by %s after %d trials: %s", l.LimitedBy, s.trials, l.LimitedBecause)
	}
	s = &simulated{bears: 1e6}
	search := s.search(t)
	search.Calibrate = func(context.Context) (float64, error) { return 1000, nil }
	if l := found(t, search); l.LimitedBy != "generator" || l.CapacityRate != 800 {
		t.Errorf("at the generator's bound: %v, %s", l.CapacityRate, l.LimitedBy)
	}
	search.Calibrate, search.Most = nil, 600
	if l := found(t, search); l.LimitedBy != "most" || l.CapacityRate != 600 {
		t.Errorf("at the most that was allowed: %v, %s", l.CapacityRate, l.LimitedBy)
	}
	none := &simulated{bears: .1}
	if l := found(t, none.search(t)); l.CapacityRate != 0 || *l.ObjectiveMet {
		t.Errorf("a server that bears nothing: %v", l.CapacityRate)
	}
}

// What keeps the generator from its work says nothing of the target: the rate is tried again.
func TestSearchOnABusyMachine(t *testing.T) {
	s := &simulated{bears: 1000, busy: 2}
	l := found(t, s.search(t))
	between(t, "capacity", l.CapacityRate, 1000/1.06, 1000)
	if l.Trials[1].Phase != "again" || l.Trials[2].Phase != "again" || !l.Trials[2].Held || l.LimitedBy != "objective" {
		t.Errorf("limited by %s: %+v", l.LimitedBy, l.Trials[:3])
	}
}

// A lag that the response times count and that the objective bears is no breach of it.
func TestSearchBearsALag(t *testing.T) {
	s := &simulated{bears: 1000}
	search := s.search(t)
	search.Trial = func(ctx context.Context, rate float64, hold time.Duration) (reports.Load, error) {
		l, err := s.trial(ctx, rate, hold)
		l.Valid, l.InvalidBecause = false, "the generator lagged by 40 ms"
		return l, err
	}
	l := found(t, search)
	between(t, "capacity", l.CapacityRate, 1000/1.06, 1000)
	if !l.Valid || len(l.Notes) == 0 || !strings.Contains(l.Notes[0], "the objective held all the same") {
		t.Errorf("valid %v: %v", l.Valid, l.Notes)
	}
}

func TestSearchEndsInTime(t *testing.T) {
	for _, within := range []time.Duration{0, 20 * time.Second, time.Minute, 2 * time.Minute} {
		s := &simulated{bears: 12345}
		search := s.search(t)
		search.Within = within
		l := found(t, search)
		if within < time.Minute && (l.LimitedBy != "time" || l.CapacityRate != 0) {
			t.Errorf("within %s: %v, %s", within, l.CapacityRate, l.LimitedBy)
		}
	}
}

func TestSearchEndsEarly(t *testing.T) {
	s := &simulated{bears: 1000}
	search := s.search(t)
	ctx, cancel := context.WithCancel(t.Context())
	search.Trial = func(ctx context.Context, rate float64, hold time.Duration) (reports.Load, error) {
		if s.trials == 3 {
			cancel()
		}
		return s.trial(ctx, rate, hold)
	}
	if l, err := search.Run(ctx); err != nil || l.Partial != "interrupted" || len(l.Trials) != 4 {
		t.Errorf("interrupted: %v, %q, %d trials", err, l.Partial, len(l.Trials))
	}
	gone := errors.New("connection refused")
	search.Trial = func(context.Context, float64, time.Duration) (reports.Load, error) { return reports.Load{}, gone }
	if _, err := search.Run(t.Context()); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
}
