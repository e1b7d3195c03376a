package loadtest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
)

// A simulation is a token endpoint in a bubble of simulated time, in which nothing takes any time but what the endpoint
// sleeps: so what a report has to say follows from arithmetic.
type simulation struct {
	t     *testing.T
	start time.Time
	n     atomic.Int64

	mu    sync.Mutex
	conns map[net.Conn]bool
	down  bool
	await chan net.Conn
}

// inSimulatedTime runs f in a bubble, with an endpoint whose answers are token's. It is told the time since the start of the
// run, and the number of the request, from 1.
func inSimulatedTime(t *testing.T, token func(w http.ResponseWriter, at time.Duration, n int64), f func(s *simulation)) {
	synctest.Test(t, func(t *testing.T) {
		s := &simulation{t: t, start: time.Now(), conns: map[net.Conn]bool{}, await: make(chan net.Conn)}
		h := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { token(w, time.Since(s.start), s.n.Add(1)) })}
		l := &listener{s.await, make(chan struct{}), sync.Once{}}
		go h.Serve(l)
		defer h.Close()
		f(s)
	})
}

// listener hands out what was dialled in this process.
type listener struct {
	await chan net.Conn
	ended chan struct{}
	once  sync.Once
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.await:
		return c, nil
	case <-l.ended:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.ended) })
	return nil
}

func (l *listener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (s *simulation) dial(context.Context, string, string) (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	}
	ours, theirs := net.Pipe()
	s.conns[theirs] = true
	s.await <- theirs
	return ours, nil
}

// die closes every connection and lets no other be made until it is told to come back.
func (s *simulation) die(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
	if down {
		for c := range s.conns {
			c.Close()
		}
		clear(s.conns)
	}
}

func (s *simulation) options(rate float64, hold time.Duration, workers int) Options {
	const issuer = "http://127.0.0.1:1"
	return Options{
		Target: servers.Target{Name: "simulated", Profile: servers.Profile{Issuer: issuer,
			Clients: []servers.Client{{Name: "m", Kind: servers.Machine, ID: "m", Secret: "s", Auth: "client_secret_basic"}}}},
		Facts: servers.Facts{Endpoints: map[string]string{"token": issuer + "/token"}, Capabilities: map[string]string{"client_credentials": ""}},
		Flow:  "client_credentials", Engine: Lean, Schedule: Constant(rate), Hold: hold, Workers: workers, Timeout: 10 * time.Second,
	}
}

func (s *simulation) run(o Options) reports.Load {
	s.t.Helper()
	l, err := s.load(s.t.Context(), o)
	if err != nil {
		s.t.Fatal(err)
	}
	return l
}

func (s *simulation) load(ctx context.Context, o Options) (reports.Load, error) {
	r, err := newRun(ctx, o, s.dial)
	if err != nil {
		return reports.Load{}, err
	}
	return r.load(ctx, sleep)
}

// grants is a right answer.
func grants(w http.ResponseWriter, n int64) { granted(w, fmt.Sprint("token-", n), "") }

// between demands a figure within bounds.
func between(t *testing.T, what string, got, low, high float64) {
	t.Helper()
	if got < low || got > high {
		t.Errorf("%s is %.6g, want %.6g to %.6g", what, got, low, high)
	}
}

// trial is a trial of a search.
func (s *simulation) trial(ctx context.Context, rate float64, hold time.Duration) (reports.Load, error) {
	l, err := s.load(ctx, s.options(rate, hold, 64))
	l.MachineCPUShare = 0 // what the real machine does meanwhile is of no interest
	return l, err
}
