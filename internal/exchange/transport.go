package exchange

import (
	"io"
	"net/http"
	"time"
)

const (
	maxURL    = 8 << 10  // bytes of a URL that are kept: a target's redirect decides how long ours is
	maxHeader = 16 << 10 // bytes of a message's header that are kept
)

// Transport records what goes through next, naming actor as its sender. Bodies are copied as they are read, at most
// [MaxBody] bytes of each, so neither side sees anything but the original; a body that nobody reads is not recorded.
func (r *Recorder) Transport(next http.RoundTripper, actor string) http.RoundTripper {
	return &transport{r, next, actor}
}

type transport struct {
	recorder *Recorder
	next     http.RoundTripper
	actor    string
}

// RoundTrip sends req as it is. It changes a copy: a RoundTripper must leave its request alone.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	e := &Exchange{At: time.Now(), Actor: t.actor, Method: req.Method, RequestHead: head(req.Header)}
	e.URL = cut(req.URL.String(), maxURL)
	if req.Host != "" && req.Host != req.URL.Host {
		e.RequestHead.Set("Host", req.Host)
	}
	t.recorder.add(e)
	resp, err := t.next.RoundTrip(t.tapped(req, e))
	t.recorder.change(func() {
		e.Took = time.Since(e.At)
		if err != nil {
			e.Error = err.Error()
			return
		}
		e.Status, e.ResponseHead = resp.StatusCode, head(resp.Header)
	})
	if err == nil && resp.Body != nil && resp.Body != http.NoBody {
		resp.Body = t.tapResponse(resp.Body, e)
	}
	return resp, err
}

// tapped is req with its body copied into e. A body that net/http asks for again (it re-sends on a connection that
// was closed before it was used) is recorded from its beginning.
func (t *transport) tapped(req *http.Request, e *Exchange) *http.Request {
	if req.Body == nil || req.Body == http.NoBody {
		return req
	}
	c := *req
	tap := func(body io.ReadCloser) io.ReadCloser {
		return &tapped{body, func(b []byte, _ error) {
			t.recorder.change(func() { e.RequestBody, e.RequestCut = grow(e.RequestBody, e.RequestCut, b) })
		}}
	}
	c.Body = tap(req.Body)
	if req.GetBody != nil {
		c.GetBody = func() (io.ReadCloser, error) {
			body, err := req.GetBody()
			if err != nil {
				return nil, err
			}
			t.recorder.change(func() { e.RequestBody, e.RequestCut = "", false })
			return tap(body), nil
		}
	}
	return &c
}

func (t *transport) tapResponse(body io.ReadCloser, e *Exchange) io.ReadCloser {
	return &tapped{body, func(b []byte, err error) {
		t.recorder.change(func() {
			e.ResponseBody, e.Cut = grow(e.ResponseBody, e.Cut, b)
			e.Took = time.Since(e.At)
			if err != nil && err != io.EOF {
				e.Error = err.Error()
			}
		})
	}}
}

// tapped shows what is read to see.
type tapped struct {
	io.ReadCloser
	see func([]byte, error)
}

// Read passes on what it reads.
func (t *tapped) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	if n > 0 || err != nil {
		t.see(p[:n], err)
	}
	return n, err
}

// grow appends b to what is kept, up to MaxBody.
func grow(kept string, wasCut bool, b []byte) (string, bool) {
	n := min(MaxBody-len(kept), len(b))
	return kept + string(b[:n]), wasCut || n < len(b)
}

// head copies a header, up to maxHeader bytes: Go accepts megabytes of it.
func head(h http.Header) http.Header {
	kept, left := make(http.Header, len(h)), maxHeader
	for name, values := range h {
		for _, v := range values {
			v = cut(v, left)
			if left -= len(name) + len(v); left < 0 {
				return kept
			}
			kept[name] = append(kept[name], v)
		}
	}
	return kept
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:max(n, 0)] + "…"
}
