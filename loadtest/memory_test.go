package loadtest

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// fakeWire answers with a new token each time, without a connection.
type fakeWire struct{ n *atomic.Int64 }

func (f fakeWire) send(_ context.Context, _ *request, a *answer, now time.Time) (time.Duration, error) {
	a.status, a.contentType = 200, "application/json"
	a.body = append(strconv.AppendInt(append(a.body[:0], `{"access_token":"`...), f.n.Add(1), 10), `","token_type":"Bearer","expires_in":60}`...)
	return time.Since(now), nil
}

func (fakeWire) close() {}

// fake is a run whose exchanges need no network, and one hand of it.
func fake(t testing.TB) (*run, *hand) {
	t.Helper()
	o := reference(t)
	o.Schedule, o.Hold = Max(), time.Hour
	r, err := newRun(t.Context(), o, dialer(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	r.request = t.Context()
	r.pace = &pace{start: time.Now(), hold: o.Hold}
	r.gauge.workers = 1
	return r, &hand{ctx: t.Context(), run: r, wire: fakeWire{new(atomic.Int64)}}
}

// exchanges does as many, and says what the heap holds then, apart from the set of fingerprints.
func (r *run) exchanges(h *hand, n int) (heap, set int64) {
	for range n {
		r.do(h, time.Since(r.pace.start))
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	_, set = r.setup.judge.seen.size()
	return int64(m.HeapAlloc) - set, set
}

// The memory of a run does not grow with its requests, apart from what tells tokens apart: 11 to 22 bytes for each.
func TestMemoryIsFlat(t *testing.T) {
	r, h := fake(t)
	first, _ := r.exchanges(h, 50_000)
	last, set := r.exchanges(h, 950_000)
	if grown := last - first; grown > 2<<20 { // another second, or another histogram
		t.Errorf("%d bytes after 50,000 exchanges, %d after a million", first, last)
	}
	if each := float64(set) / 1e6; each < 8 || each > 22 {
		t.Errorf("%.1f bytes a token", each)
	}
	if c := r.all.counts; c[right] != 1_000_000 || c.total() != 1_000_000 {
		t.Errorf("outcomes: %v", c)
	}
}

// BenchmarkExchange is what an exchange costs without the wire: the flow, its judgement and its records. Its heap is
// measured as it goes on: go test -bench Exchange -benchtime 10000000x.
func BenchmarkExchange(b *testing.B) {
	r, h := fake(b)
	first, _ := r.exchanges(h, 100_000)
	b.ResetTimer()
	last, set := r.exchanges(h, b.N)
	b.StopTimer()
	n, _ := r.setup.judge.seen.size()
	b.ReportMetric(float64(last-first)/1024, "KiB-grown")
	b.ReportMetric(float64(set)/float64(n), "set-B/token")
	if r.all.counts[right] != int64(b.N)+100_000 {
		b.Error(fmt.Sprint("outcomes: ", r.all.counts))
	}
}
