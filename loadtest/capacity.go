package loadtest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
)

// Capacity looks for the highest rate at which a target holds an objective. Of the Search it reads the objective and the
// bounds; of the Options all but the schedule and the hold, which are each trial's. Beyond loopback no rate above
// Options.MostRate is tried. Trying is told what is tried next; nil: nobody is.
func Capacity(ctx context.Context, o Options, s Search, trying func(rate float64, hold time.Duration)) (reports.Load, error) {
	o = o.defaults()
	if u, err := url.Parse(o.Target.Profile.Issuer); err == nil && !loopback(ctx, u.Hostname()) && (s.Most == 0 || s.Most > o.MostRate) {
		s.Most = o.MostRate
	}
	s.Now = time.Now
	s.Calibrate = func(ctx context.Context) (float64, error) { return calibrate(ctx, o) }
	s.Trial = func(ctx context.Context, rate float64, hold time.Duration) (reports.Load, error) {
		if trying != nil {
			trying(rate, hold)
		}
		t := o
		t.Hold = hold
		t.Schedule = constant(rate)
		t.Schedule.Poisson, t.Schedule.Seed = o.Schedule.Poisson, o.Schedule.Seed
		return Run(ctx, t)
	}
	return s.Run(ctx)
}

// constant is a schedule of one rate.
func constant(rate float64) Schedule {
	s, _ := ParseSchedule(fmt.Sprintf("%.6g", rate)) // a rate that the search tries is a number above zero
	return s
}

// calibrating is how long the generator is measured.
const calibrating = time.Second

// calibrate is the rate that the generator reaches, judging included, at a token endpoint in this process that does
// nothing; the endpoint takes its share of the machine, so that the generator alone could do more. Flows of several
// requests are not calibrated: their rate is that of what answers them.
func calibrate(ctx context.Context, o Options) (float64, error) {
	if o.Flow != "client_credentials" || o.HTTP2 || o.Proxy != nil {
		return 0, nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("calibrate the generator: %w", err)
	}
	idle := &http.Server{Handler: http.HandlerFunc(idleToken), ReadHeaderTimeout: 10 * time.Second}
	go idle.Serve(l) // ends with Close
	defer idle.Close()
	issuer := "http://" + l.Addr().String()
	c := o
	c.Target = servers.Target{Name: "calibration", Profile: servers.Profile{Issuer: issuer,
		Clients: []servers.Client{{Name: "c", Kind: servers.Machine, ID: "c", Secret: "calibration"}}}}
	c.Facts = servers.Facts{Endpoints: map[string]string{"token": issuer + "/token"}, Capabilities: map[string]string{"client_credentials": "known"}}
	c.Progress = nil
	c.Clients, c.Process, c.Schedule, c.Warmup, c.Hold = nil, 0, Max(), calibrating/4, calibrating
	got, err := Run(ctx, c)
	if err != nil {
		return 0, fmt.Errorf("calibrate the generator: %w", err)
	}
	return got.AchievedRate, nil
}

// idleToken hands out tokens without looking at what it is asked.
func idleToken(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 3600}) // as above
}
