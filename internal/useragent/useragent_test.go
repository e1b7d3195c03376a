package useragent

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

const clientURL = "https://client.invalid/cb"

// toClient says that clientURL and the custom scheme are the client's.
func toClient(u *url.URL) bool {
	return u.Scheme == "com.example.app" || u.Scheme == "https" && u.Host == "client.invalid" && u.Path == "/cb"
}

// a case of the conformance table: a server, what to do there, and where that has to end.
type siteCase struct {
	name    string
	site    func(*http.ServeMux)
	plan    func(*Plan)
	method  string // of the start
	form    url.Values
	want    string // the landing's URL, when at the client
	kind    Kind
	asked   string // joined by blanks
	fields  string // of a form_post, encoded in wire order
	stuck   string // part of why
	status  int
	only    string // "form" or "rod": for that driver alone
	timeout time.Duration
}

func run(t *testing.T, d Driver, c siteCase) {
	mux := http.NewServeMux()
	c.site(mux)
	server := httptest.NewServer(mux)
	defer server.Close()
	if c.timeout == 0 {
		c.timeout = 20 * time.Second
	}
	ctx, cancel := context.WithTimeout(context.Background(), c.timeout)
	defer cancel()
	s, err := d.Session(ctx, SessionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	plan := Plan{User: User{"alice", "wonder&land"}, Consent: true, Stop: toClient}
	if c.plan != nil {
		c.plan(&plan)
	}
	land, err := s.Visit(ctx, Start{Method: c.method, URL: server.URL + "/authorize?client_id=web&state=s1", Form: c.form}, plan)
	c.judge(t, land, err)
	if t.Failed() {
		t.Logf("log:\n  %s\nchain: %+v\nurl: %s", strings.Join(land.Log, "\n  "), land.Chain, land.RawURL)
	}
}

func (c siteCase) judge(t *testing.T, land Landing, err error) {
	t.Helper()
	if c.stuck != "" {
		if err == nil || !strings.Contains(err.Error(), c.stuck) {
			t.Errorf("error = %v, want one that says %q", err, c.stuck)
		}
		return
	}
	if err != nil {
		t.Fatalf("visit: %v\nlog: %s\nchain: %+v\npage: %s", err, strings.Join(land.Log, "; "), land.Chain, land.Page)
	}
	if land.Kind != c.kind {
		t.Errorf("kind = %q, want %q", land.Kind, c.kind)
	}
	if c.want != "" && land.RawURL != c.want {
		t.Errorf("landed at %q, want %q", land.RawURL, c.want)
	}
	if land.Stopped != (c.kind == KindClient) {
		t.Errorf("stopped = %v", land.Stopped)
	}
	if got := strings.Join(land.Asked, " "); got != c.asked {
		t.Errorf("asked %q, want %q", got, c.asked)
	}
	if got := encode(land.Fields); got != c.fields {
		t.Errorf("fields = %q, want %q", got, c.fields)
	}
	if c.status != 0 && land.Status != c.status {
		t.Errorf("status = %d, want %d", land.Status, c.status)
	}
}
