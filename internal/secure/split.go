package secure

import (
	"bufio"
	"net"
)

// handshake is the first byte of a TLS connection (RFC 8446 section 5.1: content type 22).
const handshake = 0x16

// Split tells connections that begin with a TLS handshake from others. Both listeners end when ln does.
func Split(ln net.Listener) (secure, plain net.Listener) {
	s, p := &half{Listener: ln, conns: make(chan net.Conn), done: make(chan struct{})}, &half{Listener: ln, conns: make(chan net.Conn)}
	p.done = s.done
	go func() {
		defer close(s.done)
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go sort(c, s, p)
		}
	}()
	return s, p
}

// sort waits for the first byte of a connection, and hands it to the half it belongs to.
func sort(c net.Conn, secure, plain *half) {
	peeked := &conn{Conn: c, r: bufio.NewReader(c)}
	first, err := peeked.r.Peek(1)
	if err != nil {
		c.Close() // nobody has said anything
		return
	}
	to := plain
	if first[0] == handshake {
		to = secure
	}
	select {
	case to.conns <- peeked:
	case <-to.done:
		c.Close()
	}
}

// half is a listener for one sort of connections.
type half struct {
	net.Listener
	conns chan net.Conn
	done  chan struct{}
}

// Accept waits for a connection of this sort.
func (h *half) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.done:
		return nil, net.ErrClosed
	}
}

// conn reads what was peeked first.
type conn struct {
	net.Conn
	r *bufio.Reader
}

func (c *conn) Read(b []byte) (int, error) { return c.r.Read(b) }
