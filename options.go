package oauthspec

import (
	"crypto/tls"
	"net/http"
	"time"

	"github.com/oauthspec/oauthspec/internal/exchange"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
)

// Options are what a run is asked to do. The zero value of each field is its default.
type Options struct {
	Target  servers.Target
	Roles   []string // as, client, rs; empty: every role that the target has
	Run     []string // requirement ids or globs of them
	Tags    string   // a cucumber tag expression
	Only    []string // scenario keys, of an earlier run
	Against []string // named sets; empty: the target's own, or the default one
	Strict  bool     // a SHOULD that was seen violated fails

	Driver     string // auto, form or rod
	Browser    string // path of a Chromium
	BrowserURL string // of a remote one

	Parallel int           // scenarios at once against somebody else's server; 4
	Races    int           // trials of a race; 50
	Patience time.Duration // how long a scenario may wait for time to pass
	Timeout  time.Duration // of one request; 10 s
	Wait     time.Duration // how long to wait for the target to be up

	OwnHosts []string // hosts that the caller vouches for: intrusive scenarios may run there
	FailFast bool
	Progress func(done, total int, s reports.Scenario)
	Secrets  *Secrets // what must not be printed; nil: a new one

	breath  time.Duration   // before what broke beside other scenarios is run again; a second
	harness servers.Harness // of a client or a resource server that is not built in
	env     []string        // what its scripts are told: where our issuers are
}

// Secrets is what a run must not print: it knows values, in each encoding they may travel in, and replaces them by their names.
type Secrets = exchange.Secrets

// defaults fills what was left out.
func (o Options) defaults() Options {
	if o.Driver == "" {
		o.Driver = "auto"
	}
	if o.Parallel < 1 {
		o.Parallel = 4
	}
	if o.Races < 1 {
		o.Races = 50
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.breath <= 0 {
		o.breath = time.Second
	}
	if o.Secrets == nil {
		o.Secrets = &exchange.Secrets{}
	}
	if o.Progress == nil {
		o.Progress = func(int, int, reports.Scenario) {}
	}
	return o
}

// transport is how the suite reaches a target that brings no transport of its own: no proxy, no compression, no
// connection shared with anyone else.
func (o Options) transport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy, t.DisableCompression, t.MaxIdleConnsPerHost, t.MaxResponseHeaderBytes = nil, true, 128, 256<<10
	t.Protocols = new(http.Protocols) // the clone offers HTTP/2 to whoever speaks TLS, and cannot speak it
	t.Protocols.SetHTTP1(true)
	t.TLSClientConfig = &tls.Config{RootCAs: o.Target.Roots}
	return t
}

// settings are those that a result depends on, for the report.
func (o Options) settings() map[string]any {
	return map[string]any{"races": o.Races, "timeout": o.Timeout.String(), "patience": o.Patience.String(), "parallel": o.Parallel, "strict": o.Strict}
}
