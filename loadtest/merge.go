package loadtest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/oauthspec/oauthspec/reports"
)

// latest is how long after the common start a shard may begin.
const latest = 100 * time.Millisecond

// Merge joins the shards of one run as if one machine had made it: histograms bucket for bucket, counts by addition.
// It refuses a set in which a shard is missing, there twice, late, not valid or of another run.
func Merge(all []reports.Load) (reports.Load, error) {
	if err := complete(all); err != nil {
		return reports.Load{}, err
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b reports.Load) int { return a.Shard.Index - b.Shard.Index })
	m := all[0]
	m.Shard, m.Shards, m.Wrong, m.Checks, m.OAuthErrors, m.Seconds = nil, nil, nil, nil, reports.Counts{}, nil
	m.RequestedRate, m.AchievedRate, m.Sent, m.Outcomes, m.Connections, m.GeneratorCPU, m.TargetCPU = 0, 0, 0, reports.Outcomes{}, reports.Connections{}, 0, 0
	m.Objective, m.ObjectiveMet = nil, nil
	m.Notes = append(shared(all), fmt.Sprintf("joined from %d shards: each told its own tokens apart, and nobody those of two shards", len(all)))
	var sets []map[string]string
	for _, l := range all {
		sets = append(sets, l.Histograms)
		add(&m, l)
	}
	share(&m, m.TargetCPU)
	var err error
	if m.Histograms, err = reports.MergeHistograms(sets...); err != nil {
		return m, fmt.Errorf("merge: %w", err)
	}
	if m.Seconds, err = seconds(all); err != nil {
		return m, fmt.Errorf("merge: %w", err)
	}
	return m, requantify(&m)
}

// shared are the notes that all shards have.
func shared(all []reports.Load) []string {
	return slices.DeleteFunc(slices.Clone(all[0].Notes), func(n string) bool {
		return slices.ContainsFunc(all, func(l reports.Load) bool { return !slices.Contains(l.Notes, n) })
	})
}

// complete says what keeps a set from being merged.
func complete(all []reports.Load) error {
	if len(all) == 0 {
		return fmt.Errorf("merge: no report was given")
	}
	seen := map[int]bool{}
	for i, l := range all {
		s := l.Shard
		if s == nil {
			return fmt.Errorf("merge: report %d is not that of a shard", i+1)
		}
		name := fmt.Sprintf("merge: shard %d/%d", s.Index, s.Of)
		first := all[0].Shard
		late := time.Duration(s.LateMS * float64(time.Millisecond))
		switch {
		case l.Capacity != nil || len(l.Repeats) > 1:
			return fmt.Errorf("%s is a search or has repeats: only single runs can be merged", name)
		case s.Of != first.Of:
			return fmt.Errorf("%s: the first report is one of %d", name, first.Of)
		case s.Run != first.Run:
			return fmt.Errorf("%s is of another run: its schedule, flow, target or settings differ", name)
		case !s.StartAt.Equal(first.StartAt):
			return fmt.Errorf("%s started at %s, the first at %s", name, s.StartAt.Format(time.RFC3339Nano), first.StartAt.Format(time.RFC3339Nano))
		case s.Index < 0 || s.Index >= s.Of:
			return fmt.Errorf("%s: there is no such shard", name)
		case seen[s.Index]:
			return fmt.Errorf("%s is there twice", name)
		case late > latest:
			return fmt.Errorf("%s began %s late, more than %s", name, late.Round(time.Millisecond), latest)
		case !l.Valid || l.Partial != "":
			return fmt.Errorf("%s is not valid: %s", name, cmp.Or(l.InvalidBecause, l.Partial))
		}
		seen[s.Index] = true
	}
	for i := range all[0].Shard.Of {
		if !seen[i] {
			return fmt.Errorf("merge: shard %d/%d is missing", i, all[0].Shard.Of)
		}
	}
	return nil
}

// add counts a shard. CPU is summed as a total; the target's is that of one process, which more shards than one may
// have watched.
func add(m *reports.Load, l reports.Load) {
	m.TargetCPU = max(m.TargetCPU, l.TargetCPU*float64(l.Outcomes.OK))
	m.Shards = append(m.Shards, *l.Shard)
	count(m, l)
}

