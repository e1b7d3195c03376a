package loadtest

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// tampered runs a flow against the reference server, with somebody on the way who changes answers once the clock has
// started.
func tampered(t *testing.T, o Options, change func(r *http.Response, body string) string) reports.Load {
	t.Helper()
	at, err := url.Parse(o.Target.Profile.Issuer)
	if err != nil {
		t.Fatal(err)
	}
	var started atomic.Bool
	proxy := httputil.NewSingleHostReverseProxy(at)
	proxy.ModifyResponse = func(r *http.Response) error {
		if !started.Load() {
			return nil
		}
		b, err := io.ReadAll(r.Body)
		b = []byte(change(r, string(b)))
		r.Body = io.NopCloser(bytes.NewReader(b))
		r.Header.Set("Content-Length", strconv.Itoa(len(b)))
		return err
	}
	s := httptest.NewServer(proxy)
	t.Cleanup(s.Close)
	r, err := newRun(t.Context(), o, func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
	})
	if err != nil {
		t.Fatal(err)
	}
	started.Store(true)
	l, err := r.load(t.Context(), sleep)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func path(r *http.Response, p string) bool { return r.Request.URL.Path == p }

// Every judgement of every flow is able to fail: each server here is right but for one thing.
func TestEveryFlowSeesWhatIsWrong(t *testing.T) {
	code := regexp.MustCompile(`code=[^&]+`)
	refresh := regexp.MustCompile(`"refresh_token":"[^"]+"`)
	sub := regexp.MustCompile(`"sub":"[^"]+"`)
	for name, tc := range map[string]struct {
		flow, check string
		change      func(r *http.Response, body string) string
	}{
		"another state": {"authorization_code", checkState, func(r *http.Response, body string) string {
			r.Header.Set("Location", strings.Replace(r.Header.Get("Location"), "state=", "state=x", 1))
			return body
		}},
		"a code twice": {"authorization_code", checkCodes, func(r *http.Response, body string) string {
			r.Header.Set("Location", code.ReplaceAllString(r.Header.Get("Location"), "code=again"))
			return body
		}},
		"an ID token of somebody else": {"code_redemption", checkIdentity, func(r *http.Response, body string) string {
			return strings.Replace(body, `"id_token":"ey`, `"id_token":"e30.ey`, 1)
		}},
		"a refresh token twice": {"refresh", checkRotated, func(r *http.Response, body string) string {
			return refresh.ReplaceAllString(body, `"refresh_token":"again"`)
		}},
		"an inactive token": {"introspection", checkActive, func(r *http.Response, body string) string {
			return strings.Replace(body, `"active":true`, `"active":false`, 1)
		}},
		"another's token": {"introspection", checkActive, func(r *http.Response, body string) string {
			return strings.Replace(body, `"client_id":"`, `"client_id":"x`, 1)
		}},
		"everything is active": {"introspection", checkUnknown, func(r *http.Response, body string) string {
			return strings.Replace(body, `"active":false`, `"active":true`, 1)
		}},
		"nothing is revoked": {"revocation", checkRevoked, func(r *http.Response, body string) string {
			return strings.Replace(body, `"active":false`, `"active":true`, 1)
		}},
		"the claims of another": {"userinfo", checkUserInfo, func(r *http.Response, body string) string {
			return sub.ReplaceAllString(body, `"sub":"somebody"`)
		}},
		"open to everybody": {"userinfo", checkNobody, func(r *http.Response, body string) string {
			if path(r, "/userinfo") {
				r.StatusCode = 200
			}
			return body
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := reference(t)
			o.Flow, o.Workers, o.Schedule = tc.flow, 4, Constant(300)
			l := tampered(t, o, tc.change)
			failed := ""
			for _, c := range l.Checks {
				if c.Failed > 0 {
					failed += c.Name
				}
			}
			if failed != tc.check {
				t.Errorf("failed: %q, want %q: %+v", failed, tc.check, l.Wrong)
			}
			if l.Outcomes.WrongContent == 0 || l.Outcomes.OK == l.Sent {
				t.Errorf("outcomes: %+v", l.Outcomes)
			}
		})
	}
}

// What is looked at beside the flows is seen too, and a server without fault is not accused.
func TestConformanceUnderLoad(t *testing.T) {
	for _, tc := range []struct{ fault, check string }{{"", ""}, {"code-raced", checkOnce}, {"code-unbound-client", checkBound}, {"refresh-raced", checkNewer},
		{"refresh-old-one-still-good", ""}} {
		t.Run("fault "+tc.fault, func(t *testing.T) {
			t.Parallel()
			var with []authserver.Option
			if tc.fault != "" {
				with = append(with, authserver.WithFault(tc.fault))
			}
			o := reference(t, with...)
			o.Conformance, o.Schedule = 20, Constant(100)
			l := run1(t, o)
			seen := map[string]reports.LoadCheck{}
			for _, c := range l.Checks {
				seen[c.Name] = c
				if (c.Failed > 0) != (c.Name == tc.check) {
					t.Errorf("%s: %d of %d failed", c.Name, c.Failed, c.Checked)
				}
			}
			if seen[checkOnce].Checked == 0 || seen[checkBound].Checked == 0 || (seen[checkNewer].Checked == 0) != (tc.fault == "refresh-old-one-still-good") {
				t.Errorf("not looked at: %+v %v", l.Checks, l.Notes)
			}
		})
	}
}
