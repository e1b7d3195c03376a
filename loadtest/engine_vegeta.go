package loadtest

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// attack is vegeta's engine. Vegeta's own figures are thrown away: it takes its time stamps after a worker has come
// free, so that the wait for one never shows. What is kept is its attack: the workers, and who is next.
type attack struct{ hands func() *hand }

func (v attack) run(ctx context.Context, p *pace, workers int, each func(h *hand, due time.Duration)) {
	k := &vegetaPace{ctx: ctx, pace: p, due: make([]time.Duration, max(2*workers, 1024))}
	t := &flowTransport{pace: k, each: each, hands: make(chan *hand, workers)}
	for range workers {
		t.hands <- v.hands()
	}
	a := vegeta.NewAttacker(
		vegeta.Client(&http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}),
		vegeta.Workers(uint64(workers)), vegeta.MaxWorkers(uint64(workers)))
	end := context.AfterFunc(ctx, func() { a.Stop() }) // ticks that nobody takes
	defer end()
	results := a.Attack(func(target *vegeta.Target) error { *target = hit; return nil }, k, 0, "")
	for range results { // all is known already
	}
	close(t.hands)
	for h := range t.hands {
		h.wire.close()
	}
}

// hit is what vegeta is told to send: where it really goes is the flow's business.
var hit = vegeta.Target{Method: http.MethodGet, URL: "http://flow.invalid/"}

// vegetaPace is a pace as vegeta wants it. Vegeta numbers its hits as they begin; that number is how a hit finds
// again when it was due.
type vegetaPace struct {
	ctx  context.Context
	pace *pace
	mu   sync.Mutex
	n    uint64
	due  []time.Duration // of the latest hits, by number
}

// Pace waits until a flow is due, so that vegeta has nothing to wait for.
func (v *vegetaPace) Pace(time.Duration, uint64) (time.Duration, bool) {
	due, more := v.pace.next(v.ctx)
	if !more {
		return 0, true
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.due[v.n%uint64(len(v.due))] = due
	v.n++
	return 0, false
}

// Rate is unknown to it.
func (v *vegetaPace) Rate(time.Duration) float64 { return 0 }

func (v *vegetaPace) of(n uint64) time.Duration {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.due[n%uint64(len(v.due))]
}

// flowTransport does a whole flow where vegeta thinks that a request is sent.
type flowTransport struct {
	pace  *vegetaPace
	each  func(h *hand, due time.Duration)
	hands chan *hand
}

// done is the answer to every flow: what came of it has been recorded.
var done = http.Response{Status: "200 OK", StatusCode: 200, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}}

// RoundTrip does the flow that a hit stands for.
func (t *flowTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	n, err := strconv.ParseUint(r.Header.Get("X-Vegeta-Seq"), 10, 64)
	if err != nil {
		return nil, err
	}
	h := <-t.hands
	t.each(h, t.pace.of(n))
	t.hands <- h
	resp := done
	resp.Request, resp.Body = r, io.NopCloser(strings.NewReader(""))
	return &resp, nil
}