// count adds the figures of a load that are sums; the generator's CPU becomes a total.
func count(m *reports.Load, l reports.Load) {
	m.RequestedRate += l.RequestedRate
	m.AchievedRate += l.AchievedRate
	m.Sent += l.Sent
	m.Outcomes.Add(l.Outcomes)
	m.GeneratorCPU += l.GeneratorCPU * float64(l.Sent)
	m.TargetMemoryBytes = max(m.TargetMemoryBytes, l.TargetMemoryBytes)
	m.MachineCPUShare = max(m.MachineCPUShare, l.MachineCPUShare)
	m.WorkersBusy = max(m.WorkersBusy, l.WorkersBusy)
	m.Connections.Opened += l.Connections.Opened
	m.Connections.Reused += l.Connections.Reused
	m.Connections.TLSHandshakes += l.Connections.TLSHandshakes
	m.Connections.MaxInFlight += l.Connections.MaxInFlight
	for code, n := range l.OAuthErrors {
		m.OAuthErrors[code] += n
	}
	for _, c := range l.Checks {
		i := slices.IndexFunc(m.Checks, func(x reports.LoadCheck) bool { return x.Name == c.Name })
		if i < 0 {
			m.Checks = append(m.Checks, c)
			continue
		}
		x := &m.Checks[i]
		x.Checked, x.Failed = x.Checked+c.Checked, x.Failed+c.Failed
		if x.First == "" {
			x.First = c.First
		}
	}
	m.Wrong = append(m.Wrong, l.Wrong...)
}

// share makes costs of totals: of the generator's CPU, and of the target's.
func share(m *reports.Load, target float64) {
	if m.Sent > 0 {
		m.GeneratorCPU /= float64(m.Sent)
	}
	m.TargetCPU = 0
	if m.Outcomes.OK > 0 {
		m.TargetCPU = target / float64(m.Outcomes.OK)
	}
}

// seconds merges the seconds of all shards by their histograms.
func seconds(all []reports.Load) ([]reports.Second, error) {
	var out []reports.Second
	var hs []*reports.Histogram
	for i, l := range all {
		for _, s := range l.Seconds {
			for len(out) <= s.At {
				out, hs = append(out, reports.Second{At: len(out)}), append(hs, reports.NewHistogram())
			}
			to := &out[s.At]
			to.Planned, to.Sent = to.Planned+s.Planned, to.Sent+s.Sent
			to.Outcomes.Add(s.Outcomes)
			if s.Histogram == "" {
				continue
			}
			h, err := reports.DecodeHistogram(s.Histogram)
			if err != nil {
				return nil, fmt.Errorf("second %d of report %d: %w", s.At, i+1, err)
			}
			hs[s.At].Merge(h)
		}
	}
	for i, h := range hs {
		var err error
		if out[i].Histogram, err = h.Encode(); err != nil {
			return nil, err
		}
		q := h.Quantiles()
		out[i].P50, out[i].P99, out[i].Max = q.P50, q.P99, q.Max
	}
	return out, nil
}

// requantify takes every quantile anew from the merged histograms.
func requantify(m *reports.Load) error {
	for name, to := range map[string]*reports.Quantiles{"response": &m.Response, "service": &m.Service, "lag": &m.Lag} {
		*to = reports.Quantiles{}
		if text, ok := m.Histograms[name]; ok {
			h, err := reports.DecodeHistogram(text)
			if err != nil {
				return fmt.Errorf("merge: %s: %w", name, err)
			}
			*to = h.Quantiles()
		}
	}
	first, last := thirds(m.Seconds)
	m.Drift = reports.Drift{First: first.Quantiles(), Last: last.Quantiles()}
	if m.Drift.First.P99 > 0 && len(m.Seconds) >= 3 {
		m.Drift.P99Ratio = m.Drift.Last.P99 / m.Drift.First.P99
	}
	return nil
}

// thirds are the response times of the first and the last third of a hold.
func thirds(all []reports.Second) (first, last *reports.Histogram) {
	first, last = reports.NewHistogram(), reports.NewHistogram()
	for i, s := range all {
		h, err := reports.DecodeHistogram(s.Histogram)
		switch {
		case err != nil: // a second without any
		case i < len(all)/3:
			first.Merge(h)
		case i >= len(all)-len(all)/3:
			last.Merge(h)
		}
	}
	return first, last
}
