package loadtest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/reports"
)

// A server that stalls for the first second of every three. A third of the flows wait for its end, evenly between
// nothing and a second: so p(q) is 3q-2 seconds above q = 2/3. A generator that takes its time when a worker is free
// would see none of it with few workers; the number of workers makes no difference here.
func TestStallsCount(t *testing.T) {
	stalling := func(w http.ResponseWriter, at time.Duration, n int64) {
		if in := at % (3 * time.Second); in < time.Second {
			time.Sleep(time.Second - in)
		}
		grants(w, n)
	}
	for _, workers := range []int{10, 2000} {
		t.Run(fmt.Sprint(workers, " workers"), func(t *testing.T) {
			inSimulatedTime(t, stalling, func(s *simulation) {
				l := s.run(s.options(1000, 9*time.Second, workers))
				between(t, "p50", l.Response.P50, 0, .01)
				between(t, "p90", l.Response.P90, 695, 705)
				between(t, "p99", l.Response.P99, 965, 975)
				between(t, "max", l.Response.Max, 995, 1001)
				if l.Sent != 9000 || l.Outcomes.OK != 9000 || !l.Valid {
					t.Errorf("sent %d, right %d, valid %v: %s", l.Sent, l.Outcomes.OK, l.Valid, l.InvalidBecause)
				}
				between(t, "busy workers", l.WorkersBusy, map[int]float64{10: .32, 2000: 0}[workers], map[int]float64{10: .34, 2000: 0}[workers])
				if p := l.Seconds[3]; p.P50 < 495 || p.P50 > 505 || l.Seconds[4].Max > .01 {
					t.Errorf("the fourth second and the one after it: %+v %+v", p, l.Seconds[4])
				}
			})
		})
	}
}

// A server that takes 20 ms, and ten workers: 500 a second go through. Of 1000 a second for two seconds the last one
// begins at four seconds, two late.
func TestSlowServerIsNotTheGenerator(t *testing.T) {
	inSimulatedTime(t, func(w http.ResponseWriter, _ time.Duration, n int64) { time.Sleep(20 * time.Millisecond); grants(w, n) }, func(s *simulation) {
		l := s.run(s.options(1000, 2*time.Second, 10))
		between(t, "service p50", l.Service.P50, 19.9, 20.1)
		between(t, "service max", l.Service.Max, 19.9, 20.1)
		between(t, "response p99", l.Response.P99, 1970, 2020)
		between(t, "lag max", l.Lag.Max, 1970, 2000)
		between(t, "achieved rate", l.AchievedRate, 498, 504)
		between(t, "busy workers", l.WorkersBusy, .98, 1)
		if l.Valid || !strings.Contains(l.InvalidBecause, "all 10 workers waiting for the target") || l.Sent != 2000 {
			t.Errorf("valid %v, sent %d: %s", l.Valid, l.Sent, l.InvalidBecause)
		}
	})
}

// With workers enough for 20 ms, nothing waits.
func TestEnoughWorkers(t *testing.T) {
	inSimulatedTime(t, func(w http.ResponseWriter, _ time.Duration, n int64) { time.Sleep(20 * time.Millisecond); grants(w, n) }, func(s *simulation) {
		l := s.run(s.options(1000, 2*time.Second, 64))
		between(t, "response max", l.Response.Max, 19.9, 20.1)
		between(t, "lag max", l.Lag.Max, 0, .01)
		between(t, "in flight", float64(l.Connections.MaxInFlight), 20, 21) // one begins at the moment at which another ends
		between(t, "connections", float64(l.Connections.Opened), 20, 64)
		if !l.Valid || l.Connections.Opened+l.Connections.Reused != 2000 {
			t.Errorf("%+v, valid %v: %s", l.Connections, l.Valid, l.InvalidBecause)
		}
	})
}

// A server that takes a millisecond more with every second: the last third of nine seconds is slower than the first by
// (7+8+9)/(1+2+3) at the mean, and by 9/3 at p99.
func TestDriftShows(t *testing.T) {
	inSimulatedTime(t, func(w http.ResponseWriter, at time.Duration, n int64) {
		time.Sleep(at.Truncate(time.Second)/1000 + time.Millisecond)
		grants(w, n)
	}, func(s *simulation) {
		l := s.run(s.options(100, 9*time.Second, 16))
		between(t, "p99 of the first third", l.Drift.First.P99, 2.99, 3.01)
		between(t, "p99 of the last third", l.Drift.Last.P99, 8.99, 9.01)
		between(t, "ratio", l.Drift.P99Ratio, 2.98, 3.02)
	})
}

