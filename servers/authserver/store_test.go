package authserver

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestTableEvicts(t *testing.T) {
	var tab table[int]
	now := time.Unix(0, 0)
	for i := range 10_000 {
		tab.put(fmt.Sprintf("%d-%c", i, rune('a'+i%26)), i, now.Add(time.Minute), now, 1<<20)
	}
	if tab.len() != 10_000 {
		t.Fatal(tab.len())
	}
	now = now.Add(2 * time.Minute)
	for i := range 20_000 {
		tab.put(fmt.Sprintf("x%d-%c", i, rune('a'+i%26)), i, now.Add(time.Minute), now, 1<<20)
	}
	if n := tab.len(); n != 20_000 {
		t.Fatalf("%d entries: what expired is still there", n)
	}
	if _, there := tab.get("0-a"); there {
		t.Error("an expired entry is still there")
	}
}

func TestTableIsBounded(t *testing.T) {
	var tab table[int]
	now := time.Unix(0, 0)
	for i := range 10_000 {
		tab.put(fmt.Sprint(i), i, now.Add(time.Hour), now, 1000)
	}
	if n := tab.len(); n > 1100 {
		t.Fatal(n)
	}
	if _, there := tab.get("9999"); !there {
		t.Error("the newest went instead of the oldest")
	}
}

func TestAddHappensOnce(t *testing.T) {
	var tab table[struct{}]
	var won atomic.Int32
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			if tab.add("key", struct{}{}, time.Unix(9, 0), time.Unix(0, 0), 100) {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Fatal(won.Load())
	}
}

// race releases n equal token requests at once and returns the answers that carried tokens.
func (g *rig) race(n int, id string, form url.Values) (good []answer) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	start := make(chan struct{})
	for range n {
		wg.Go(func() {
			<-start
			f := url.Values{}
			for k, v := range form {
				f[k] = v
			}
			a := g.post("/token", id, f)
			mu.Lock()
			defer mu.Unlock()
			if a.status == 200 {
				good = append(good, a)
			} else if a.str("error") != "invalid_grant" {
				g.t.Error(a)
			}
		})
	}
	close(start)
	wg.Wait()
	return good
}

func TestRacedCodeAndRefreshToken(t *testing.T) {
	g := newRig(t, "oauth2.0")
	for range 20 {
		code := g.authorize(codeRequest("web", redirectOne)).Get("code")
		if won := g.race(8, "web", redeem(code, redirectOne)); len(won) > 1 {
			t.Fatalf("one code bought %d tokens", len(won))
		}
		code = g.authorize(codeRequest("web", redirectOne)).Get("code")
		first := g.post("/token", "web", redeem(code, redirectOne))
		form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {first.str("refresh_token")}}
		living := 0
		for _, a := range g.race(8, "web", form) {
			if g.post("/token", "web", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {a.str("refresh_token")}}).status == 200 {
				living++
			}
		}
		if living > 1 {
			t.Fatalf("%d families live on", living)
		}
	}
}

// flood issues n tokens straight through the handler.
func flood(tb testing.TB, s *Server, n int) {
	secret := s.clients["batch"].Secret
	for range n {
		w, r := httptest.NewRecorder(), credentialsRequest(secret)
		s.ServeHTTP(w, r)
		if w.Code != 200 {
			tb.Fatal(w.Body)
		}
	}
}

func credentialsRequest(secret string) *http.Request {
	r := httptest.NewRequest("POST", "/token", strings.NewReader("grant_type=client_credentials"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth("batch", secret)
	return r
}

func newServer(tb testing.TB, change func(*Options)) *Server {
	tb.Helper()
	o, err := Defaults("oauth2.0")
	if err != nil {
		tb.Fatal(err)
	}
	o.Issuer = "http://127.0.0.1:1"
	change(&o)
	s, err := New(o)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestTokensLeaveTheStore(t *testing.T) {
	s := newServer(t, func(o *Options) { o.MaxRecords = 4096 })
	flood(t, s, 20_000)
	if n := s.store.access.len(); n > 4096+shardCount {
		t.Fatalf("%d tokens are kept", n)
	}
}

func BenchmarkStore(b *testing.B) {
	var tab table[*Record]
	now := time.Now()
	var n atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		r := &Record{}
		for pb.Next() {
			key := signature(fmt.Sprint(n.Add(1)))
			tab.put(key, r, now.Add(time.Hour), now, 1<<18)
			tab.get(key)
		}
	})
}

// BenchmarkClientCredentials is the handler without the network.
func BenchmarkClientCredentials(b *testing.B) {
	for _, format := range []string{"opaque", "jwt"} {
		b.Run(format, func(b *testing.B) {
			s := newServer(b, func(o *Options) { o.AccessTokenFormat = format })
			b.ReportAllocs()
			flood(b, s, b.N)
			b.StopTimer()
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB-heap")
			runtime.KeepAlive(s)
		})
	}
}

// BenchmarkKeepAlive is a request over loopback, client and server in one process.
func BenchmarkKeepAlive(b *testing.B) {
	s := newServer(b, func(*Options) {})
	srv := httptest.NewServer(s)
	defer srv.Close()
	secret := s.clients["batch"].Secret
	for b.Loop() {
		r, _ := http.NewRequest("POST", srv.URL+"/token", strings.NewReader("grant_type=client_credentials"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth("batch", secret)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		var sink [1024]byte
		for err == nil {
			_, err = resp.Body.Read(sink[:])
		}
		resp.Body.Close()
	}
}
