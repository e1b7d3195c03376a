package loadtest

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
	"log"
	"net/url"
)

// ways are the ways in which flows are sent.
var ways = []struct {
	name string
	set  func(*Options)
}{
	{"lean", func(o *Options) { o.Engine = Lean }},
	{"vegeta", func(o *Options) { o.Engine = Vegeta }},
	{"vegeta over net/http", func(o *Options) { o.HTTP2 = true }},
}

// stubbed are options for a token endpoint that speaks HTTP/1.1 and HTTP/2, which is told the number of each request.
func stubbed(t *testing.T, token func(http.ResponseWriter, *http.Request, int64)) (o Options, done func()) {
	t.Helper()
	var n atomic.Int64
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // until then a server does not notice that the client is gone
		token(w, r, n.Add(1))
	}))
	s.Config.ErrorLog = silentLog
	s.Config.Protocols = new(http.Protocols)
	s.Config.Protocols.SetHTTP1(true)
	s.Config.Protocols.SetUnencryptedHTTP2(true)
	s.Start()
	return Options{
		Target: servers.Target{Name: "stub", Profile: servers.Profile{Issuer: s.URL,
			Clients: []servers.Client{{Name: "m", Kind: servers.Machine, ID: "m", Secret: "s", Auth: "client_secret_basic"}}}},
		Facts: servers.Facts{Endpoints: map[string]string{"token": s.URL + "/token"}, Capabilities: map[string]string{"client_credentials": ""}},
		Flow:  "client_credentials", Schedule: Constant(200), Hold: 200 * time.Millisecond, Workers: 4, Timeout: 10 * time.Second,
	}, s.Close
}

// However a run ends, no goroutine and no socket of it is left.
func TestNothingIsLeft(t *testing.T) {
	for _, tc := range []struct {
		name  string
		token func(stop func()) func(http.ResponseWriter, *http.Request, int64)
		set   func(*Options)
		want  func(reports.Load) bool
	}{
		{"to its end", func(func()) func(http.ResponseWriter, *http.Request, int64) { return grantAll }, nil,
			func(l reports.Load) bool { return l.Sent == 40 && l.Outcomes.OK == 40 }},
		{"interrupted", func(stop func()) func(http.ResponseWriter, *http.Request, int64) {
			return func(w http.ResponseWriter, r *http.Request, n int64) {
				if n == 20 {
					stop()
				}
				grantAll(w, r, n)
			}
		}, nil, func(l reports.Load) bool { return l.Partial == "interrupted" && !l.Valid }},
		{"interrupted while nothing answers", func(stop func()) func(http.ResponseWriter, *http.Request, int64) {
			return func(_ http.ResponseWriter, r *http.Request, n int64) {
				if n == 4 {
					stop()
				}
				<-r.Context().Done()
			}
		}, nil, func(l reports.Load) bool { return l.Partial == "interrupted" && l.Sent == 0 }},
		{"rate limited", func(func()) func(http.ResponseWriter, *http.Request, int64) {
			return func(w http.ResponseWriter, r *http.Request, n int64) {
				if n == 20 {
					w.WriteHeader(http.StatusTooManyRequests)
					return
				}
				grantAll(w, r, n)
			}
		}, nil, func(l reports.Load) bool { return strings.Contains(l.Partial, "rate limited") }},
		{"hung up on", func(func()) func(http.ResponseWriter, *http.Request, int64) {
			return func(http.ResponseWriter, *http.Request, int64) { panic(http.ErrAbortHandler) }
		}, nil, func(l reports.Load) bool { return l.Outcomes.Transport == 40 }},
		{"without answers", func(func()) func(http.ResponseWriter, *http.Request, int64) {
			return func(_ http.ResponseWriter, r *http.Request, _ int64) { <-r.Context().Done() }
		}, func(o *Options) { o.Timeout = 20 * time.Millisecond }, func(l reports.Load) bool { return l.Outcomes.Timeout == 40 }},
		{"invalid", func(func()) func(http.ResponseWriter, *http.Request, int64) {
			return func(w http.ResponseWriter, r *http.Request, n int64) {
				time.Sleep(2 * time.Millisecond)
				grantAll(w, r, n)
			}
		}, func(o *Options) { o.Schedule, o.Workers, o.Hold = Constant(5000), 1, 50*time.Millisecond },
			func(l reports.Load) bool { return !l.Valid && l.Partial == "" && l.Sent == 250 }},
	} {
		for _, way := range ways {
			t.Run(tc.name+" over "+way.name, func(t *testing.T) {
				before := sockets(t)
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				o, done := stubbed(t, tc.token(stop))
				way.set(&o)
				if tc.set != nil {
					tc.set(&o)
				}
				var made dialled
				r, err := newRun(ctx, o, made.dial)
				if err != nil {
					t.Fatal(err)
				}
				l, err := r.load(ctx, sleep)
				if err != nil {
					t.Fatal(err)
				}
				if open, of := made.open(); open > 0 || of == 0 {
					t.Errorf("%d of %d connections are open", open, of)
				}
				if !tc.want(l) {
					t.Errorf("valid %v, partial %q, %+v %+v", l.Valid, l.Partial, l.Outcomes, l.Wrong)
				}
				if left := ours(); left != "" { // when a run returns; net/http's own may take a moment
					t.Errorf("still running:\n%s", left)
				}
				done()
				for end := time.Now().Add(10 * time.Second); sockets(t) > before || strings.Contains(goroutines(), "net/http."); runtime.Gosched() {
					if time.Now().After(end) {
						t.Fatalf("%d sockets, %d before:\n%s", sockets(t), before, goroutines())
					}
				}
			})
		}
	}
}

