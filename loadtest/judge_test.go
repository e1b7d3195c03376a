package loadtest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
)

// against runs client credentials against a token endpoint, which is told the number of each request, from 1.
func against(t *testing.T, engine string, token func(http.ResponseWriter, *http.Request, int64)) reports.Load {
	t.Helper()
	var n atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { token(w, r, n.Add(1)) }))
	t.Cleanup(s.Close)
	return run1(t, Options{
		Target: servers.Target{Name: "stub", Profile: servers.Profile{Issuer: s.URL,
			Clients: []servers.Client{{Name: "m", Kind: servers.Machine, ID: "m", Secret: "s", Auth: "client_secret_basic"}}}},
		Facts: servers.Facts{Endpoints: map[string]string{"token": s.URL + "/token"}, Capabilities: map[string]string{"client_credentials": ""}},
		Flow:  "client_credentials", Engine: engine,
		Schedule: Constant(100), Hold: 200 * time.Millisecond, Workers: 4, Timeout: 300 * time.Millisecond,
	})
}

func granted(w http.ResponseWriter, token, more string) {
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"access_token":%q,"token_type":"Bearer","expires_in":60%s}`, token, more)
}

// Every judgement is able to fail: each server here is right but for one thing, and the report says which.
func TestEveryWrongAnswerIsSeen(t *testing.T) {
	type want struct {
		outcome func(reports.Outcomes) int64
		check   string // that fails; "" none
		partial string
	}
	wrong := func(o reports.Outcomes) int64 { return o.WrongContent }
	say := func(text string) func(http.ResponseWriter, *http.Request, int64) {
		return func(w http.ResponseWriter, _ *http.Request, _ int64) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, text)
		}
	}
	status := func(code int, text string) func(http.ResponseWriter, *http.Request, int64) {
		return func(w http.ResponseWriter, _ *http.Request, _ int64) { w.WriteHeader(code); fmt.Fprint(w, text) }
	}
	for name, tc := range map[string]struct {
		token func(http.ResponseWriter, *http.Request, int64)
		want  want
	}{
		"nothing wrong": {func(w http.ResponseWriter, _ *http.Request, n int64) { granted(w, fmt.Sprint("t", n), "") },
			want{outcome: func(o reports.Outcomes) int64 { return o.OK }}},
		"a token twice": {func(w http.ResponseWriter, _ *http.Request, n int64) { granted(w, fmt.Sprint("t", n/2), "") }, want{outcome: wrong, check: checkUnique}},
		"an error with 200": {func(w http.ResponseWriter, _ *http.Request, n int64) {
			granted(w, fmt.Sprint("t", n), `,"error":"invalid_client"`)
		},
			want{outcome: wrong, check: checkBody}},
		"no token":            {say(`{"token_type":"Bearer"}`), want{outcome: wrong, check: checkBody}},
		"no type":             {say(`{"access_token":"t"}`), want{outcome: wrong, check: checkBody}},
		"a lifetime of words": {say(`{"access_token":"t","token_type":"Bearer","expires_in":"soon"}`), want{outcome: wrong, check: checkBody}},
		"a page":              {say(`<html>`), want{outcome: wrong, check: checkBody}},
		"no UTF-8":            {say("{\"access_token\":\"\xff\",\"token_type\":\"Bearer\"}"), want{outcome: wrong, check: checkBody}},
		"a redirect":          {status(http.StatusFound, ""), want{outcome: wrong}},
		"refused":             {status(http.StatusBadRequest, `{"error":"invalid_client"}`), want{outcome: func(o reports.Outcomes) int64 { return o.OAuth4xx }}},
		"broken down":         {status(http.StatusInternalServerError, ""), want{outcome: func(o reports.Outcomes) int64 { return o.ServerError }}},
		"too many":            {status(http.StatusTooManyRequests, ""), want{outcome: func(o reports.Outcomes) int64 { return o.RateLimited }, partial: "rate limited"}},
		"hung up":             {func(http.ResponseWriter, *http.Request, int64) { panic(http.ErrAbortHandler) }, want{outcome: func(o reports.Outcomes) int64 { return o.Transport }}},
		"silent": {func(_ http.ResponseWriter, r *http.Request, _ int64) {
			_, _ = io.Copy(io.Discard, r.Body) // until then a server does not notice that the client is gone
			<-r.Context().Done()
		},
			want{outcome: func(o reports.Outcomes) int64 { return o.Timeout }}},
	} {
		for _, engine := range []string{Lean, Vegeta} {
			t.Run(name+" over "+engine, func(t *testing.T) {
				t.Parallel()
				l := against(t, engine, tc.token)
				if tc.want.outcome(l.Outcomes) == 0 {
					t.Errorf("outcomes: %+v %+v", l.Outcomes, l.Wrong)
				}
				if (l.Outcomes.OK == l.Sent) != (name == "nothing wrong") {
					t.Errorf("%d of %d right", l.Outcomes.OK, l.Sent)
				}
				if !strings.Contains(l.Partial, tc.want.partial) || tc.want.partial == "" && l.Partial != "" {
					t.Errorf("partial: %q", l.Partial)
				}
				for _, c := range l.Checks {
					if (c.Failed > 0) != (c.Name == tc.want.check) {
						t.Errorf("%s: %d of %d failed", c.Name, c.Failed, c.Checked)
					}
				}
			})
		}
	}
}
