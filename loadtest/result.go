package loadtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"time"

	"github.com/oauthspec/oauthspec/reports"
)

// What is still taken for the rate that was asked for, and for a generator that keeps up.
const (
	short      = .98                   // of the rate
	lagAllowed = 10 * time.Millisecond // p99 of the lag that is the generator's own, or a tenth of the response's p99
	lagShare   = .1
	saturated  = .5 // of the hold without a free worker: a rate that was not reached is then the target's, not the generator's
)

// report is what a run came to.
func (r *run) report(ctx context.Context) (l reports.Load, err error) {
	r.all.mu.Lock()
	defer r.all.mu.Unlock()
	c, s := r.all, r.o.Schedule
	l = reports.Load{Schema: reports.LoadSchema, Tool: r.o.Tool, Started: r.pace.start.UTC(), Flow: r.o.Flow,
		Schedule: s.report(r.o.Warmup, r.o.Hold), Settings: r.o.settings(r.name, r.carrier.name()),
		Sent: c.counts.total(), Outcomes: c.counts.report(), OAuthErrors: c.codes, Wrong: c.wrong, Checks: r.setup.judge.report(),
		Response: c.response.Quantiles(), Service: c.service.Quantiles(), Lag: c.lag.Quantiles()}
	if d := r.setup.browser; d != nil {
		l.Settings["driver"] = d.Name()
	}
	if l.Seconds, err = c.seconds.report(); err != nil {
		return l, err
	}
	first, last := thirds(l.Seconds)
	l.Drift = reports.Drift{First: first.Quantiles(), Last: last.Quantiles()}
	if l.Drift.First.P99 > 0 && len(l.Seconds) >= 3 {
		l.Drift.P99Ratio = l.Drift.Last.P99 / l.Drift.First.P99
	}
	if l.Histograms, err = c.histograms(); err != nil {
		return l, err
	}
	took := r.took(ctx)
	r.rates(&l, took)
	r.costs(&l, took)
	r.target(&l)
	l.Notes = r.notes(l)
	switch l.Partial = r.reason(); {
	case ctx.Err() != nil:
		l.Partial = "interrupted"
	case l.Partial == "" && c.silent >= few:
		l.Partial = silenced(c.silent)
	}
	l.InvalidBecause = r.invalid(l, took)
	l.Valid = l.InvalidBecause == ""
	return l, nil
}

func (c *collection) histograms() (map[string]string, error) {
	set := map[string]*reports.Histogram{"response": c.response, "service": c.service, "lag": c.lag}
	for name, h := range c.steps {
		set[name] = h
	}
	for i, h := range c.byClass {
		if h != nil {
			set["outcome/"+classNames[i]] = h
		}
	}
	return reports.EncodeHistograms(set)
}

// took is how long flows were sent: the hold, or more where the last ones were late, or less where it was cut short.
func (r *run) took(ctx context.Context) time.Duration {
	if r.reason() != "" || ctx.Err() != nil {
		return max(min(time.Since(r.pace.start), r.o.Hold), time.Millisecond)
	}
	return max(r.o.Hold, r.all.lastSent)
}

func (r *run) rates(l *reports.Load, took time.Duration) {
	planned := int64(0)
	for i, s := range l.Seconds {
		if r.pace.arrivals == nil {
			l.Seconds[i].Planned = s.Sent
		}
		planned += s.Planned
	}
	l.AchievedRate = float64(l.Sent) / took.Seconds()
	if r.pace.arrivals != nil {
		l.RequestedRate = float64(planned) / min(took, r.o.Hold).Seconds()
	}
	t := r.carrier.traffic
	l.Connections = reports.Connections{Opened: t.opened.Load(), Reused: max(t.requests.Load()-t.opened.Load(), 0),
		TLSHandshakes: t.handshakes.Load(), MaxInFlight: int64(r.gauge.most)}
}

