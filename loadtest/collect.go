package loadtest

import (
	"sync"
	"time"

	"github.com/oauthspec/oauthspec/reports"
)

// fewWrong is how many answers of each class are kept in words.
const fewWrong = 5

// A step is a part of a flow and how long it took.
type step struct {
	name string
	took time.Duration
}

// A sample is one flow. Times count from the start of the hold.
type sample struct {
	due, began, ended time.Duration
	own               time.Duration // the part of the lag that no busy worker explains
	outcome           outcome
	steps             []step
}

// A collection is everything that is recorded of a run. It is safe for concurrent use: one lock costs less than the
// histograms per worker would, which take 0.2 MB each.
type collection struct {
	mu                          sync.Mutex
	response, service, lag, own *reports.Histogram
	steps                       map[string]*reports.Histogram
	byClass                     [classes]*reports.Histogram
	counts                      counts
	codes                       reports.Counts
	wrong                       []reports.Wrong
	seconds                     timeline
	warmed                      int64 // flows of the warm-up, which count nowhere else
	lastSent                    time.Duration
	silent                      int64 // flows one after another, up to the last, that no answer came to
}

func newCollection() *collection {
	return &collection{response: reports.NewHistogram(), service: reports.NewHistogram(), lag: reports.NewHistogram(),
		own: reports.NewHistogram(), steps: map[string]*reports.Histogram{}, codes: reports.Counts{}}
}

// add records a flow.
func (c *collection) add(s *sample) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.due < 0 {
		c.warmed++
		return
	}
	response := s.ended - s.due
	c.response.Record(response)
	c.service.Record(s.ended - s.began)
	c.lag.Record(s.began - s.due)
	c.own.Record(s.own)
	for _, p := range s.steps {
		h := c.steps[p.name]
		if h == nil {
			h = reports.NewHistogram()
			c.steps[p.name] = h
		}
		h.Record(p.took)
	}
	c.lastSent = max(c.lastSent, s.began)
	c.counts[s.outcome.class]++
	if c.silent++; s.outcome.class != transport {
		c.silent = 0
	}
	c.seconds.add(s.due, response, s.outcome.class)
	c.ofClass(s.outcome, response, s.due)
}

func (c *collection) ofClass(o outcome, response, due time.Duration) {
	if c.byClass[o.class] == nil {
		c.byClass[o.class] = reports.NewHistogram()
	}
	c.byClass[o.class].Record(response)
	if o.class == right {
		return
	}
	if o.class == oauth4xx {
		c.codes[o.code]++
	}
	if c.counts[o.class] <= fewWrong {
		c.wrong = append(c.wrong, reports.Wrong{Class: classNames[o.class], AtMS: millis(due), What: o.what})
	}
}

// plan counts a flow that the schedule wants.
func (c *collection) plan(due time.Duration) {
	if due < 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seconds.at(due).planned++
}
