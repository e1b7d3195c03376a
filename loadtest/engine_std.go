package loadtest

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"time"
)

// stdWire is a wire over net/http, for what own connections do not do: HTTP/2 and proxies. All hands share it.
type stdWire struct {
	transport *http.Transport
	traffic   *traffic
	timeout   time.Duration
}

func newStdWire(t *traffic, c *tls.Config, timeout time.Duration, workers int, http2 bool, proxy *url.URL) *stdWire {
	p := new(http.Protocols)
	p.SetHTTP1(!http2)
	p.SetHTTP2(http2)
	p.SetUnencryptedHTTP2(http2)
	tr := &http.Transport{
		DialContext: t.open, TLSClientConfig: t.secured(c), Protocols: p, DisableCompression: true,
		MaxIdleConnsPerHost: workers, MaxConnsPerHost: workers, MaxResponseHeaderBytes: mostHeader, TLSHandshakeTimeout: timeout,
	}
	if proxy != nil {
		tr.Proxy = http.ProxyURL(proxy)
	}
	return &stdWire{tr, t, timeout}
}

func (s *stdWire) send(ctx context.Context, q *request, a *answer, now time.Time) (time.Duration, error) {
	err := s.exchange(ctx, q, a)
	return time.Since(now), err
}

func (s *stdWire) exchange(ctx context.Context, q *request, a *answer) error {
	s.traffic.requests.Add(1)
	*a = answer{body: a.body[:0], header: a.header}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	var body io.Reader = once{} // without a body a request would be sent again where its connection broke
	if q.body != nil {
		body = bytes.NewReader(q.body)
	}
	r, err := http.NewRequestWithContext(ctx, q.method, q.at.url, body)
	if err != nil {
		return err
	}
	for _, h := range q.header {
		r.Header.Add(h[0], h[1])
	}
	resp, err := s.transport.RoundTrip(r)
	if err != nil {
		return refusal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return malformed("101 was not asked for")
	}
	b := bytes.NewBuffer(a.body)
	n, err := b.ReadFrom(io.LimitReader(resp.Body, mostBody+1))
	a.body, a.status = b.Bytes(), resp.StatusCode
	a.contentType, a.retryAfter = resp.Header.Get("Content-Type"), resp.Header.Get("Retry-After")
	if a.header != nil {
		a.header = resp.Header
	}
	if err == nil && n > mostBody {
		err = errTooLong
	}
	return refusal(err)
}

// once is an empty body that nobody can read again.
type once struct{}

func (once) Read([]byte) (int, error) { return 0, io.EOF }

// refusal is an error of net/http, told apart: most of those that say that what came is no answer have no type. What
// they quote is the target's, and stays out of reports.
func refusal(err error) error {
	var mime textproto.ProtocolError
	if err == nil || errors.As(err, new(net.Error)) {
		return err
	}
	text, _, _ := strings.Cut(err.Error(), `"`)
	_, what, own := strings.Cut(text, "connection broken: ")
	if !own {
		what = text
	}
	for _, sign := range unreadableSigns {
		if errors.As(err, &mime) || strings.Contains(what, sign) {
			return malformed(strings.TrimPrefix(strings.TrimPrefix(strings.TrimRight(what, " :["), "http: "), "malformed HTTP "))
		}
	}
	return err
}

// unreadableSigns occur in what net/http says of an answer that it refuses.
var unreadableSigns = [...]string{"malformed", "Content-Length", "transfer encoding", "chunk", "headers exceeded", "1xx", "line too long", "long trailer"}

// close does nothing: the connections belong to all.
func (s *stdWire) close() {}