func grantAll(w http.ResponseWriter, _ *http.Request, n int64) { grants(w, n) }

// dialled are all connections that were made.
type dialled struct {
	mu  sync.Mutex
	all []net.Conn
}

func (d *dialled) dial(ctx context.Context, network, at string) (net.Conn, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, network, at)
	if err == nil {
		d.mu.Lock()
		d.all = append(d.all, c)
		d.mu.Unlock()
	}
	return c, err
}

// open is how many are not closed, of how many.
func (d *dialled) open() (n, of int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.all {
		if c.SetDeadline(time.Time{}) == nil {
			n++
		}
	}
	return n, len(d.all)
}

// goroutines are the stacks of all.
func goroutines() string {
	var b strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&b, 1)
	return b.String()
}

// ours are the stacks of this package and of vegeta that neither a test nor net/http explains.
func ours() (out string) {
	for _, one := range strings.Split(goroutines(), "\n\n") {
		if (strings.Contains(one, "loadtest.") || strings.Contains(one, "vegeta")) && !strings.Contains(one, "_test.go") && !strings.Contains(one, "net/http.") {
			out += one + "\n\n"
		}
	}
	return out
}

// sockets is how many this process has, where that can be seen.
func sockets(t *testing.T) (n int) {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	for _, f := range all {
		if to, err := os.Readlink("/proc/self/fd/" + f.Name()); err == nil && strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n
}

// When what is ours runs out, the run ends at once, and says what would help.
func TestWhatRunsOutIsNamed(t *testing.T) {
	for _, tc := range []struct {
		err  error
		want string
	}{
		{syscall.EMFILE, "no file descriptor is left for a connection: raise the limit (ulimit -n) or lower --workers"},
		{syscall.ENFILE, "no file descriptor is left"},
		{syscall.EADDRNOTAVAIL, "no local port is left for a connection"},
	} {
		for _, way := range ways {
			t.Run(tc.err.Error()+" over "+way.name, func(t *testing.T) {
				o, done := stubbed(t, func(w http.ResponseWriter, r *http.Request, n int64) {
					w.Header().Set("Connection", "close")
					grantAll(w, r, n)
				})
				defer done()
				way.set(&o)
				o.HTTP2 = false
				if way.name == ways[2].name {
					o.Proxy = hostURL(t, o)
				}
				var dialled atomic.Int64
				r, err := newRun(t.Context(), o, func(ctx context.Context, network, at string) (net.Conn, error) {
					if dialled.Add(1) > 10 {
						return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("socket", tc.err)}
					}
					return (&net.Dialer{}).DialContext(ctx, network, at)
				})
				if err != nil {
					t.Fatal(err)
				}
				l, err := r.load(t.Context(), sleep)
				if err != nil || !strings.Contains(l.Partial, tc.want) || l.Valid || l.Sent != 10 {
					t.Errorf("%v, partial %q, sent %d", err, l.Partial, l.Sent)
				}
			})
		}
	}
}

var silentLog = log.New(io.Discard, "", 0)

// hostURL is the target's own address, taken for a proxy's.
func hostURL(t *testing.T, o Options) *url.URL {
	t.Helper()
	u, err := url.Parse(o.Target.Profile.Issuer)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
