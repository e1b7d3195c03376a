package loadtest

import (
	"context"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
	"github.com/oauthspec/oauthspec/servers/builtin"
)

// reference is a reference server on loopback, as a run wants it.
func reference(t testing.TB, with ...authserver.Option) Options {
	t.Helper()
	var made authserver.Options
	as := authserver.Start(t, append(append([]authserver.Option{authserver.WithVariant("oidc")}, with...), authserver.With(func(o *authserver.Options) { made = *o }))...)
	made.Issuer = as.URL
	p := builtin.Profile(made)
	facts := servers.Facts{Endpoints: p.Endpoints, Capabilities: map[string]string{"client_credentials": "", "authorization_code": "",
		"refresh_token": "", "metadata": "", "introspection": "", "revocation": "", "userinfo": "", "openid": ""}}
	return Options{Target: servers.Target{Name: "builtin", Profile: p}, Facts: facts, Flow: "client_credentials",
		Schedule: Constant(500), Hold: 400 * time.Millisecond, Workers: 8, Timeout: 5 * time.Second}
}

func run1(t *testing.T, o Options) reports.Load {
	t.Helper()
	l, err := Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEveryEngineSendsTheSchedule(t *testing.T) {
	for _, engine := range []string{Lean, Vegeta} {
		t.Run(engine, func(t *testing.T) {
			o := reference(t)
			o.Engine = engine
			l := run1(t, o)
			if l.Sent != 200 || l.Outcomes.OK != 200 {
				t.Errorf("sent %d, right %d, want 200: %+v", l.Sent, l.Outcomes.OK, l.Wrong)
			}
			if l.Connections.Opened > 8 {
				t.Errorf("%d connections by 8 workers", l.Connections.Opened)
			}
			t.Logf("%+v %+v lag %+v %s %v", l.Response, l.Checks, l.Lag, l.InvalidBecause, l.Notes)
		})
	}
}

// The engine is chosen by what it has to speak, and the report names it.
func TestEngineIsChosenAndNamed(t *testing.T) {
	for _, tc := range []struct {
		engine       string
		http2, proxy bool
		name, over   string
	}{
		{Auto, false, false, Lean, "own connections"}, {Vegeta, false, false, Vegeta, "own connections"},
		{Auto, true, false, Vegeta, "net/http"}, {Vegeta, true, false, Vegeta, "net/http"}, {Auto, false, true, Vegeta, "net/http"},
	} {
		o, done := stubbed(t, grantAll)
		o.Engine, o.HTTP2 = tc.engine, tc.http2
		if tc.proxy {
			o.Proxy = hostURL(t, o)
		}
		l := run1(t, o)
		done()
		if l.Settings["engine"] != tc.name || l.Settings["over"] != tc.over || l.Outcomes.OK != l.Sent || l.Sent == 0 {
			t.Errorf("%+v: settings %v, %d of %d right", tc, l.Settings, l.Outcomes.OK, l.Sent)
		}
	}
	o, done := stubbed(t, grantAll)
	defer done()
	o.Engine, o.HTTP2 = Lean, true
	if _, err := Run(t.Context(), o); err == nil {
		t.Error("lean was taken for HTTP/2")
	}
}
