package useragent

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-rod/rod/lib/cdp"
	"github.com/go-rod/rod/lib/proto"
)

// handle decodes an event for f; one that does not decode is of a newer browser, and nothing here waits for it.
func handle[E any](f func(*E)) func(*cdp.Event) {
	return func(m *cdp.Event) {
		var e E
		if json.Unmarshal(m.Params, &e) == nil {
			f(&e)
		}
	}
}

// on keeps the scene in step with an event.
func (t *tab) on(m *cdp.Event) {
	switch m.Method {
	case "Fetch.requestPaused":
		handle(t.onPaused)(m)
	case "Network.requestWillBeSent":
		handle(t.onRequest)(m)
	case "Network.responseReceived":
		handle(t.onResponse)(m)
	case "Network.dataReceived":
		handle(t.onData)(m)
	case "Network.loadingFinished":
		handle(func(e *proto.NetworkLoadingFinished) { t.change(func(s *scene) { delete(s.pending, e.RequestID) }) })(m)
	case "Network.loadingFailed":
		handle(t.onFailed)(m)
	case "Page.frameNavigated":
		handle(t.onNavigated)(m)
	case "Page.domContentEventFired":
		t.change(func(s *scene) { s.parsed(); s.touched() })
	case "Page.frameStoppedLoading":
		handle(t.onStopped)(m)
	case "Runtime.bindingCalled", "Page.navigatedWithinDocument":
		t.change((*scene).touched)
	case "Page.javascriptDialogOpening":
		handle(t.onDialog)(m)
	}
}

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

// onRequest keeps the chain of documents, and counts what a page's scripts are waiting for.
func (t *tab) onRequest(e *proto.NetworkRequestWillBeSent) {
	t.change(func(s *scene) {
		switch {
		case e.Type == proto.NetworkResourceTypeDocument && e.FrameID == t.frame:
			if e.RedirectResponse != nil {
				s.answered(e.RedirectResponse)
			}
			s.document, s.leaving, s.received = e.RequestID, true, 0
			if len(s.hops) < maxHops {
				s.hops = append(s.hops, Hop{Method: e.Request.Method, URL: e.Request.URL + e.Request.URLFragment})
			}
			s.outside(e.Request)
		case e.Type == proto.NetworkResourceTypeXHR || e.Type == proto.NetworkResourceTypeFetch || e.Type == proto.NetworkResourceTypeScript:
			s.pending[e.RequestID] = true
			s.touched()
		}
	})
}

func (t *tab) onResponse(e *proto.NetworkResponseReceived) {
	if e.Type != proto.NetworkResourceTypeDocument || e.FrameID != t.frame {
		// A script that reads no body leaves the request unfinished: the answer's head is what it was waiting for.
		t.change(func(s *scene) { delete(s.pending, e.RequestID); s.touched() })
		return
	}
	t.change(func(s *scene) {
		s.answered(e.Response)
		if e.Response.Status == http.StatusNoContent || e.Response.Status == http.StatusResetContent {
			s.leaving = false // the page stays as it was
			s.parsed()
		}
	})
}

// onData stops a document that does not end.
func (t *tab) onData(e *proto.NetworkDataReceived) {
	over := false
	t.look(func(s *scene) {
		if e.RequestID == s.document {
			s.received += int64(e.DataLength)
			over = s.received > t.d.o.MaxBody && !s.cut
			s.cut = s.cut || over
		}
	})
	if over {
		t.answerPaused(proto.PageStopLoading{})
	}
}

func (t *tab) onFailed(e *proto.NetworkLoadingFailed) {
	t.change(func(s *scene) {
		delete(s.pending, e.RequestID)
		s.touched()
		switch {
		case e.RequestID != s.document || s.stopped != nil:
		case s.cut:
			s.leaving = false
			s.parsed()
		case e.Canceled || e.ErrorText == "net::ERR_ABORTED":
			s.leaving = false // a download, or another navigation in its place
			s.parsed()
		default:
			s.failed = e.ErrorText
		}
	})
}

// onStopped takes a document that was stopped in the middle for complete: there is no other sign of that.
func (t *tab) onStopped(e *proto.PageFrameStoppedLoading) {
	t.change(func(s *scene) {
		if e.FrameID == t.frame && s.cut && !s.ready && !s.leaving {
			s.parsed()
		}
	})
}

func (t *tab) onNavigated(e *proto.PageFrameNavigated) {
	if e.Frame.ParentID != "" {
		return
	}
	t.change(func(s *scene) {
		s.loader, s.read, s.ready, s.leaving = string(e.Frame.LoaderID), "", false, false
		s.pending = map[proto.NetworkRequestID]bool{}
		s.touched()
		s.changes = 0
	})
}

// onDialog sends a script's alert or question away: nobody is there to read it.
func (t *tab) onDialog(e *proto.PageJavascriptDialogOpening) {
	t.answerPaused(proto.PageHandleJavaScriptDialog{Accept: e.Type == proto.PageDialogTypeBeforeunload})
	t.change(func(s *scene) {
		if len(s.notes) < 20 {
			s.notes = append(s.notes, "a script's "+string(e.Type)+" was dismissed: "+tidy(e.Message, 200))
		}
	})
}
