package useragent

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// both runs a test on the form driver and, where there is one, on a browser.
func both(t *testing.T, f func(*testing.T, Driver)) {
	t.Run("form", func(t *testing.T) { f(t, NewForm(Options{})) })
	t.Run("rod", func(t *testing.T) { f(t, chromium(t)) })
}

// open makes a visit and fails the test where that does not work.
func open(t *testing.T, s Session, start Start, p Plan) Landing {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	p.Stop, p.User = toClient, User{"alice", "wonder&land"}
	land, err := s.Visit(ctx, start, p)
	if err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(land.Log, "\n"))
	}
	return land
}

func session(t *testing.T, d Driver) Session {
	t.Helper()
	s, err := d.Session(context.Background(), SessionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// sso asks for a sign-in only where there is no session cookie.
func sso(mux *http.ServeMux) {
	mux.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("sso"); err == nil {
			away(w, r, "?code=again")
			return
		}
		write(w, 200, loginForm)
	})
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if !strings.HasSuffix(origin, r.Host) || !strings.HasPrefix(r.Referer(), origin+"/authorize") {
			write(w, 403, "<h1>Error: cross-site request</h1>")
			return
		}
		if signedIn(w, r, "username", "password") {
			http.SetCookie(w, &http.Cookie{Name: "sso", Value: "1", HttpOnly: true, SameSite: http.SameSiteLaxMode})
			away(w, r, "?code=first")
		}
	})
}

func TestSessionIsOneCookieJar(t *testing.T) {
	mux := http.NewServeMux()
	sso(mux)
	server := httptest.NewServer(mux)
	defer server.Close()
	both(t, func(t *testing.T, d Driver) {
		one, two := session(t, d), session(t, d)
		start := Start{URL: server.URL + "/authorize"}
		for i, want := range []string{"first", "again"} {
			if land := open(t, one, start, Plan{Consent: true}); land.RawURL != clientURL+"?code="+want {
				t.Errorf("visit %d landed at %s", i, land.RawURL)
			}
		}
		if land := open(t, two, start, Plan{WithoutLogin: true}); !land.Has(KindLogin) {
			t.Errorf("another session is signed in: %s", land.RawURL)
		}
	})
}

func TestSessionsInParallel(t *testing.T) {
	mux := http.NewServeMux()
	simple(mux)
	server := httptest.NewServer(mux)
	defer server.Close()
	both(t, func(t *testing.T, d Driver) {
		var wg sync.WaitGroup
		for range 4 {
			s := session(t, d)
			wg.Go(func() {
				land, err := s.Visit(context.Background(), Start{URL: server.URL + "/authorize"},
					Plan{User: User{"alice", "wonder&land"}, Consent: true, Stop: toClient})
				if err != nil || !land.Stopped {
					t.Errorf("landed at %s: %v", land.RawURL, err)
				}
			})
		}
		wg.Wait()
	})
}

func TestChainAndHeader(t *testing.T) {
	mux := http.NewServeMux()
	simple(mux)
	mux.HandleFunc("/start", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Seen", r.Header.Get("X-Asked"))
		http.Redirect(w, r, "/authorize", http.StatusFound)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	both(t, func(t *testing.T, d Driver) {
		land := open(t, session(t, d), Start{URL: server.URL + "/start", Header: http.Header{"X-Asked": {"yes"}}}, Plan{Consent: true, Screenshot: true})
		var got []string
		for _, h := range land.Chain {
			got = append(got, h.Method+" "+strings.TrimPrefix(h.URL, server.URL)+" "+http.StatusText(h.Status))
		}
		want := "GET /start Found, GET /authorize Found, GET /login OK, POST /login See Other, GET /consent OK, POST /consent Found, GET " +
			clientURL + "?code=c1&state=s1 "
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("chain\n %s, want\n %s", s, want)
		}
		if land.Chain[0].Header.Get("X-Seen") != "yes" || land.Chain[0].Location != "/authorize" {
			t.Errorf("first hop: %+v", land.Chain[0])
		}
		if !strings.Contains(land.Page, "<form") || strings.Contains(land.Page, "data-oauthspec") || !strings.Contains(land.Text, "asks for access") {
			t.Errorf("page %q, text %q", land.Page, land.Text)
		}
		if strings.Contains(strings.Join(land.Log, " "), "wonder") {
			t.Error("the log has the password")
		}
		if _, real := d.(*rodDriver); real != strings.HasPrefix(string(land.Screenshot), "\x89PNG") {
			t.Errorf("screenshot of %d bytes", len(land.Screenshot))
		}
	})
}

func TestOverTLS(t *testing.T) {
	mux := http.NewServeMux()
	simple(mux)
	server := httptest.NewTLSServer(mux)
	defer server.Close()
	run := func(t *testing.T, d Driver) {
		if land := open(t, session(t, d), Start{URL: server.URL + "/authorize"}, Plan{Consent: true}); !land.Stopped {
			t.Errorf("landed at %s", land.RawURL)
		}
	}
	t.Run("form", func(t *testing.T) { run(t, NewForm(Options{Transport: server.Client().Transport})) })
	t.Run("rod", func(t *testing.T) { run(t, chromium(t, func(o *RodOptions) { o.IgnoreCerts = true })) })
	both(t, func(t *testing.T, d Driver) {
		_, err := session(t, d).Visit(context.Background(), Start{URL: server.URL + "/authorize"}, Plan{Stop: toClient})
		if err == nil || !strings.Contains(strings.ToLower(err.Error()), "cert") {
			t.Errorf("a certificate nobody vouches for: %v", err)
		}
	})
}

func TestStuckShowsThePage(t *testing.T) {
	mux := http.NewServeMux()
	wrongPassword(mux)
	server := httptest.NewServer(mux)
	defer server.Close()
	both(t, func(t *testing.T, d Driver) {
		land, err := session(t, d).Visit(context.Background(), Start{URL: server.URL + "/authorize"}, Plan{User: User{"bob", "x"}, Stop: toClient})
		stuck, ok := err.(*Stuck)
		if !ok || !strings.Contains(stuck.Page, "Invalid username") || strings.Contains(stuck.Page, "data-oauthspec") || len(stuck.Tried) == 0 || land.Kind != KindUnknown {
			t.Fatalf("error = %#v", err)
		}
		if _, real := d.(*rodDriver); real != (len(stuck.Screenshot) > 0) {
			t.Errorf("screenshot of %d bytes", len(stuck.Screenshot))
		}
	})
}
