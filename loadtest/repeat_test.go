package loadtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/reports"
)

// Runs alike become one report: counts added, rates as means, histograms bucket for bucket, and what they hold together.
func TestCombine(t *testing.T) {
	all, whole := shards(t, 4)
	for i := range all {
		all[i].Shard, all[i].Notes = nil, []string{"of all", fmt.Sprint("of run ", i+1)}
		all[i].Connections = reports.Connections{Opened: 8, MaxInFlight: int64(i)}
	}
	all[1].Valid, all[1].InvalidBecause = false, "the generator fell short"
	m, err := Combine(all)
	if err != nil {
		t.Fatal(err)
	}
	got, err := reports.DecodeHistogram(m.Histograms["response"])
	if err != nil || !got.Equal(whole) || m.Response != whole.Quantiles() {
		t.Errorf("the histogram is not that of all samples: %v", err)
	}
	if m.Sent != 1200 || m.RequestedRate != 10 || m.AchievedRate != 10 || m.Outcomes.OK != 1200 || m.Connections != (reports.Connections{Opened: 32, MaxInFlight: 3}) || len(m.Repeats) != 4 {
		t.Errorf("got %+v", m)
	}
	if m.Valid || m.InvalidBecause != "repeat 2: the generator fell short" {
		t.Errorf("valid %v: %s", m.Valid, m.InvalidBecause)
	}
	if s := strings.Join(m.Notes, "; "); s != "of all; repeat 4: of run 4" {
		t.Errorf("notes: %s", s)
	}
	for _, i := range m.Intervals {
		if i.Repeats != 3 || i.Low > i.Mean || i.Mean > i.High {
			t.Errorf("%+v", i)
		}
	}
	if len(m.Intervals) != len(figures) {
		t.Errorf("%d intervals of %d figures", len(m.Intervals), len(figures))
	}
	if m, err = Combine(all[2:]); err != nil || !m.Valid || len(m.Intervals) != 0 {
		t.Errorf("two runs: %v, %v, %+v", err, m.Valid, m.Intervals)
	}
}
