package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/oauthspec/oauthspec/loadtest"
)

// loadFlags say what is sent, and how.
type loadFlags struct {
	o                 loadtest.Options
	rate, arrivals    string
	max               bool
	seed              uint64
	proxy             string
	shard, startAt    string
	errorLimitPercent float64
}

func (l *loadFlags) flags() section {
	return newSection("What is sent", func(f *pflag.FlagSet) {
		l.flowFlags(f)
		f.StringVar(&l.rate, "rate", "", "flows a second, a `RATE` (100); or ramp:FROM,TO, step:A,B,C, sine:MEAN,AMPLITUDE,PERIOD")
		f.BoolVar(&l.max, "max", false, "as many as the workers can: a closed loop, with latencies that hide waiting")
		f.DurationVar(&l.o.Hold, "duration", 30*time.Second, "`DURATION` of the hold")
		f.DurationVar(&l.o.Warmup, "warmup", 2*time.Second, "`DURATION` before it, at its first rate, which counts for nothing")
	})
}

// flowFlags are those of a load and of a search for a capacity.
func (l *loadFlags) flowFlags(f *pflag.FlagSet) {
	var names []string
	for _, k := range loadtest.Flows() {
		names = append(names, k[0])
	}
	f.StringVar(&l.o.Flow, "flow", "client_credentials", "the `FLOW`, or a mix as NAME=WEIGHT,…, of "+strings.Join(names, ", "))
	f.StringVar(&l.arrivals, "arrivals", "even", "how they come at a rate: `even|poisson`")
	f.Uint64Var(&l.seed, "seed", 1, "`N` that decides random arrivals")
	f.StringArrayVar(&l.o.Clients, "as", nil, "`NAME` of a client of the profile, again for each: they take turns")
}

func (b *benching) runFlags() section {
	l := &b.load
	return newSection("How", func(f *pflag.FlagSet) {
		b.engineFlags(f)
		f.IntVar(&b.repeat, "repeat", 1, "`N` runs alike, for compare: it wants five or more")
		f.StringVar(&b.versus, "versus", "", "another `TARGET`, whose runs take turns with those of the first: builtin, a name, a folder or a profile")
		f.StringVar(&l.o.Driver, "driver", loadtest.Form, "`HOW` users sign in: form (HTML forms), or rod (a real browser, which measures sign-ins and no rate)")
		f.StringVar(&l.o.Browser, "browser", "", "`PATH` of a Chromium ($OAUTHSPEC_BROWSER; else it is looked for)")
		f.StringVar(&l.o.BrowserURL, "browser-url", "", "DevTools `URL` of a browser that runs already")
		f.Float64Var(&l.errorLimitPercent, "stop-at-errors", 0, "end when this `PERCENTAGE` of the last five seconds' flows failed (50 beyond loopback)")
		f.StringVar(&l.shard, "shard", "", "send only every N-th flow, beginning with number I from 0, as one of N machines: `I/N`")
		f.StringVar(&l.startAt, "start-at", "", "begin at this `TIME` (RFC 3339), as all shards do")
	})
}

// engineFlags are those of a load and of a search for a capacity.
func (b *benching) engineFlags(f *pflag.FlagSet) {
	l := &b.load
	f.IntVar(&l.o.Workers, "workers", 0, "`N` flows at once at most (64; with --driver rod, as many as there are cores)")
	f.DurationVar(&l.o.Timeout, "timeout", 10*time.Second, "`DURATION` after which a request has had no answer")
	f.StringVar(&l.o.Engine, "engine", loadtest.Auto, "what sends: `"+strings.Join(loadtest.Engines(), "|")+"`")
	f.BoolVar(&l.o.HTTP2, "http2", false, "speak HTTP/2, by the engine vegeta over net/http")
	f.StringVar(&l.proxy, "proxy", "", "go through the proxy at this `URL`; the environment's are not used")
	f.Float64Var(&l.o.Conformance, "conformance", 1, "sign-ins a second beside the flows, a `RATE`, that look whether codes are good once under load; 0: none")
	f.IntVar(&b.process, "pid", 0, "the target's process `ID`, to measure its CPU and memory; known where it is started here")
	f.StringVar(&l.o.Version, "target-version", "", "the target's `VERSION`, for the report")
	f.Float64Var(&l.o.MostRate, "most-rate", 100, "bound of the `RATE` beyond loopback")
	f.DurationVar(&l.o.MostHold, "most-duration", 5*time.Minute, "bound of the `DURATION`, warm-up included, beyond loopback")
}

func (b *benching) outputFlags() section {
	return newSection("Output", func(f *pflag.FlagSet) {
		f.StringVar(&b.objective, "objective", "", "what the load has to keep to, `TERMS` such as 'p(99)<250ms,error<0.1%'")
		b.reportFlag(f)
		f.StringArrayVar(&b.against, "versus-report", nil, "the same of the target that --versus names, a `FORMAT=FILE`")
		f.BoolVar(&b.quiet, "quiet", false, "show no progress")
	})
}

func (b *benching) reportFlag(f *pflag.FlagSet) {
	f.StringArrayVar(&b.reports, "report", nil, "text, or a `FORMAT=FILE` of text, json, html, csv, prometheus, again for each; FILE - is standard output")
}

// options are the run's, as the flags want them.
func (l loadFlags) options() (o loadtest.Options, err error) {
	o = l.o
	if l.rate == "" && o.Driver != loadtest.Rod { // a browser goes as fast as it goes
		l.rate = "100"
	}
	if o.Schedule = loadtest.Max(); l.rate != "" && !l.max {
		if o.Schedule, err = loadtest.ParseSchedule(l.rate); err != nil {
			return o, fmt.Errorf("--%w", err)
		}
	}
	switch l.arrivals {
	case "even":
	case "poisson":
		o.Schedule.Poisson, o.Schedule.Seed = true, l.seed
	default:
		return o, fmt.Errorf("--arrivals: %w", unknown("arrivals", l.arrivals, []string{"even", "poisson"}))
	}
	if o.StopAtErrors = l.errorLimitPercent / 100; !(o.StopAtErrors >= 0 && o.StopAtErrors <= 1) {
		return o, fmt.Errorf("--stop-at-errors %v: want a percentage from 0 to 100", l.errorLimitPercent)
	}
	if o.Proxy, err = proxy(l.proxy); err != nil {
		return o, err
	}
	return o, l.sharing(&o)
}

// sharing reads --shard and --start-at, which belong together.
func (l loadFlags) sharing(o *loadtest.Options) (err error) {
	if (l.shard == "") != (l.startAt == "") {
		return fmt.Errorf("--shard and --start-at belong together: all shards begin at the same time")
	}
	if l.shard == "" {
		return nil
	}
	s := &o.Shard
	if n, err := fmt.Sscanf(l.shard+"\n", "%d/%d\n", &s.Index, &s.Of); n != 2 || err != nil || s.Of < 1 || s.Index < 0 || s.Index >= s.Of {
		return fmt.Errorf("--shard %q: want I/N, I from 0 to N-1", l.shard)
	}
	if s.StartAt, err = time.Parse(time.RFC3339, l.startAt); err != nil {
		return fmt.Errorf("--start-at %q: want a time such as 2026-01-02T15:04:05Z", l.startAt)
	}
	if time.Since(s.StartAt) > time.Second {
		return fmt.Errorf("--start-at %s is over", l.startAt)
	}
	return nil
}
