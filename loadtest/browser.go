package loadtest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// browser carries the form driver's requests over a hand's wire, each as a step of the hand's flow.
type browser struct {
	h *hand
	n int
}

// RoundTrip sends one request. The body of its response holds until the next one.
func (b *browser) RoundTrip(r *http.Request) (*http.Response, error) {
	s := b.h.run.setup
	if err := s.allowed(r.URL); err != nil {
		return nil, err
	}
	q, err := browsed(r, s.o.UserAgent)
	if err != nil {
		return nil, err
	}
	b.h.answer.header = http.Header{}
	a, err := b.h.send(b.step(r), q)
	header := a.header
	a.header = nil // the token endpoint's is of no interest
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: a.status, Header: header, Body: io.NopCloser(bytes.NewReader(a.body)), Request: r}, nil
}

// step names a request by what a user would call it.
func (b *browser) step(r *http.Request) string {
	b.n++
	switch {
	case b.n == 1:
		return "authorize"
	case r.Method == http.MethodPost:
		return "form"
	}
	return "page"
}

// allowed keeps a sign-in to hosts that may be put under load: a redirect could lead anywhere.
func (s *setup) allowed(u *url.URL) error {
	if _, ok := s.hosts.Load(u.Host); ok {
		return nil
	}
	if err := s.o.permitted(s.ctx, u.Scheme+"://"+u.Host); err != nil {
		return err
	}
	s.hosts.Store(u.Host, true)
	return nil
}

// browsed is a browser's request as a wire sends it.
func browsed(r *http.Request, agent string) (*request, error) {
	at, err := placeOf(r.URL.String())
	if err != nil {
		return nil, err
	}
	q := &request{method: r.Method, at: &at, header: [][2]string{{"User-Agent", agent}}}
	for name, values := range r.Header {
		if name == "User-Agent" {
			continue
		}
		for _, v := range values {
			q.header = append(q.header, [2]string{name, v})
		}
	}
	if r.Method == http.MethodPost {
		if q.body, err = io.ReadAll(r.Body); err != nil {
			return nil, fmt.Errorf("read a form: %w", err)
		}
	}
	return q, q.write()
}
