package useragent

import (
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/go-rod/rod/lib/proto"
)

// A scene is what is known of a page from the browser's events.
type scene struct {
	visit *visit // nil: nobody visits, every document is let through
	first *Start // to be applied to the next document request

	loader    string // the document that is shown
	read      string // what that document called itself when it was read
	ready     bool   // it is parsed
	readyAt   time.Time
	leaving   bool // another one is asked for
	events    int  // heard so far
	changedAt time.Time
	changes   int // of the document since it was shown
	pending   map[proto.NetworkRequestID]bool
	fetched   map[proto.NetworkRequestID]string // what pages asked for beside documents

	document proto.NetworkRequestID // the main document's request
	received int64                  // bytes of it
	cut      bool                   // it was longer than the bound, and was stopped
	status   int
	header   http.Header
	hops     []Hop

	cookies []*http.Cookie // that documents set
	head    Hop            // status and Location of the last answer to a document request
	inFrame frame          // of a foreign page

	stopped *request // the request to the client, which was not sent
	failed  string   // why the document did not load
	notes   []string
}

// still is the scene as it is, which goes on without the copy.
func (s *scene) still() scene {
	c := *s
	c.pending, c.fetched = maps.Clone(s.pending), maps.Clone(s.fetched)
	return c
}

// begin forgets what was before a visit.
func (s *scene) begin(v *visit, start *Start) {
	*s = scene{visit: v, first: start, leaving: true, pending: map[proto.NetworkRequestID]bool{},
		fetched: map[proto.NetworkRequestID]string{}, changedAt: time.Now()}
}

// over reports that there will be no further page.
func (s *scene) over() bool { return s.stopped != nil || s.failed != "" }

// settled reports that the shown document is complete and has been still for as long as quiet.
func (s *scene) settled(quiet time.Duration) bool {
	return s.ready && !s.leaving && len(s.pending) == 0 && time.Since(s.changedAt) >= quiet
}

// parsed reports that the document is there, whole or not.
func (s *scene) parsed() { s.ready, s.readyAt = true, time.Now() }

// touched keeps that the document changed.
func (s *scene) touched() {
	s.changes++
	s.changedAt = time.Now()
}

// headerOf is a browser's headers as net/http has them.
func headerOf(h proto.NetworkHeaders) http.Header {
	out := http.Header{}
	for name, value := range h {
		out.Add(name, value.Str())
	}
	return out
}

// answered completes the last hop with what came back.
func (s *scene) answered(r *proto.NetworkResponse) {
	s.status, s.header = r.Status, headerOf(r.Headers)
	if n := len(s.hops); n > 0 && s.hops[n-1].Status == 0 {
		h := &s.hops[n-1]
		h.Status, h.Header, h.Location = r.Status, s.header, ""
		if r.Status >= 300 && r.Status < 400 {
			h.Location = s.header.Get("Location")
		}
	}
}

// refused completes a last hop whose answer the browser did not take: a redirect to what it will not open.
func (s *scene) refused() {
	if n := len(s.hops); n > 0 && s.hops[n-1].Status == 0 && s.stopped == nil && s.head.Location != "" {
		s.hops[n-1].Status, s.hops[n-1].Location = s.head.Status, s.head.Location
	}
}

// unsafe ends a visit at a redirect to a script or to data, which a browser refuses without a word. It is the client's where the
// plan says so.
func (s *scene) unsafe() {
	u, err := url.Parse(s.head.Location)
	if err != nil || s.head.Location == "" || s.head.Status < 300 || s.head.Status >= 400 || s.visit == nil {
		return
	}
	switch u.Scheme {
	case "javascript", "data", "blob", "about", "file", "vbscript":
		if s.visit.stops(u) {
			s.refused()
			s.stop(u, &proto.NetworkRequest{Method: http.MethodGet, URL: s.head.Location})
		}
	}
}

// written is an address as the server wrote it where that is known: in the Location header that led there.
func (s *scene) written(u string) string {
	n := len(s.hops)
	if n > 0 && s.hops[n-1].Status == 0 {
		n--
	}
	if n == 0 || s.hops[n-1].Location == "" {
		return u
	}
	location := s.hops[n-1].Location
	if ref, err := url.Parse(location); err != nil || !ref.IsAbs() {
		return u
	}
	return location
}
