package useragent

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-rod/rod/lib/proto"
)

// onPaused holds every request for a document: the one to the client is never sent.
func (t *tab) onPaused(e *proto.FetchRequestPaused) {
	var v *visit
	var first *Start
	t.look(func(s *scene) {
		v = s.visit
		if e.FrameID == t.frame {
			first, s.first = s.first, nil
		}
	})
	if first != nil && first.From != "" {
		t.answerPaused(foreign(e, first))
		return
	}
	u, err := url.Parse(e.Request.URL + e.Request.URLFragment)
	if err == nil && v != nil && v.stops(u) {
		t.answerPaused(proto.FetchFailRequest{RequestID: e.RequestID, ErrorReason: proto.NetworkErrorReasonAborted})
		if e.FrameID == t.frame {
			t.change(func(s *scene) { s.stop(u, e.Request) })
		}
		return
	}
	if e.FrameID == t.frame {
		t.change(func(s *scene) { s.leaving = true })
	}
	t.answerPaused(continued(e, first))
}

// stop keeps the request to the client. The first one is it: pages have been seen to submit twice.
func (s *scene) stop(u *url.URL, e *proto.NetworkRequest) {
	if s.stopped != nil {
		return
	}
	r := &request{method: e.Method, url: u, raw: u.String()}
	if r.method == http.MethodGet {
		r.raw = s.written(e.URL + e.URLFragment)
	}
	r.fields = parseFields(postData(e))
	if n := len(s.hops); n > 0 && s.hops[n-1].Status == 0 {
		s.hops = s.hops[:n-1] // the visit keeps it when it arrives
	}
	s.stopped = r
}

// outside ends a visit at an application's own scheme: such a request is not held before it is sent, because it never is.
func (s *scene) outside(r *proto.NetworkRequest) {
	u, err := url.Parse(r.URL + r.URLFragment)
	if err != nil || s.visit == nil {
		return
	}
	switch u.Scheme {
	case "http", "https", "about", "data", "blob":
		return
	}
	if s.visit.stops(u) {
		s.stop(u, r)
		return
	}
	s.failed = "net::ERR_UNKNOWN_URL_SCHEME"
}

// answerPaused lets a request go or not, without holding up the events.
func (t *tab) answerPaused(r interface{ Call(proto.Client) error }) {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = r.Call(t.d.conn.with(ctx, t.session)) // a page that is gone needs no answer
	}()
}

// continued lets a request go; the first one of a visit as its Start says.
func continued(e *proto.FetchRequestPaused, first *Start) proto.FetchContinueRequest {
	c := proto.FetchContinueRequest{RequestID: e.RequestID}
	if first == nil || first.Method != http.MethodPost && len(first.Header) == 0 {
		return c
	}
	header := headerOf(e.Request.Headers)
	if first.Method == http.MethodPost {
		c.Method, c.PostData = first.Method, []byte(encode(orderedFields(first.Form)))
		header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, values := range first.Header {
		header[http.CanonicalHeaderKey(name)] = values
	}
	for name, values := range header {
		for _, value := range values {
			c.Headers = append(c.Headers, &proto.FetchHeaderEntry{Name: name, Value: value})
		}
	}
	return c
}

func postData(r *proto.NetworkRequest) string {
	if len(r.PostDataEntries) == 0 {
		return r.PostData
	}
	var b strings.Builder
	for _, e := range r.PostDataEntries {
		b.Write(e.Bytes)
	}
	return b.String()
}

// parseFields reads a urlencoded body in its order.
func parseFields(body string) []Field {
	var out []Field
	for pair := range strings.SplitSeq(body, "&") {
		name, value, _ := strings.Cut(pair, "=")
		n, err1 := url.QueryUnescape(name)
		v, err2 := url.QueryUnescape(value)
		if pair != "" && err1 == nil && err2 == nil {
			out = append(out, Field{n, v})
		}
	}
	return out
}
