package loadtest

import (
	"context"
	"crypto/tls"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/reports"
)

// Run puts a target under load once and says what came of it. The error is a *[RefusedError], or says what of ours is
// broken; where there is one, there are no figures. A run that was interrupted, rate limited or cut short otherwise is
// returned as far as it got, its Partial set. A run whose figures do not mean what they say is not Valid.
func Run(ctx context.Context, o Options) (reports.Load, error) {
	r, err := newRun(ctx, o, dialer(o.defaults().Timeout))
	if err != nil {
		return reports.Load{}, err
	}
	t, err := newTimer()
	if err != nil {
		return reports.Load{}, err
	}
	defer t.close()
	return r.load(ctx, t.wait)
}

// run is a run under way.
type run struct {
	o       Options
	setup   *setup
	flow    flow
	carrier *carrier
	engine  engine
	name    string // of the engine

	pace    *pace
	gauge   gauge
	all     *collection
	request context.Context    // ends what is in flight
	issue   context.Context    // ends what would begin
	stop    context.CancelFunc // of issue

	mu  sync.Mutex
	cut string // why it stopped early
	gen usageOver

	conformance *conformance
}

// newRun checks what was asked for and makes the flow ready.
func newRun(ctx context.Context, o Options, dial func(context.Context, string, string) (net.Conn, error)) (*run, error) {
	o = o.defaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	for _, at := range append(slices.Collect(maps.Values(o.Facts.Endpoints)), o.Target.Profile.Issuer) {
		if err := o.permitted(ctx, at); err != nil {
			return nil, err
		}
	}
	if err := descriptors(o.Workers); err != nil {
		return nil, err
	}
	r := &run{o: o, all: newCollection()}
	config := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.Target.Roots}
	t := newTraffic(dial)
	r.carrier = &carrier{traffic: t, tls: t.secured(config), timeout: o.Timeout}
	if o.HTTP2 || o.Proxy != nil {
		r.carrier.std = newStdWire(t, config, o.Timeout, o.Workers, o.HTTP2, o.Proxy)
	}
	before := &http.Transport{DialContext: dial, TLSClientConfig: config, MaxIdleConnsPerHost: 16, DisableCompression: true}
	defer before.CloseIdleConnections()
	r.setup = &setup{ctx: ctx, o: &r.o, http: &oauth.Client{Transport: before, Timeout: o.Timeout}, judge: newJudge(o.Target.Profile.Issuer),
		target: o.Target.Profile, facts: o.Facts, hits: int(o.planned())}
	if err := r.ready(ctx); err != nil {
		r.setup.close()
		return nil, err
	}
	r.conformance = r.setup.conformance(ctx, dial, config)
	r.name, r.engine = Lean, loop{r.hand}
	if o.Engine == Vegeta || o.Engine == Auto && r.carrier.std != nil {
		r.name, r.engine = Vegeta, attack{r.hand}
	}
	return r, nil
}

// planned is how many flows a schedule wants at most, with some to spare where they come at random; 0: nobody knows.
func (o Options) planned() float64 {
	if o.Schedule.Shape == "max" {
		return 0
	}
	n := o.Schedule.Sum(o.Hold) + o.Schedule.first(o.Hold)*o.Warmup.Seconds()
	if o.Schedule.Poisson {
		n *= 1.1
	}
	return n/float64(max(o.Shard.Of, 1)) + 100
}

func (r *run) ready(ctx context.Context) error {
	s := r.setup
	if err := s.named(); err != nil {
		return err
	}
	r.o.Progress(Progress{Preparation: "flow " + r.o.Flow, Hold: r.o.Hold})
	if err := s.open(ctx); err != nil {
		return err
	}
	s.judge.fetch(ctx, s.http, s.facts.Endpoints["jwks"])
	var err error
	r.flow, err = s.flow(ctx, r.o.Flow)
	return err
}

func (r *run) hand() *hand {
	return &hand{ctx: r.request, run: r, wire: r.carrier.wire()}
}

// load is the run itself, from the warm-up on.
func (r *run) load(ctx context.Context, wait func(context.Context, time.Duration)) (reports.Load, error) {
	defer r.carrier.close()
	defer r.setup.close()
	r.request = ctx
	r.issue, r.stop = context.WithCancel(ctx)
	defer r.stop()
	end := context.AfterFunc(ctx, r.carrier.traffic.end)
	defer end()
	r.gauge.workers = r.o.Workers
	machine := describe()
	begin := r.o.Shard.StartAt
	if begin.IsZero() {
		begin = time.Now()
	} else if ahead := time.Until(begin); ahead > 0 {
		sleep(r.issue, ahead)
	}
	late := max(time.Since(begin), 0)
	r.pace = &pace{gate: make(chan struct{}, 1), start: begin.Add(r.o.Warmup), hold: r.o.Hold, wait: wait, planned: r.all.plan}
	if r.o.Schedule.Shape != "max" {
		r.pace.arrivals = newArrivals(r.o.Schedule, r.o.Warmup, r.o.Hold, r.o.Shard.Index, r.o.Shard.Of)
	}
	watch := r.watch()
	r.engine.run(r.issue, r.pace, r.o.Workers, r.do)
	watch()
	if r.cut == "" && ctx.Err() == nil {
		r.pace.rest()
	}
	l, err := r.report(ctx)
	l.Machine = machine
	r.shard(&l, late)
	return l, err
}

// do is one flow, from the time at which it is due to its record.
func (r *run) do(h *hand, due time.Duration) {
	h.begun = false
	h.sample = sample{due: due, steps: h.sample.steps[:0]}
	h.sample.outcome = r.flow.hit(h)
	if !h.begun { // nothing was sent
		h.ended = h.begin()
		h.free = h.ended
	}
	h.sample.ended = h.ended.Sub(r.pace.start)
	r.gauge.leave(h.free.Sub(r.pace.start))
	o := h.sample.outcome
	if o.ends {
		r.cutShort(o.what)
		return
	}
	if r.request.Err() != nil && (o.class == transport || o.class == timeout) {
		return // it was us
	}
	r.all.add(&h.sample)
	if o.class == rateLimited {
		r.cutShort("rate limited: " + o.what)
	}
}

// cutShort lets nothing more begin.
func (r *run) cutShort(why string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cut == "" {
		r.cut = why
	}
	r.stop()
}

func (r *run) reason() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.cut
}
