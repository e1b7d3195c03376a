package loadtest

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
	"sync/atomic"
)

// traffic counts connections, and ends them all when it is told to: nothing else ends a request that is on its way.
type traffic struct {
	dial                         func(ctx context.Context, network, address string) (net.Conn, error)
	opened, requests, handshakes atomic.Int64

	mu    sync.Mutex
	conns map[*tracked]bool
	ended bool
}

func newTraffic(dial func(ctx context.Context, network, address string) (net.Conn, error)) *traffic {
	return &traffic{dial: dial, conns: map[*tracked]bool{}}
}

// open dials and keeps the connection in mind.
func (t *traffic) open(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := t.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	k := &tracked{Conn: c, of: t}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		c.Close()
		return nil, context.Canceled
	}
	t.opened.Add(1)
	t.conns[k] = true
	return k, nil
}

// end closes every connection, and lets no other be opened.
func (t *traffic) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	for k := range t.conns {
		k.Conn.Close()
	}
	clear(t.conns)
}

// secured counts a handshake, in a configuration that is otherwise the given one.
func (t *traffic) secured(c *tls.Config) *tls.Config {
	c = c.Clone()
	c.VerifyConnection = func(tls.ConnectionState) error {
		t.handshakes.Add(1)
		return nil
	}
	return c
}

// tracked is a connection that its traffic knows of.
type tracked struct {
	net.Conn
	of *traffic
}

// Close closes it and forgets it.
func (k *tracked) Close() error {
	k.of.mu.Lock()
	delete(k.of.conns, k)
	k.of.mu.Unlock()
	return k.Conn.Close()
}
