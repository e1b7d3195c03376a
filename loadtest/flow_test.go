package loadtest

import (
	"errors"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/reports"
)

// Every flow does what it is for, over every engine, and every answer of a server that is right is taken for right.
func TestEveryFlowIsRight(t *testing.T) {
	for _, k := range kinds() {
		for _, engine := range []string{Lean, Vegeta} {
			t.Run(k.name+" over "+engine, func(t *testing.T) {
				o := reference(t)
				o.Flow, o.Engine, o.Workers = k.name, engine, 4
				o.Schedule = Constant(150) // so that what is done once in a hundred times is done
				o.Hold *= 2
				l := run1(t, o)
				if l.Sent != 120 || l.Outcomes.OK != 120 {
					t.Errorf("sent %d, right %d, want 120: %+v %s", l.Sent, l.Outcomes.OK, l.Wrong, l.Partial)
				}
				for _, c := range l.Checks {
					if c.Failed > 0 || c.Checked == 0 {
						t.Errorf("%s: %d of %d failed: %s", c.Name, c.Failed, c.Checked, c.First)
					}
				}
				t.Logf("%+v %+v", l.Response, l.Checks)
			})
		}
	}
}

// Clients authenticate in every way, alone and in turn; assertions are made before the clock starts, one for each flow.
func TestEveryWayToAuthenticate(t *testing.T) {
	for _, names := range [][]string{{"batch"}, {"post"}, {"jwt"}, {"sjwt"}, {"rsa"}, {"batch", "jwt", "post"}} {
		t.Run(strings.Join(names, " and "), func(t *testing.T) {
			o := reference(t)
			o.Clients, o.Workers, o.Schedule = names, 4, Constant(100)
			l := run1(t, o)
			if l.Sent != 40 || l.Outcomes.OK != 40 {
				t.Errorf("sent %d, right %d, want 40: %+v %s", l.Sent, l.Outcomes.OK, l.Wrong, l.Partial)
			}
		})
	}
}

// What a target does not offer is refused with the reason, before anything is sent.
func TestFlowsThatAreNotOffered(t *testing.T) {
	o := reference(t)
	for flow, want := range map[string]string{
		"introspection": "token introspection", "client_credentials=1,revocation=1": "token revocation", "authorization_code": "the authorization code grant", "userinfo": "the authorization code grant",
	} {
		o.Flow, o.Facts.Capabilities = flow, map[string]string{"client_credentials": ""}
		var refused *RefusedError
		if _, err := Run(t.Context(), o); !errors.As(err, &refused) || !strings.Contains(err.Error(), "the target does not offer "+want) {
			t.Errorf("%s: %v", flow, err)
		}
	}
}

// A mix does each of its flows as often as its weight says.
func TestMixKeepsItsWeights(t *testing.T) {
	o := reference(t)
	o.Flow, o.Schedule, o.Workers = "client_credentials=70,jwks=20,introspection=10", Constant(250), 4
	l := run1(t, o)
	for step, want := range map[string]int64{"token": 70, "jwks": 20, "introspection": 10} {
		h, err := reports.DecodeHistogram(l.Histograms[step])
		if err != nil || h.Count() != want {
			t.Errorf("%s: %v, want %d times: %v", step, h, want, err)
		}
	}
}