// invalid says why the figures do not mean what they say, or nothing.
func (r *run) invalid(l reports.Load, took time.Duration) string {
	own := r.all.own.Quantile(.99)
	limit := max(millis(lagAllowed), lagShare*l.Response.P99)
	switch {
	case l.Partial != "":
		return fmt.Sprintf("it stopped after %s of %s: %s", took.Round(time.Millisecond), r.o.Hold, l.Partial)
	case l.Sent == 0:
		return "nothing was sent"
	case r.pace.arrivals == nil:
		return ""
	case l.AchievedRate < short*l.RequestedRate && l.WorkersBusy > saturated:
		return fmt.Sprintf("it fell short: %s of %s, with all %d workers waiting for the target %.0f %% of the time: it bears no more, or --workers is too low",
			perSecond(l.AchievedRate), perSecond(l.RequestedRate), r.o.Workers, 100*l.WorkersBusy)
	case l.AchievedRate < short*l.RequestedRate:
		return fmt.Sprintf("the generator fell short: %s of %s", perSecond(l.AchievedRate), perSecond(l.RequestedRate))
	case own > limit:
		return fmt.Sprintf("the generator lagged: 1 %% of the flows began %.3g ms late or more, with a worker free (%.3g ms are allowed)", own, limit)
	}
	return ""
}

func (r *run) costs(l *reports.Load, took time.Duration) {
	g := &r.gen
	if n := l.Sent; n > 0 {
		l.GeneratorCPU = micros(g.own()) / float64(n)
	}
	if l.Outcomes.OK > 0 {
		l.TargetCPU = micros(g.target()) / float64(l.Outcomes.OK)
	}
	l.TargetMemoryBytes, l.MachineCPUShare = g.memory, g.share()
	if r.pace.arrivals != nil {
		l.WorkersBusy = min(r.gauge.busy.Seconds()/took.Seconds(), 1)
	}
}

func (r *run) target(l *reports.Load) {
	j := r.setup.judge
	p := r.o.Target.Profile
	l.Target = reports.LoadTarget{Name: r.o.Target.Name, Issuer: p.Issuer, Version: r.o.Version, TokenFormat: j.format, SigningAlgorithm: j.alg,
		Process: r.o.Process, Location: "elsewhere"}
	if loopback(context.Background(), hostOf(p.Issuer)) {
		l.Target.Location = "on this machine"
	}
}

func (r *run) notes(l reports.Load) (out []string) {
	if n, bytes := r.setup.judge.seen.size(); n > 0 {
		out = append(out, fmt.Sprintf("%d tokens were told apart by fingerprints of 64 bits, %.1f bytes each: a false alarm has odds of %.1e",
			n, float64(bytes)/float64(n), float64(n)*float64(n)/(1<<63)/4))
	}
	if why := r.setup.judge.noKeys; why != "" && r.setup.judge.format == "jwt" {
		out = append(out, "no signature was verified: "+why)
	}
	if r.setup.browser != nil {
		out = append(out, "what the browser itself used is in the machine's share of CPU, and in no other figure")
	}
	if n := r.conformance.note(); n != "" {
		out = append(out, n)
	}
	if l.WorkersBusy > .01 {
		out = append(out, fmt.Sprintf("all %d workers were busy %.0f %% of the time: flows that were due waited, which response time counts", r.o.Workers, 100*l.WorkersBusy))
	}
	if l.MachineCPUShare > .9 {
		out = append(out, fmt.Sprintf("%.0f %% of this machine's CPU was in use: where the target runs on it too, they took it from each other", 100*l.MachineCPUShare))
	}
	return out
}

// shard marks a run that is one of several.
func (r *run) shard(l *reports.Load, late time.Duration) {
	if r.o.Shard.Of == 0 {
		return
	}
	sum := sha256.Sum256(fmt.Append(nil, l.Flow, r.o.Schedule, r.o.Warmup, r.o.Hold, l.Target.Issuer, l.Settings))
	l.Shard = &reports.Shard{Index: r.o.Shard.Index, Of: r.o.Shard.Of, Run: hex.EncodeToString(sum[:8]), StartAt: r.o.Shard.StartAt, LateMS: millis(late)}
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
