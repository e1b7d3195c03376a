package oauthspec

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/client"
	"github.com/oauthspec/oauthspec/servers/harness"
	"github.com/oauthspec/oauthspec/servers/resource"
)

// A staged product is a reference application or API at an address of the test's, which misbehaves once it is to.
type staged struct {
	t      *testing.T
	at     string
	server atomic.Pointer[httptest.Server]
	sound  atomic.Pointer[http.Handler]
	rude   atomic.Pointer[http.HandlerFunc] // nil: it is sound
	place  string                           // the path at which it is rude
	nth    int64                            // and the request there, in each scenario, on which; 0: on every one
	again  bool                             // and on the one after it: a GET that got no byte for an answer is sent once more by net/http
	seen   atomic.Int64
}

// stage opens the address. What stands behind it is made when our issuers are there.
func stage(t *testing.T, place string, nth int64) *staged {
	t.Helper()
	s := &staged{t: t, place: place, nth: nth}
	s.listen("127.0.0.1:0")
	s.at = s.server.Load().URL
	t.Cleanup(s.crash)
	return s
}

func (s *staged) listen(addr string) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		s.t.Errorf("listen again: %v", err)
		return
	}
	server := &httptest.Server{Listener: l, Config: &http.Server{Handler: s}}
	server.Start()
	s.server.Store(server)
}

// crash is a process that has gone, with its connections.
func (s *staged) crash() {
	server := s.server.Load()
	server.Listener.Close()
	server.CloseClientConnections()
}

// ServeHTTP is sound, or rude.
func (s *staged) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if how := s.rude.Load(); how != nil && r.URL.Path == s.place && r.Method != http.MethodOptions {
		if n := s.seen.Add(1); s.nth == 0 || n == s.nth || s.again && n == s.nth+1 {
			(*how)(w, r)
			return
		}
	}
	(*s.sound.Load()).ServeHTTP(w, r)
}

// application is the product as a client under test.
func (s *staged) application() servers.Target {
	const secret = "a-secret-of-the-test"
	p := servers.Profile{Suite: &servers.Suite{}, Application: &servers.Application{Start: s.at + "/login", SignedIn: s.at + "/me"},
		Clients: []servers.Client{{Name: "web", Kind: servers.Confidential, ID: "web", Secret: secret, Redirects: []string{s.at + "/callback"}}}}
	return servers.Target{Name: "staged", Profile: p, Open: func(suite servers.Suite) (servers.Harness, func(), error) {
		h, stop, err := harness.Open(suite)
		if err != nil {
			return nil, nil, err
		}
		o, err := client.Defaults("")
		if err != nil {
			return nil, nil, err
		}
		o.URL, o.Issuers = s.at, []client.Issuer{{URL: h.Issuers()[0], ClientID: "web", Secret: secret, Auth: "client_secret_basic"}}
		app, err := client.New(o)
		if err != nil {
			return nil, nil, err
		}
		sound := http.Handler(app)
		s.sound.Store(&sound)
		return h, func() { app.Close(); stop() }, nil
	}}
}

// api is the product as a resource server under test.
func (s *staged) api() servers.Target { return s.apiThat(func(*resource.Options) {}) }

// apiThat is one that differs from the reference.
func (s *staged) apiThat(differs func(*resource.Options)) servers.Target {
	p := servers.Profile{Suite: &servers.Suite{}, API: &servers.API{URL: s.at + "/data", Scope: resource.ReadScope, Validates: "jwt"},
		Supports: map[string]bool{"at_jwt": true}}
	return servers.Target{Name: "staged", Profile: p, Open: func(suite servers.Suite) (servers.Harness, func(), error) {
		h, stop, err := harness.Open(suite)
		if err != nil {
			return nil, nil, err
		}
		o, err := resource.Defaults("")
		if err != nil {
			return nil, nil, err
		}
		o.URL, o.Issuer = s.at, h.Issuers()[0]
		differs(&o)
		api, err := resource.New(o)
		if err != nil {
			return nil, nil, err
		}
		sound := http.Handler(api)
		s.sound.Store(&sound)
		return h, func() { api.Close(); stop() }, nil
	}}
}

// limit is when a run is given up that ought to have ended long before.
const limit = 5 * time.Minute

