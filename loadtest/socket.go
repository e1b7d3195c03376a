package loadtest

import (
	"errors"
	"net"
	"os"
	"time"
)

// A socket is a connection that costs its user little: it is read and written without a word to the scheduler where
// that can be, and a later deadline is not set before the one that is set has passed. Then whoever waits is woken, sets
// the true one, and waits on: so that each is kept to the moment, at one renewal in the time that a request may take.
type socket struct {
	net.Conn
	direct  *direct   // nil: as the connection itself reads and writes
	by, set time.Time // the deadline, and what the connection was told
}

func newSocket(c net.Conn) *socket { return &socket{Conn: c, direct: newDirect(c)} }

// SetDeadline sets when reading and writing end.
func (s *socket) SetDeadline(by time.Time) error {
	s.by = by
	if !s.set.IsZero() && !by.Before(s.set) {
		return nil
	}
	s.set = by
	return s.Conn.SetDeadline(by)
}

// early says whether what ended was not the deadline, but the one before it. Then the true one is set.
func (s *socket) early(err error) bool {
	if !s.set.Before(s.by) || !errors.Is(err, os.ErrDeadlineExceeded) {
		return false
	}
	s.set = s.by
	return s.Conn.SetDeadline(s.by) == nil
}

func (s *socket) Read(b []byte) (n int, err error) {
	for {
		if s.direct != nil {
			n, err = s.direct.read(b)
		} else {
			n, err = s.Conn.Read(b)
		}
		if err == nil || n > 0 || !s.early(err) {
			return n, err
		}
	}
}

func (s *socket) Write(b []byte) (n int, err error) {
	for {
		var k int
		if s.direct != nil {
			k, err = s.direct.write(b[n:])
		} else {
			k, err = s.Conn.Write(b[n:])
		}
		if n += k; err == nil || !s.early(err) {
			return n, err
		}
	}
}
