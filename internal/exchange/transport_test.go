package exchange

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// echo answers with the body it was sent, or without end.
func echo(t *testing.T) *httptest.Server {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Method", r.Method)
		if r.URL.Path == "/endless" {
			for {
				if _, err := w.Write(bytes.Repeat([]byte("x"), 4096)); err != nil {
					return
				}
			}
		}
		b, _ := io.ReadAll(r.Body)
		_, _ = w.Write(b)
	}))
	t.Cleanup(s.Close)
	return s
}

func do(t *testing.T, r *Recorder, method, url string, body io.Reader) *http.Response {
	t.Helper()
	req, err := http.NewRequest(method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	before := req.Body
	resp, err := r.Transport(http.DefaultTransport, "client").RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	if req.Body != before {
		t.Error("the caller's request was changed")
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

func TestTransportRecordsWithoutChanging(t *testing.T) {
	s, r := echo(t), &Recorder{}
	resp := do(t, r, "POST", s.URL+"/token?x=1", strings.NewReader("code=abc"))
	if got := r.All()[0]; got.Status != 200 || got.ResponseBody != "" {
		t.Errorf("before reading: %+v", got)
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil || string(b) != "code=abc" {
		t.Fatalf("the caller read %q, %v", b, err)
	}
	got := r.All()[0]
	if got.Actor != "client" || got.Method != "POST" || got.URL != s.URL+"/token?x=1" || got.RequestBody != "code=abc" ||
		got.ResponseBody != "code=abc" || got.ResponseHead.Get("X-Method") != "POST" || got.Cut || got.RequestCut || got.Took <= 0 {
		t.Errorf("recorded %+v", got)
	}
}

func TestTransportKeepsAtMostMaxBody(t *testing.T) {
	s, r := echo(t), &Recorder{}
	long := strings.Repeat("a", 3*MaxBody)
	b, err := io.ReadAll(do(t, r, "POST", s.URL, strings.NewReader(long)).Body)
	if err != nil || string(b) != long {
		t.Fatalf("the caller read %d bytes, %v", len(b), err)
	}
	got := r.All()[0]
	if len(got.RequestBody) != MaxBody || len(got.ResponseBody) != MaxBody || !got.Cut || !got.RequestCut {
		t.Errorf("kept %d and %d bytes, cut %v %v", len(got.RequestBody), len(got.ResponseBody), got.RequestCut, got.Cut)
	}
}

func TestTransportDoesNotReadAhead(t *testing.T) {
	s, r := echo(t), &Recorder{}
	resp := do(t, r, "GET", s.URL+"/endless", nil)
	if _, err := io.ReadFull(resp.Body, make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	if got := r.All()[0].ResponseBody; got != "xxxxxxxxxx" {
		t.Errorf("kept %q", got)
	}
}

type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

func TestTransportRecordsErrors(t *testing.T) {
	var r Recorder
	want := errors.New("connection refused")
	req := httptest.NewRequest("GET", "http://as.test/"+strings.Repeat("x", 2*maxURL), nil)
	req.Host = "other.test"
	if _, err := r.Transport(failing{want}, "client").RoundTrip(req); err != want {
		t.Errorf("got %v", err)
	}
	got := r.All()[0]
	if got.Error != want.Error() || got.Status != 0 || got.RequestHead.Get("Host") != "other.test" || len(got.URL) > maxURL+3 {
		t.Errorf("recorded %+v", got)
	}
}

func TestHeadIsBounded(t *testing.T) {
	h := http.Header{"A": {strings.Repeat("x", 10*maxHeader)}, "B": {strings.Repeat("y", 10*maxHeader)}}
	n := 0
	for _, vs := range head(h) {
		for _, v := range vs {
			n += len(v)
		}
	}
	if n > maxHeader+8 {
		t.Errorf("kept %d bytes", n)
	}
}

func TestRecorderKeepsFirstAndLast(t *testing.T) {
	var r Recorder
	for i := range 3 * limit {
		r.Add(Exchange{Status: i})
	}
	all := r.All()
	if len(all) != limit || all[0].Status != 0 || all[limit-1].Status != 3*limit-1 {
		t.Errorf("kept %d, first %d, last %d", len(all), all[0].Status, all[len(all)-1].Status)
	}
}
