package loadtest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// lean is a wire over connections of its own: HTTP/1.1 with keep-alive, plain or in TLS, and nothing else. It keeps one
// connection to each host. A request is written and its answer read by one goroutine, so that there is nobody who could
// miss the end of a connection.
type lean struct {
	traffic *traffic
	tls     *tls.Config
	timeout time.Duration // of one request, dialling included
	conns   map[string]*leanConn
}

type leanConn struct {
	conn net.Conn
	raw  net.Conn // below TLS
	in   reader
	last time.Time
	used bool
}

// idle is how long a connection may have rested before it is looked at.
const idle = time.Millisecond

func (l *lean) send(ctx context.Context, q *request, a *answer, now time.Time) (time.Duration, error) {
	l.traffic.requests.Add(1)
	key := q.at.dial
	c := l.conns[key]
	if c != nil && now.Sub(c.last) > idle && gone(c.raw) {
		c.conn.Close()
		c = nil
	}
	if c == nil {
		var err error
		if c, err = l.open(ctx, q.at, now.Add(l.timeout)); err != nil {
			delete(l.conns, key)
			return time.Since(now), err
		}
		l.conns[key] = c
	}
	keep, err := c.exchange(q, a, now.Add(l.timeout))
	took := time.Since(now)
	c.last = now.Add(took)
	if err != nil || !keep {
		c.conn.Close()
		delete(l.conns, key)
	}
	return took, err
}

func (l *lean) open(ctx context.Context, p *place, by time.Time) (*leanConn, error) {
	ctx, cancel := context.WithDeadline(ctx, by)
	defer cancel()
	conn, err := l.traffic.open(ctx, "tcp", p.dial)
	if err != nil {
		return nil, err
	}
	c := &leanConn{conn: newSocket(conn), raw: conn}
	if p.tls {
		config := l.tls.Clone()
		if host, _, err := net.SplitHostPort(p.dial); err == nil && config.ServerName == "" {
			config.ServerName = host
		}
		secure := tls.Client(c.conn, config)
		if err := secure.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, fmt.Errorf("TLS handshake: %w", err)
		}
		c.conn = secure
	}
	c.in.src = c.conn
	return c, nil
}

// exchange sends a request and reads its answer; keep says whether the connection can carry another.
func (c *leanConn) exchange(q *request, a *answer, by time.Time) (keep bool, err error) {
	if err := c.conn.SetDeadline(by); err != nil {
		return false, err
	}
	used := c.used
	c.used = true
	if _, err = c.conn.Write(q.raw); err == nil {
		keep, err = c.in.read(a, q.method == http.MethodHead)
	}
	var late net.Error
	if err != nil && used && c.in.silent && !(errors.As(err, &late) && late.Timeout()) {
		return false, fmt.Errorf("%w (%s)", errStale, plainError(err))
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return keep, err
}

func (l *lean) close() {
	for _, c := range l.conns {
		c.conn.Close()
	}
	clear(l.conns)
}
