//go:build unix

package loadtest

import (
	"net"
	"syscall"
)

// gone says whether a connection that rests has been closed by the other side, or has something to say that nobody
// asked for.
func gone(c net.Conn) bool {
	if k, ok := c.(*tracked); ok {
		c = k.Conn
	}
	s, ok := c.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return true
	}
	over := false
	err = raw.Read(func(fd uintptr) bool {
		var b [1]byte
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		over = err != syscall.EAGAIN && err != syscall.EWOULDBLOCK && err != syscall.EINTR
		return true
	})
	return over || err != nil
}
