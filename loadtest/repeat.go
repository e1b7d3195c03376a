package loadtest

import (
	"fmt"
	"slices"

	"github.com/oauthspec/oauthspec/reports"
)

// Combine is several runs alike as one report: histograms bucket for bucket, rates as means, each run as a repeat. It is
// valid only if all of them are.
func Combine(all []reports.Load) (reports.Load, error) {
	if len(all) == 0 {
		return reports.Load{}, fmt.Errorf("combine: there is no run")
	}
	m := all[len(all)-1]
	m.Wrong, m.Checks, m.OAuthErrors, m.Seconds, m.Repeats = nil, nil, reports.Counts{}, nil, nil
	m.RequestedRate, m.AchievedRate, m.Sent, m.Outcomes, m.Connections, m.GeneratorCPU = 0, 0, 0, reports.Outcomes{}, reports.Connections{}, 0
	m.Started, m.Valid, m.InvalidBecause = all[0].Started, true, ""
	target, inFlight := 0.0, int64(0)
	var sets []map[string]string
	for i, l := range all {
		if !l.Valid && m.Valid {
			m.Valid, m.InvalidBecause = false, fmt.Sprintf("repeat %d: %s", i+1, l.InvalidBecause)
		}
		target += l.TargetCPU * float64(l.Outcomes.OK)
		count(&m, l)
		inFlight = max(inFlight, l.Connections.MaxInFlight)
		sets = append(sets, l.Histograms)
		m.Repeats = append(m.Repeats, reports.Repeat{Valid: l.Valid, InvalidBecause: l.InvalidBecause, Started: l.Started, AchievedRate: l.AchievedRate,
			Sent: l.Sent, Response: l.Response, Service: l.Service, Lag: l.Lag, Outcomes: l.Outcomes, TargetCPU: l.TargetCPU, Histogram: l.Histograms["response"]})
	}
	n := float64(len(all))
	m.RequestedRate, m.AchievedRate, m.Connections.MaxInFlight = m.RequestedRate/n, m.AchievedRate/n, inFlight
	share(&m, target)
	var err error
	if m.Histograms, err = reports.MergeHistograms(sets...); err != nil {
		return m, fmt.Errorf("combine: %w", err)
	}
	if m.Seconds, err = seconds(all); err != nil {
		return m, fmt.Errorf("combine: %w", err)
	}
	m.Intervals, m.Notes = intervals(m), notes(all)
	return m, requantify(&m)
}

// notes are those of all runs and, as an example, what the last one says besides.
func notes(all []reports.Load) []string {
	out := shared(all)
	for _, n := range all[len(all)-1].Notes {
		if !slices.Contains(out, n) {
			out = append(out, fmt.Sprintf("repeat %d: %s", len(all), n))
		}
	}
	return out
}

// severalRuns is how many say something of their spread.
const severalRuns = 3

func intervals(l reports.Load) (out []reports.Interval) {
	rs := valid(l)
	if len(rs) < severalRuns {
		return nil
	}
	for _, f := range figures {
		if v := values(rs, f.of); slices.Min(v) > 0 {
			i := reports.Interval{Figure: f.name, Repeats: len(v)}
			i.Mean, i.Low, i.High = spread(v)
			out = append(out, i)
		}
	}
	return out
}