// judge runs some requirements, one scenario after the other. The product is sound in preflight and in the first of them, and
// from then on as how says; the first is left out of what comes back.
func (s *staged) judge(target servers.Target, how http.HandlerFunc, run ...string) (reports.Run, []reports.Scenario) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), limit)
	defer cancel()
	var later []reports.Scenario
	got, err := Verify(ctx, Options{Target: target, Driver: "form", Timeout: 400 * time.Millisecond, Run: run,
		Progress: func(done, _ int, one reports.Scenario) {
			s.seen.Store(0)
			s.rude.Store(&how)
			if done > 1 {
				later = append(later, one)
			} else if one.Verdict != verdict.Pass {
				s.t.Errorf("while it was sound: %s: %s, %s", one.Name, one.Verdict, one.Reason)
			}
		}})
	if err != nil {
		s.t.Fatal(err)
	}
	if got.Partial != "" {
		s.t.Errorf("the run had no end: it was interrupted after %v", limit)
	}
	for _, one := range later {
		if strings.Contains(one.Reason, "runtime error") {
			s.t.Errorf("panics: %s: %s", one.Name, one.Reason)
		}
		if one.Verdict == verdict.Broken && one.Reason == "" {
			s.t.Errorf("broken without a word: %s", one.Name)
		}
	}
	return got, later
}

// idTokens are requirements whose scenarios have one shape: a clean sign-in, one at a server with a flaw, a clean one.
const idTokens = "oidc-core-3.1.3.7-client-[ienas][^z]*"

// tokens are requirements that a token is refused: it opens, a flawed one does not, it opens.
var tokens = []string{"rfc9068-4-rs-iss-checked", "rfc9068-4-rs-alg-none", "rfc9068-4-rs-signature-checked", "rfc9068-4-rs-exp-checked",
	"rfc9068-4-rs-typ-checked", "rfc6750-3.1-inv*", "rfc6750-3-no-token-challenge"}

// An application that breaks down where it is to refuse has refused nothing, and one that breaks down everywhere is broken.
func TestAHostileApplicationIsNeverGreen(t *testing.T) {
	if raced {
		t.Skip("make test runs it apart, without the race detector")
	}
	for name, how := range misbehaviours {
		for where, nth := range map[string]int64{"everywhere": 0, "once": 2} {
			t.Run(name+" "+where, func(t *testing.T) {
				t.Parallel()
				s := stage(t, "/callback", nth)
				s.again = name == "closed connection"
				ids := idTokens
				if nth == 0 { // where nothing is reached, a few say what all would
					ids = "oidc-core-3.1.3.7-client-iss*"
				}
				run, later := s.judge(s.application(), how, ids)
				for _, one := range later {
					if one.Verdict == verdict.Pass && (nth == 0 || !legible[name] && !shown[name]) {
						t.Errorf("passes: %s", one.Name)
					}
				}
				if nth == 0 && ExitStatus(run) != 2 {
					t.Errorf("exit status %d", ExitStatus(run))
				}
				written(t, run)
			})
		}
	}
}

// shown are misbehaviours that a browser shows as a page, whatever they are to others: the user is not signed in by it.
var shown = map[string]bool{"nothing": true, "invalid UTF-8": true, "unknown login page": true, "deep JSON": true,
	"redirect circle": true, "redirects onwards": true} // to a sound page

// refusals are misbehaviours by which an API refuses all the same, by a status of 4xx or by sending the caller away; the first
// says so in a challenge.
var refusals = map[string]bool{"script in headers": true, "script in an error": true, "script in a page": true,
	"redirect circle": true, "redirects onwards": true}

// An API that breaks down on the request that is judged has refused nothing, though it is back on the next one.
func TestAHostileAPIIsNeverGreen(t *testing.T) {
	for name, how := range misbehaviours {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := stage(t, "/data", 2)
			s.again = name == "closed connection"
			run, later := s.judge(s.api(), how, tokens...)
			for _, one := range later {
				door := slices.ContainsFunc(one.Tags, func(id string) bool { return isDoor(id + "/" + one.Name) })
				if one.Verdict == verdict.Pass && !refusals[name] && !door {
					t.Errorf("passes: %s", one.Name)
				}
			}
			if ExitStatus(run) == 0 && name != "script in headers" {
				t.Errorf("exit status %d", ExitStatus(run))
			}
			written(t, run)
		})
	}
}