// A server that dies after a second and is back after two: the flows of the second between fail, and no others.
func TestDeathAndReturn(t *testing.T) {
	inSimulatedTime(t, func(w http.ResponseWriter, _ time.Duration, n int64) { grants(w, n) }, func(s *simulation) {
		time.AfterFunc(time.Second-time.Millisecond, func() { s.die(true) })
		time.AfterFunc(2*time.Second-time.Millisecond, func() { s.die(false) })
		l := s.run(s.options(100, 3*time.Second, 8))
		for i, want := range []reports.Outcomes{{OK: 100}, {Transport: 100}, {OK: 100}} {
			if l.Seconds[i].Outcomes != want {
				t.Errorf("second %d: %+v, want %+v", i, l.Seconds[i].Outcomes, want)
			}
		}
		if !l.Valid || l.Partial != "" || l.Connections.Opened < 16 {
			t.Errorf("valid %v, %q: %+v", l.Valid, l.Partial, l.Connections)
		}
	})
}

// One that dies and stays dead ends the run once five seconds went without an answer, and is no valid one where the hold
// is over before.
func TestDeathEndsTheRun(t *testing.T) {
	for hold, seconds := range map[time.Duration]float64{time.Minute: 7, 3 * time.Second: 3} {
		inSimulatedTime(t, func(w http.ResponseWriter, _ time.Duration, n int64) { grants(w, n) }, func(s *simulation) {
			time.AfterFunc(time.Second-time.Millisecond, func() { s.die(true) })
			l := s.run(s.options(100, hold, 8))
			between(t, "the end", float64(len(l.Seconds)), seconds, seconds)
			if l.Valid || !strings.Contains(l.Partial, "answers no more") || l.Outcomes.OK != 100 {
				t.Errorf("hold %s: valid %v, %q: %+v", hold, l.Valid, l.Partial, l.Outcomes)
			}
		})
	}
}

// One that breaks down ends the run where that was asked for: half of the flows of five seconds have failed 2.5 s later,
// and it is looked at twice a second.
func TestTooManyErrorsEndTheRun(t *testing.T) {
	inSimulatedTime(t, func(w http.ResponseWriter, at time.Duration, n int64) {
		if at > 10*time.Second {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		grants(w, n)
	}, func(s *simulation) {
		o := s.options(100, time.Minute, 8)
		o.StopAtErrors = .5
		l := s.run(o)
		between(t, "the end", float64(len(l.Seconds)), 13, 14)
		if l.Valid || !strings.Contains(l.Partial, "of the last five seconds failed") || l.Outcomes.OK != 1001 {
			t.Errorf("valid %v, %q: %+v", l.Valid, l.Partial, l.Outcomes)
		}
		between(t, "server errors", float64(l.Outcomes.ServerError), 250, 302)
	})
}

// The 300th request is one too many: nothing more is begun, and the report says so and when the target wants more.
func TestRateLimitEndsTheRun(t *testing.T) {
	inSimulatedTime(t, func(w http.ResponseWriter, _ time.Duration, n int64) {
		if n < 300 {
			grants(w, n)
			return
		}
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTooManyRequests)
	}, func(s *simulation) {
		l := s.run(s.options(100, time.Minute, 8))
		if l.Sent != 300 || l.Outcomes.RateLimited != 1 || l.Valid || !strings.Contains(l.Partial, "rate limited: 429 Too Many Requests, Retry-After: 7") {
			t.Errorf("sent %d, valid %v, %q: %+v", l.Sent, l.Valid, l.Partial, l.Outcomes)
		}
		between(t, "the rate until then", l.AchievedRate, 99, 101)
	})
}

// A server with one hand that takes 2 ms bears 500 a second: above that its queue grows by the rest for as long as the
// hold lasts. p(99) stays below 250 ms up to 500 (1 + 0.25/(0.99 hold)): 506 for the confirming hold of 20 s.
func TestSearchFindsAQueuesRate(t *testing.T) {
	var hand chan struct{} // of the bubble
	inSimulatedTime(t, func(w http.ResponseWriter, _ time.Duration, n int64) {
		hand <- struct{}{}
		time.Sleep(2 * time.Millisecond)
		<-hand
		grants(w, n)
	}, func(s *simulation) {
		hand = make(chan struct{}, 1)
		o, err := reports.ParseObjective("p(99)<250ms")
		if err != nil {
			t.Fatal(err)
		}
		search := Search{Objective: o, Now: time.Now, Start: 100, Hold: 5 * time.Second, Confirm: 20 * time.Second, Within: 10 * time.Minute,
			Trial: s.trial}
		l, err := search.Run(s.t.Context())
		if err != nil {
			t.Fatal(err)
		}
		between(t, "capacity", l.CapacityRate, 506/1.06, 507)
		if l.LimitedBy != "objective" {
			t.Errorf("limited by %s: %s", l.LimitedBy, l.LimitedBecause)
		}
	})
}
