package loadtest

import (
	"context"
	"crypto/tls"
	"net"
	"time"
)

// An engine starts flows when they are due, on a bounded number of workers, until nothing is due any more or ctx ends.
type engine interface {
	run(ctx context.Context, p *pace, workers int, each func(h *hand, due time.Duration))
}

// Names of engines, as Options and reports say them.
const (
	Auto   = "auto"   // lean where it can be, else vegeta
	Lean   = "lean"   // own worker loop on own connections: HTTP/1.1, plain or TLS
	Vegeta = "vegeta" // vegeta's Attacker, on own connections where that can be, else over net/http
)

// Engines are the names there are.
func Engines() []string { return []string{Auto, Lean, Vegeta} }

// carrier makes the wires of a run: own connections, or those of net/http for HTTP/2 and proxies.
type carrier struct {
	traffic *traffic
	tls     *tls.Config
	timeout time.Duration
	std     *stdWire // nil: own connections
}

func (c *carrier) wire() wire {
	if c.std != nil {
		return c.std
	}
	return &lean{traffic: c.traffic, tls: c.tls, timeout: c.timeout, conns: map[string]*leanConn{}}
}

func (c *carrier) name() string {
	if c.std != nil {
		return "net/http"
	}
	return "own connections"
}

func (c *carrier) close() {
	if c.std != nil {
		c.std.transport.CloseIdleConnections()
	}
	c.traffic.end()
}

// dialer is how connections are made where nothing else is said.
func dialer(timeout time.Duration) func(ctx context.Context, network, address string) (net.Conn, error) {
	return (&net.Dialer{Timeout: timeout, KeepAlive: -1}).DialContext
}
