package loadtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/reports"
)

// shards are n shards of one run, and the histogram of every response time in them.
func shards(t *testing.T, n int) (all []reports.Load, whole *reports.Histogram) {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 6))
	whole = reports.NewHistogram()
	for i := range n {
		l := reports.Load{Valid: true, Flow: "client_credentials", RequestedRate: 10, AchievedRate: 10, Shard: &reports.Shard{Index: i, Of: n, Run: "r", StartAt: time.Unix(100, 0)}}
		of := reports.NewHistogram()
		for second := range 3 {
			h := reports.NewHistogram()
			for range 100 {
				d := time.Duration(r.ExpFloat64() * float64(50*time.Millisecond))
				h.Record(d)
				of.Record(d)
				whole.Record(d)
			}
			text, err := h.Encode()
			if err != nil {
				t.Fatal(err)
			}
			l.Seconds = append(l.Seconds, reports.Second{At: second, Planned: 100, Sent: 100, Histogram: text, Outcomes: reports.Outcomes{OK: 100}})
		}
		text, err := of.Encode()
		if err != nil {
			t.Fatal(err)
		}
		l.Histograms, l.Sent, l.Outcomes = map[string]string{"response": text}, 300, reports.Outcomes{OK: 300}
		l.Notes = []string{"no signature was verified", fmt.Sprint("of shard ", i)}
		l.GeneratorCPU, l.TargetCPU, l.Response = 20, 300, of.Quantiles()
		all = append(all, l)
	}
	return all, whole
}

func TestMergeIsThatOfAllSamples(t *testing.T) {
	all, whole := shards(t, 3)
	all[0], all[2] = all[2], all[0]
	m, err := Merge(all)
	if err != nil {
		t.Fatal(err)
	}
	got, err := reports.DecodeHistogram(m.Histograms["response"])
	if err != nil || !got.Equal(whole) || m.Response != whole.Quantiles() {
		t.Errorf("the merged histogram is not that of all samples: %v", err)
	}
	if len(m.Notes) != 2 || m.Notes[0] != "no signature was verified" || !strings.Contains(m.Notes[1], "nobody those of two shards") {
		t.Errorf("notes: %q", m.Notes)
	}
	if m.Sent != 900 || m.RequestedRate != 30 || len(m.Seconds) != 3 || m.Seconds[1].Sent != 300 || m.Outcomes.OK != 900 || len(m.Shards) != 3 || m.GeneratorCPU != 20 || m.TargetCPU != 100 {
		t.Errorf("got %+v", m)
	}
}

func TestMergeRefuses(t *testing.T) {
	for want, change := range map[string]func([]reports.Load) []reports.Load{
		"no report was given":                func([]reports.Load) []reports.Load { return nil },
		"shard 1/3 is missing":               func(a []reports.Load) []reports.Load { return []reports.Load{a[0], a[2]} },
		"shard 1/3 is there twice":           func(a []reports.Load) []reports.Load { return append(a, a[1]) },
		"shard 2/3 began 150ms late":         func(a []reports.Load) []reports.Load { a[2].Shard.LateMS = 150; return a },
		"shard 0/3 is not valid: lagged":     func(a []reports.Load) []reports.Load { a[0].Valid, a[0].InvalidBecause = false, "lagged"; return a },
		"shard 1/3 is not valid: interr":     func(a []reports.Load) []reports.Load { a[1].Partial = "interrupted"; return a },
		"shard 1/3 is of another run":        func(a []reports.Load) []reports.Load { a[1].Shard.Run = "s"; return a },
		"shard 1/4: the first report is one": func(a []reports.Load) []reports.Load { a[1].Shard.Of = 4; return a },
		"shard 3/3: there is no such shard":  func(a []reports.Load) []reports.Load { a[1].Shard.Index = 3; return a },
		"started at":                         func(a []reports.Load) []reports.Load { a[1].Shard.StartAt = time.Unix(101, 0); return a },
		"report 2 is not that of a shard":    func(a []reports.Load) []reports.Load { a[1].Shard = nil; return a },
		"is a search":                        func(a []reports.Load) []reports.Load { a[1].Capacity = &reports.Capacity{}; return a },
		"histogram response":                 func(a []reports.Load) []reports.Load { a[1].Histograms["response"] = "x"; return a },
		"second 0 of report 2":               func(a []reports.Load) []reports.Load { a[1].Seconds[0].Histogram = "x"; return a },
	} {
		all, _ := shards(t, 3)
		if _, err := Merge(change(all)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
}
