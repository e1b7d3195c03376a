package loadtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

// A place is one URL that requests go to.
type place struct {
	url    string
	tls    bool
	dial   string // host:port to connect to
	host   string // as the Host field says it
	target string // path and query
}

func placeOf(raw string) (place, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return place{}, fmt.Errorf("%q is no http or https URL", raw)
	}
	p := place{url: raw, tls: u.Scheme == "https", host: u.Host, target: u.RequestURI(), dial: u.Host}
	if u.Port() == "" {
		p.dial = net.JoinHostPort(u.Hostname(), map[bool]string{true: "443", false: "80"}[p.tls])
	}
	return p, nil
}

// A request is one that is ready to be sent, as often as one likes.
type request struct {
	method string
	at     *place
	header [][2]string
	body   []byte
	raw    []byte // all of it as HTTP/1.1
}

// prepare puts a request of the protocol client into the form that is sent without further work.
func prepare(r oauth.Request, at *place, agent string) (*request, error) {
	r, err := r.Apply()
	if err != nil {
		return nil, err
	}
	q := &request{method: r.Method, at: at, header: [][2]string{{"User-Agent", agent}, {"Accept", "application/json"}}}
	if len(r.Form) > 0 {
		q.body = []byte(r.Form.Encode())
		q.header = append(q.header, [2]string{"Content-Type", "application/x-www-form-urlencoded"})
	}
	if q.method == "" {
		q.method = map[bool]string{true: "POST", false: "GET"}[q.body != nil]
	}
	for name := range r.Header {
		q.header = append(q.header, [2]string{name, r.Header.Get(name)})
	}
	return q, q.write()
}

// write makes the bytes of an HTTP/1.1 request (RFC 9112 section 3).
func (q *request) write() error {
	b := fmt.Appendf(nil, "%s %s HTTP/1.1\r\nHost: %s\r\n", q.method, q.at.target, q.at.host)
	for _, h := range q.header {
		if strings.ContainsAny(h[0]+h[1], "\r\n\x00") {
			return fmt.Errorf("the header field %s holds a line break", h[0])
		}
		b = append(append(append(append(b, h[0]...), ": "...), h[1]...), "\r\n"...)
	}
	if q.body != nil {
		b = append(strconv.AppendInt(append(b, "Content-Length: "...), int64(len(q.body)), 10), "\r\n"...)
	}
	q.raw = append(append(b, "\r\n"...), q.body...)
	return nil
}

// An answer is what came back. Its body belongs to the wire and holds until the next request.
type answer struct {
	status      int
	body        []byte
	contentType string
	retryAfter  string
	header      http.Header // all of it, where the flow wants it: it is not nil before the request is sent
}

// bounds of an answer: more is none.
const (
	mostHeader  = 64 << 10
	mostTrailer = 16 << 10
	mostBody    = 1 << 20
)

var (
	errTooLong = &unreadable{"the answer is longer than 1 MiB"}
	errHeader  = &unreadable{"the header of the answer is longer than its bound"}
	errStale   = errors.New("the server closed a kept connection while the request was sent")
)

// An unreadable answer came, and is none: its sender is to blame, not the connection.
type unreadable struct{ what string }

func (u *unreadable) Error() string { return u.what }

func malformed(what string) error { return &unreadable{"malformed HTTP: " + what} }

// A wire sends requests one after another. It is told that now is when one begins, and says how long it took: reading
// the clock is not free. An error means that no whole answer came.
type wire interface {
	send(ctx context.Context, q *request, a *answer, now time.Time) (took time.Duration, err error)
	close()
}