func TestAnApplicationThatMisleadsTheBrowser(t *testing.T) {
	twice := func(s *staged) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			(*s.sound.Load()).ServeHTTP(httptest.NewRecorder(), r.Clone(r.Context()))
			(*s.sound.Load()).ServeHTTP(w, r)
		}
	}
	for name, c := range map[string]struct {
		place string
		how   func(s *staged) http.HandlerFunc
	}{
		"never sends anybody off":  {"/login", func(*staged) http.HandlerFunc { return says(200, "text/html", "<p>Come back tomorrow") }},
		"sends everybody to start": {"/login", func(*staged) http.HandlerFunc { return misbehaviours["redirect circle"] }},
		"never says who is in":     {"/me", func(*staged) http.HandlerFunc { return says(200, "text/html", "<p>Somebody") }},
		"takes each answer twice":  {"/callback", twice},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := stage(t, c.place, 0)
			run, later := s.judge(s.application(), c.how(s), idTokens)
			for _, one := range later {
				if one.Verdict != verdict.Broken {
					t.Errorf("%s: %s, %s", one.Name, one.Verdict, one.Reason)
				}
			}
			if len(later) == 0 || ExitStatus(run) != 2 {
				t.Errorf("%d scenarios, exit status %d", len(later), ExitStatus(run))
			}
		})
	}
}

// A product whose process has gone is broken from there on, unless it can be started again: then one scenario is.
func TestAProductThatCrashes(t *testing.T) {
	for name, product := range map[string]struct {
		place  string
		target func(*staged) servers.Target
		run    string
	}{
		"application": {"/callback", (*staged).application, idTokens},
		"API":         {"/data", (*staged).api, "rfc9068-4-rs-[eis]*"},
	} {
		for _, again := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := stage(t, product.place, 2)
				target := product.target(s)
				var crashes atomic.Int64
				if again {
					target.Restart = func(context.Context, ...string) error {
						s.listen(strings.TrimPrefix(s.at, "http://"))
						return nil
					}
				}
				run, later := s.judge(target, func(w http.ResponseWriter, r *http.Request) {
					if crashes.Add(1) > 1 {
						(*s.sound.Load()).ServeHTTP(w, r)
						return
					}
					s.crash()
				}, product.run)
				broken := 0
				for _, one := range later {
					if one.Verdict == verdict.Broken {
						broken++
					}
				}
				if ExitStatus(run) != 2 || again && broken != 1 || !again && broken != len(later) || len(later) < 3 {
					t.Errorf("%d of %d are broken, exit status %d", broken, len(later), ExitStatus(run))
				}
			})
		}
	}
}

// What does not come back is not waited for in each scenario that is left.
func TestAProductThatDoesNotComeBack(t *testing.T) {
	s := stage(t, "/data", 2)
	target, tries := s.api(), 0
	target.Restart = func(context.Context, ...string) error { tries++; return errors.New("no such service") }
	run, later := s.judge(target, func(http.ResponseWriter, *http.Request) { s.crash() }, tokens...)
	if tries != 1 || ExitStatus(run) != 2 {
		t.Errorf("it was started again %d times; exit status %d", tries, ExitStatus(run))
	}
	if last := later[len(later)-1]; last.Verdict != verdict.Broken || !strings.Contains(last.Reason, "it did not come back after it was restarted: no such service") {
		t.Errorf("%s: %s", last.Verdict, last.Reason)
	}
}

// Many APIs take no JWT that is typed as an access token: the profile has to say so, and is told how.
func TestAnAPIThatTakesNoTypedTokens(t *testing.T) {
	s := stage(t, "/", 0)
	target := s.apiThat(func(o *resource.Options) {
		o.JWT.Type = func(t *resource.Token) error {
			if t.Header["typ"] != "JWT" {
				return &resource.Refusal{Status: http.StatusUnauthorized, Code: "invalid_token"}
			}
			return nil
		}
	})
	target.Profile.Supports = nil
	o := Options{Target: target, Driver: "form", Run: []string{"rfc9068-4-rs-iss-checked"}}
	if _, err := Verify(t.Context(), o); err == nil || !strings.Contains(err.Error(), "api: {type: JWT}") {
		t.Errorf("got %v", err)
	}
	o.Target.Profile.API.Type = "JWT"
	run, err := Verify(t.Context(), o)
	if err != nil || ExitStatus(run) != 0 || len(run.Requirements) != 1 {
		t.Errorf("got %v, %+v", err, run.Counts)
	}
}

func TestAProductThatIsNotThere(t *testing.T) {
	for name, target := range map[string]func(*staged) servers.Target{"application": (*staged).application, "API": (*staged).api} {
		t.Run(name, func(t *testing.T) {
			s := stage(t, "/", 0)
			s.crash()
			var gone *UnreachableError
			if _, err := Verify(t.Context(), Options{Target: target(s), Driver: "form"}); !errors.As(err, &gone) {
				t.Errorf("got %v", err)
			}
		})
	}
}
