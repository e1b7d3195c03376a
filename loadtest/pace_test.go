package loadtest

import (
	"math"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkLag is how late flows begin at 10,000 a second, over all that is ours: the timer, the gate, the workers and the
// records. On a quiet machine 99 of 100 are to begin within a millisecond.
func BenchmarkLag(b *testing.B) {
	const rate = 10_000
	r, _ := fake(b)
	timer, err := newTimer()
	if err != nil {
		b.Fatal(err)
	}
	defer timer.close()
	r.o.Schedule, r.o.Hold, r.o.Workers = Constant(rate), time.Duration(math.Ceil(float64(b.N)/rate*1000))*time.Millisecond, 64
	tokens := new(atomic.Int64)
	r.engine = loop{func() *hand { return &hand{ctx: b.Context(), run: r, wire: fakeWire{tokens}} }}
	b.ResetTimer()
	l, err := r.load(b.Context(), timer.wait)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(l.Lag.P50*1000, "lag-p50-µs")
	b.ReportMetric(l.Lag.P99*1000, "lag-p99-µs")
	b.ReportMetric(l.AchievedRate, "flows/s")
}
