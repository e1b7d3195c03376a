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
