package oauthspec

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/steps"
)

// dying counts what goes through and, from one request to another, answers in the target's place.
type dying struct {
	next http.RoundTripper
	seen atomic.Int64
	from int64 // 0: never
	to   int64 // 0: for ever
	with func(*http.Request) (*http.Response, error)
}

func (d *dying) RoundTrip(r *http.Request) (*http.Response, error) {
	if n := d.seen.Add(1); d.from > 0 && n >= d.from && (d.to == 0 || n <= d.to) {
		return d.with(r)
	}
	return d.next.RoundTrip(r)
}

func answer(status int, kind, body string) func(*http.Request) (*http.Response, error) {
	return func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {kind}},
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}, nil
	}
}

// deaths are the requests on which a server dies, counted back from the last one. A resource server is asked once more
// with a good token after what is judged, so that it dies on one request alone there.
var deaths = map[string][]death{"as": {{0, false}}, "rs": {{0, true}, {1, true}}}

// doors are how the scenarios begin in which a door stays shut, whatever comes in place of the resource: the API cannot tell
// whether a token is good. That it opens for a good one right after is a part of each.
var doors = []string{"rfc7662-rs-fails-closed/", "rfc9701-8.1-rs-checks-typ/", "rfc8414-3.3-rs-issuer-mismatch/", "rfc9068-4-rs-signature-checked/The issuer "}

func isDoor(key string) bool {
	return slices.ContainsFunc(doors, func(begins string) bool { return strings.HasPrefix(key, begins) })
}

type death struct {
	back int64
	once bool
}

// A server that breaks down on the very request that is judged satisfies nothing: a check that passes then says nothing.
func TestNoCheckPassesOnAServerThatBreaksDown(t *testing.T) {
	target, _ := reference(t)
	gs, err := Options{Target: target}.defaults().grounds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all, err := features.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range gs {
		if g.role == "client" { // what a browser is answered, the application has not seen: it is judged by the sign-in after it
			continue
		}
		var ss []features.Scenario
		for _, r := range all {
			for _, s := range r.Scenarios {
				if g.suits(r, s) && !s.Has("race") && !s.Has("browser") && !s.Has("intrusive") {
					ss = append(ss, s)
				}
			}
		}
		requests := passes(t, g, ss, nil, death{}, nil)
		ss = slices.DeleteFunc(ss, func(s features.Scenario) bool { return requests[s.Key()] == 0 })
		for name, with := range map[string]func(*http.Request) (*http.Response, error){
			"a server error": answer(500, "text/html", "<h1>Internal Server Error</h1>"),
			"a reset":        func(*http.Request) (*http.Response, error) { return nil, errors.New("connection reset by peer") },
		} {
			for _, d := range deaths[g.role] {
				for k := range passes(t, g, ss, requests, d, with) {
					if strings.HasSuffix(k, "/It is asked over plain http") || isDoor(k) {
						continue
					}
					t.Errorf("%s: passes on %s", k, name)
				}
			}
		}
	}
}

// passes runs scenarios, each with its target dying at its last request, and says which pass with how many requests.
func passes(t *testing.T, g ground, ss []features.Scenario, last map[string]int64, when death, with func(*http.Request) (*http.Response, error)) map[string]int64 {
	t.Helper()
	o := Options{Driver: "form"}.defaults()
	d, err := o.drivers(t.Context(), o.transport(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	var mu sync.Mutex
	transports := map[string]*dying{}
	c := steps.Config{Form: d.form, NoRod: d.noRod, Races: 2, Timeout: o.Timeout, Secrets: o.Secrets, Transport: o.transport(),
		Acquire: func(ctx context.Context, s features.Scenario) (*servers.Instance, servers.Facts, error) {
			in, err := g.acquire(ctx)
			if err != nil {
				return nil, g.facts, err
			}
			tr := &dying{next: in.Transport, with: with}
			if n := last[s.Key()]; n > 0 {
				tr.from = max(n-when.back, 1)
				if when.once {
					tr.to = tr.from
				}
			}
			mu.Lock()
			transports[s.Key()] = tr
			mu.Unlock()
			in.Transport = tr
			return in, g.facts, nil
		}}
	out := map[string]int64{}
	if err := c.Run(t.Context(), ss, 4, func(r steps.Result) {
		if r.Verdict == verdict.Pass {
			mu.Lock()
			out[r.Scenario.Key()] = transports[r.Scenario.Key()].seen.Load()
			mu.Unlock()
		}
	}); err != nil {
		t.Fatal(err)
	}
	return out
}
