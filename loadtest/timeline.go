package loadtest

import (
	"fmt"
	"time"

	"github.com/oauthspec/oauthspec/reports"
)

// awake is how many seconds keep a histogram that can be recorded into.
const awake = 4

// A second holds the flows that were due in it.
type second struct {
	planned, sent int64
	counts        counts
	live          *reports.Histogram // nil: asleep or empty
	asleep        string             // encoded
	late          []time.Duration    // answers that came after it fell asleep
}

// A timeline is the seconds of a hold. A histogram takes 0.2 MB, so that only the latest ones are kept as such; an hour of
// sleeping ones takes a few megabytes.
type timeline struct {
	all  []*second
	live []int
	free []*reports.Histogram
	err  error
}

func (s *timeline) at(due time.Duration) *second {
	i := int(due / time.Second)
	for len(s.all) <= i {
		s.all = append(s.all, &second{})
	}
	return s.all[i]
}

func (s *timeline) add(due, response time.Duration, c class) {
	x := s.at(due)
	x.sent++
	x.counts[c]++
	switch {
	case x.live != nil:
		x.live.Record(response)
	case x.asleep != "":
		x.late = append(x.late, response)
	default:
		s.wake(x, int(due/time.Second))
		x.live.Record(response)
	}
}

// wake gives a second a histogram, taking it from the earliest one that has one where there are many.
func (s *timeline) wake(x *second, i int) {
	if len(s.live) == awake {
		earliest := 0
		for k, l := range s.live {
			if l < s.live[earliest] {
				earliest = k
			}
		}
		old := s.all[s.live[earliest]]
		s.live[earliest] = s.live[awake-1]
		s.live = s.live[:awake-1]
		text, err := old.live.Encode()
		if err != nil {
			s.err = err
		}
		old.live.Reset()
		s.free = append(s.free, old.live)
		old.live, old.asleep = nil, text
	}
	if n := len(s.free); n > 0 {
		x.live, s.free = s.free[n-1], s.free[:n-1]
	} else {
		x.live = reports.NewHistogram()
	}
	s.live = append(s.live, i)
}

// histogram is everything that was recorded of a second.
func (x *second) histogram() (*reports.Histogram, error) {
	h := reports.NewHistogram()
	switch {
	case x.live != nil:
		h.Merge(x.live)
	case x.asleep != "":
		old, err := reports.DecodeHistogram(x.asleep)
		if err != nil {
			return h, err
		}
		h.Merge(old)
	}
	for _, d := range x.late {
		h.Record(d)
	}
	return h, nil
}

// report is the seconds as they stand in the report.
func (s *timeline) report() ([]reports.Second, error) {
	if s.err != nil {
		return nil, fmt.Errorf("histograms of the seconds: %w", s.err)
	}
	var out []reports.Second
	for i, x := range s.all {
		h, err := x.histogram()
		if err != nil {
			return nil, fmt.Errorf("histogram of second %d: %w", i, err)
		}
		text, err := h.Encode()
		if err != nil {
			return nil, fmt.Errorf("histogram of second %d: %w", i, err)
		}
		q := h.Quantiles()
		out = append(out, reports.Second{At: i, Planned: x.planned, Sent: x.sent, P50: q.P50, P99: q.P99, Max: q.Max,
			Outcomes: x.counts.report(), Histogram: text})
	}
	return out, nil
}
