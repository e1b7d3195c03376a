package oauthspec

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/steps"
)

// places are where a target misbehaves: everywhere but in its metadata, or at one endpoint, so that what comes before it is reached.
var places = map[string]func(path string) bool{
	"everywhere": func(p string) bool { return !strings.Contains(p, "/.well-known/") && !strings.HasSuffix(p, "/jwks") },
	"token":      func(p string) bool { return strings.HasSuffix(p, "/token") },
}

// Whatever a target does where it is asked: the run ends, says broken or failed and never that it was satisfied, and
// what came back is text wherever it is shown.
func TestAHostileTargetIsNeverGreen(t *testing.T) {
	if raced {
		t.Skip("make test runs it apart, without the race detector")
	}
	target, _ := reference(t)
	asked := pathsAsked(t, target)
	slow := []string{"one byte at a time", "silence", "endless body", "gzip bomb", "deep JSON"} // to wait for, or to read
	for place, at := range places {
		if testing.Short() && place == "everywhere" {
			continue
		}
		for name, how := range misbehaviours {
			t.Run(name+" at "+place, func(t *testing.T) {
				h := newHostile(t, how, at)
				rude := Options{}.defaults().transport()
				t.Cleanup(rude.CloseIdleConnections)
				o := Options{Driver: "form", Races: 2, Timeout: 150 * time.Millisecond,
					Tags:   "not @race and not @intrusive",
					Target: over(target, func(polite http.RoundTripper) http.RoundTripper { return detour{h, polite, rude} })}
				if slices.Contains(slow, name) || place == "everywhere" { // where nothing is reached, a few say what all would
					o.Run = []string{"rfc6749-4.1.2-*", "rfc6749-5.1-*"}
				}
				run, err := Verify(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				for _, q := range run.Requirements {
					for _, s := range q.Scenarios {
						if s.Verdict == verdict.Pass && !legible[name] && slices.ContainsFunc(asked[s.On+" "+q.ID+"/"+s.Name], judged(place, at)) {
							t.Errorf("passes: %s, %s", q.ID, s.Name)
						}
						if strings.Contains(s.Reason, "runtime error") {
							t.Errorf("panics: %s, %s: %s", q.ID, s.Name, s.Reason)
						}
					}
				}
				if got := ExitStatus(run); got == 0 {
					t.Errorf("exit status %d", got)
				}
				written(t, run)
			})
		}
	}
}

// judged are the paths whose answers no scenario may be content with. At the authorization endpoint whatever comes in place of
// a redirect is a page that refuses, however poor.
func judged(place string, at func(string) bool) func(string) bool {
	if place == "everywhere" {
		return places["token"]
	}
	return at
}

// written writes every report of a run: none holds markup of the target's, and none is large.
func written(t *testing.T, run reports.Run) {
	t.Helper()
	var b bytes.Buffer
	if err := reports.HTML(&b, run); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b.Bytes(), []byte(script)) {
		t.Error("the HTML report holds a script of the target's")
	}
	t.Logf("%d bytes of HTML, %v", b.Len(), run.Counts)
}

// pathsAsked are the paths that each passing scenario asks for on a server that is well, by "variant requirement/scenario".
func pathsAsked(t *testing.T, target servers.Target) map[string][]string {
	t.Helper()
	all, err := features.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	gs, err := Options{Target: target}.defaults().grounds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Driver: "form"}.defaults()
	d, err := o.drivers(t.Context(), o.transport(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	out := map[string][]string{}
	var mu sync.Mutex
	for _, g := range gs {
		var ss []features.Scenario
		for _, r := range all {
			for _, s := range r.Scenarios {
				if g.suits(r, s) {
					ss = append(ss, s)
				}
			}
		}
		c := steps.Config{Form: d.form, NoRod: d.noRod, Races: 2, Timeout: o.Timeout, Secrets: o.Secrets, Transport: o.transport(),
			Acquire: func(ctx context.Context, s features.Scenario) (*servers.Instance, servers.Facts, error) {
				in, err := g.acquire(ctx)
				if err == nil {
					next := in.Transport
					in.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
						mu.Lock()
						out[g.name+" "+s.Key()] = append(out[g.name+" "+s.Key()], r.URL.Path)
						mu.Unlock()
						return next.RoundTrip(r)
					})
				}
				return in, g.facts, err
			}}
		if err := c.Run(t.Context(), ss, 4, func(steps.Result) {}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip is the function itself.
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
