package useragent

import (
	"net/http"
	"strings"

	"github.com/go-rod/rod/lib/proto"
)

// onRequest keeps the chain of documents, and counts what a page's scripts are waiting for.
func (t *tab) onRequest(e *proto.NetworkRequestWillBeSent) {
	t.change(func(s *scene) {
		switch {
		case e.Type == proto.NetworkResourceTypeDocument && e.FrameID == t.frame:
			if e.RedirectResponse != nil {
				s.answered(e.RedirectResponse)
			}
			s.document, s.leaving, s.received, s.head = e.RequestID, true, 0, Hop{}
			if len(s.hops) < maxHops {
				s.hops = append(s.hops, Hop{Method: e.Request.Method, URL: e.Request.URL + e.Request.URLFragment,
					Password: s.visit != nil && s.visit.carriesPassword(parseFields(postData(e.Request)))})
			}
			s.outside(e.Request)
			return
		}
		s.fetch(e)
		switch {
		case e.Type == proto.NetworkResourceTypeXHR || e.Type == proto.NetworkResourceTypeFetch || e.Type == proto.NetworkResourceTypeScript:
			s.pending[e.RequestID] = true
			s.touched()
		}
	})
}

// fetch keeps what a page asks for beside its document.
func (s *scene) fetch(e *proto.NetworkRequestWillBeSent) {
	if s.fetched != nil && len(s.fetched) < maxHops && strings.HasPrefix(e.Request.URL, "http") && !strings.HasSuffix(e.Request.URL, "/favicon.ico") {
		s.fetched[e.RequestID] = e.Request.URL
	}
}

func (t *tab) onResponse(e *proto.NetworkResponseReceived) {
	if e.Type != proto.NetworkResourceTypeDocument || e.FrameID != t.frame {
		if e.Type == proto.NetworkResourceTypeDocument {
			t.change(func(s *scene) {
				s.inFrame.status, s.inFrame.header, s.inFrame.why = e.Response.Status, headerOf(e.Response.Headers), ""
			})
		}
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

// onHead keeps of an answer as it came what is told nowhere else: the cookies that it set, and where it would have sent a browser
// that refuses to go there.
func (t *tab) onHead(e *proto.NetworkResponseReceivedExtraInfo) {
	h := http.Header{}
	for line := range strings.SplitSeq(headerOf(e.Headers).Get("Set-Cookie"), "\n") {
		h.Add("Set-Cookie", line)
	}
	t.change(func(s *scene) {
		if e.RequestID == s.document {
			s.head.Status, s.head.Location = e.StatusCode, headerOf(e.Headers).Get("Location")
			s.unsafe()
		}
		if len(s.cookies) < maxHops {
			s.cookies = append(s.cookies, (&http.Response{Header: h}).Cookies()...)
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
		if e.BlockedReason != "" {
			delete(s.fetched, e.RequestID) // the page's own policy kept it from being sent
		}
		s.touched()
		if e.RequestID != s.document && e.Type == proto.NetworkResourceTypeDocument {
			s.inFrame.why = e.ErrorText
		}
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
