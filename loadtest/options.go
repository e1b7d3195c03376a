package loadtest

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"runtime"
	"slices"
	"time"

	"github.com/oauthspec/oauthspec/servers"
)

// Options are what a run is asked to do. Zero is the default where one is named.
type Options struct {
	Target  servers.Target // started, issuer and secrets filled in; its profile's Load permits load beyond loopback
	Facts   servers.Facts  // where its endpoints are, and what it can do
	Tool    string         // name and version, for the report
	Version string         // of the target, for the report; empty: unknown

	Flow     string        // a name of [Flows], or a mix such as "client_credentials=80,discovery=20"
	Clients  []string      // names of the profile's clients, to take turns; the first that suits
	Schedule Schedule      // of the hold
	Warmup   time.Duration // before the hold, at its first rate; counts for nothing
	Hold     time.Duration
	Workers  int           // flows at once at most; 64, or through a browser as many as there are cores
	Timeout  time.Duration // of one request; 10 s
	Engine   string        // a name of [Engines]; auto
	HTTP2    bool          // over net/http
	Proxy    *url.URL      // over net/http; nil: none, whatever the environment says

	Driver     string // form, or rod: sign-ins through a real browser, as fast as they go
	Browser    string // path of a Chromium; the first that is found
	BrowserURL string // or the DevTools address of one that runs already

	UserAgent string   // of every request; the tool's
	Own       []string // hosts that the caller answers for
	MostRate  float64  // bound beyond loopback, flows a second; 100
	MostHold  time.Duration
	// StopAtErrors ends the run when that share of the flows of the last five seconds failed, 0 to 1; beyond loopback
	// 0.5 where it is 0.
	StopAtErrors float64

	Conformance float64 // sign-ins a second beside the flows, to look whether codes are good once; 0: none

	Process  int // id of the target's process, to measure its CPU and memory with those it started; 0: unknown
	Shard    Shard
	Progress func(Progress) // twice a second; nil: nobody is told
}

// A Shard is one machine's share of a run: every Of-th flow of the same schedule.
type Shard struct {
	Index, Of int       // Of 0: the run is not shared
	StartAt   time.Time // of the warm-up, on all machines alike
}

// Progress is how a run stands. Times count from the start of the hold.
type Progress struct {
	At, Hold    time.Duration // At is negative in the warm-up
	Sent        int64
	Rate, P99   float64 // of the latest whole second; milliseconds
	Errors      int64
	InFlight    int
	Preparation string // what is being made before the clock starts; else empty
}

func (o Options) defaults() Options {
	if o.Workers == 0 {
		if o.Workers = 64; o.Driver == Rod {
			o.Workers = runtime.NumCPU() // each has a browser's tab to itself
		}
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Engine == "" {
		o.Engine = Auto
	}
	if o.Driver == "" {
		o.Driver = Form
	}
	if o.UserAgent == "" {
		o.UserAgent = "oauthspec-load"
	}
	if o.MostRate == 0 {
		o.MostRate = 100
	}
	if o.MostHold == 0 {
		o.MostHold = 5 * time.Minute
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	return o
}

// longest and mostWorkers are beyond what a run is for.
const (
	longest     = 24 * time.Hour
	mostWorkers = 65536
)

func (o Options) check() error {
	switch {
	case o.Hold <= 0 || o.Hold > longest:
		return refusef("duration %s: want one above zero and up to %s", o.Hold, longest)
	case o.Warmup < 0 || o.Warmup > longest:
		return refusef("warm-up %s: want none, or up to %s", o.Warmup, longest)
	case o.Workers < 1 || o.Workers > mostWorkers:
		return refusef("%d workers: want 1 to %d", o.Workers, mostWorkers)
	case o.Timeout < time.Millisecond || o.Timeout > time.Hour:
		return refusef("timeout %s: want 1ms to 1h", o.Timeout)
	case !(o.Conformance >= 0 && o.Conformance <= 100):
		return refusef("%v sign-ins a second for load conformance: want 0 to 100", o.Conformance)
	case !slices.Contains(Engines(), o.Engine):
		return unknown("engine", o.Engine, Engines())
	case !slices.Contains(Drivers(), o.Driver):
		return unknown("driver", o.Driver, Drivers())
	case o.Driver == Rod && o.Flow != authorizationCode.name:
		return refusef("the driver rod signs users in: it goes with the flow %s alone", authorizationCode.name)
	case o.Driver == Rod && o.Schedule.Shape != "max":
		return refusef("the driver rod measures how long a sign-in takes, one after another in each worker's browser: it keeps no rate")
	case o.Engine == Lean && (o.HTTP2 || o.Proxy != nil):
		return refusef("the engine lean speaks HTTP/1.1 without a proxy: leave the choice to --engine auto")
	case o.Shard.Of < 0 || o.Shard.Of > 0 && (o.Shard.Index < 0 || o.Shard.Index >= o.Shard.Of):
		return refusef("shard %d of %d: want an index from 0", o.Shard.Index, o.Shard.Of)
	}
	if err := o.Schedule.check(); err != nil {
		return refusef("%v", err)
	}
	return nil
}

// permitted says whether the target may be put under load: on loopback always, elsewhere where the profile or the
// caller says so, and within bounds.
func (o Options) permitted(ctx context.Context, at string) error {
	u, err := url.Parse(at)
	if err != nil {
		return refusef("endpoint %q is no URL", at)
	}
	if loopback(ctx, u.Hostname()) {
		return nil
	}
	if !o.Target.Profile.Load && !slices.Contains(o.Own, u.Hostname()) {
		return refusef("%s is not on loopback: load needs load: true in its profile, or --i-own %s", u.Hostname(), u.Hostname())
	}
	if s := o.Schedule; s.Shape == "max" && o.Driver != Rod || s.peak() > o.MostRate {
		return refusef("%s is not on loopback: at most %.0f flows a second are sent there, unless --most-rate says more", u.Hostname(), o.MostRate)
	}
	if o.Hold+o.Warmup > o.MostHold {
		return refusef("%s is not on loopback: a run lasts at most %s there, unless --most-duration says more", u.Hostname(), o.MostHold)
	}
	return nil
}

// loopback says whether a host is this machine, all of its addresses.
func loopback(ctx context.Context, host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback()
	}
	all, err := net.DefaultResolver.LookupIPAddr(ctx, host)
	return err == nil && len(all) > 0 && !slices.ContainsFunc(all, func(a net.IPAddr) bool { return !a.IP.IsLoopback() })
}

// peak is the highest rate of a schedule.
func (s Schedule) peak() float64 {
	if s.Shape == "sine" {
		return s.Rates[0] + s.Rates[1]
	}
	return slices.Max(append([]float64{0}, s.Rates...))
}

// settings are what decides what the figures mean.
func (o Options) settings(engine, over string) map[string]any {
	s := map[string]any{"engine": engine, "over": over, "workers": o.Workers, "timeout": fmt.Sprint(o.Timeout)}
	if o.HTTP2 {
		s["http2"] = true
	}
	if o.Proxy != nil {
		s["proxy"] = o.Proxy.Redacted()
	}
	if o.Conformance > 0 {
		s["conformance"] = o.Conformance
	}
	if len(o.Clients) > 0 {
		s["clients"] = len(o.Clients)
	}
	return s
}
