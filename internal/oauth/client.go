package oauth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// A Client sends requests. It follows no redirect and retries nothing.
type Client struct {
	Transport http.RoundTripper
	Timeout   time.Duration // for one request, body included
	MaxBody   int64         // bytes of a body that are read; 1 MiB where zero
}

// Do sends a request once, with mutations applied in order. Whatever comes back is an Answer, silence
// included; an error means only that we never got to ask.
func (c *Client) Do(ctx context.Context, r Request, m ...Mutation) (Answer, error) {
	r, err := r.Apply(m...)
	if err != nil {
		return Answer{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	req, err := r.wire(ctx)
	if err != nil {
		return Answer{}, fmt.Errorf("make a request to %s: %w", r.URL, err)
	}
	began := time.Now()
	resp, err := c.Transport.RoundTrip(req)
	if err != nil {
		return silence(ctx, r.URL, began, err)
	}
	defer resp.Body.Close()
	limit := c.MaxBody
	if limit == 0 {
		limit = 1 << 20
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	a := Answer{URL: r.URL, Status: resp.StatusCode, Header: resp.Header, Took: time.Since(began)}
	if int64(len(body)) > limit {
		body, a.Cut = body[:limit], true
	}
	a.Body = body
	if err != nil {
		a.None = why(ctx, err)
	}
	a.parse()
	return a, nil
}

// wire makes the HTTP request: a form in the body, or in the query for a GET.
func (r Request) wire(ctx context.Context) (*http.Request, error) {
	method, target := r.Method, r.URL
	var body []byte
	switch {
	case r.Body != nil:
		body = r.Body
	case method == http.MethodGet && len(r.Form) > 0:
		sep := "?"
		if strings.Contains(target, "?") {
			sep = "&"
		}
		target += sep + r.Form.Encode()
	case len(r.Form) > 0:
		body = []byte(r.Form.Encode())
	}
	if method == "" {
		method = http.MethodGet
		if body != nil {
			method = http.MethodPost
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header = r.Header
	if body != nil && req.Header.Get("Content-Type") == "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", "application/json")
	}
	return req, nil
}

// silence tells a request that was sent and not answered from one that never left.
func silence(ctx context.Context, url string, began time.Time, err error) (Answer, error) {
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return Answer{}, fmt.Errorf("reach %s: %w", url, err)
	}
	if errors.Is(context.Cause(ctx), context.Canceled) {
		return Answer{}, fmt.Errorf("ask %s: %w", url, err)
	}
	return Answer{URL: url, None: why(ctx, err), Took: time.Since(began)}, nil
}

func why(ctx context.Context, err error) *NoAnswer {
	var t interface{ Timeout() bool }
	timeout := ctx.Err() != nil || errors.As(err, &t) && t.Timeout()
	return &NoAnswer{Timeout: timeout, Reset: !timeout, Detail: err.Error()}
}
