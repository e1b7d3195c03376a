package loadtest

import (
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"unsafe"
)

// direct reads and writes a connection by system calls of which the scheduler is not told. Told, it takes the processor
// away from whoever stays long in one, and a write on loopback, in which the kernel does the receiver's work too, is
// long enough. Neither call ever waits: the connection does not block, and where nothing can be done it is the
// scheduler's poller that waits. One goroutine at a time.
type direct struct {
	raw           syscall.RawConn
	in, out       []byte // where to read to, and what is yet to be written
	n             int    // what was read
	errno         syscall.Errno
	reads, writes func(fd uintptr) (done bool)
}

// newDirect is nil for what is no TCP connection.
func newDirect(c net.Conn) *direct {
	if k, ok := c.(*tracked); ok {
		c = k.Conn
	}
	s, ok := c.(*net.TCPConn)
	if !ok {
		return nil
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return nil
	}
	d := &direct{raw: raw}
	d.reads, d.writes = d.readSome, d.writeAll // here, so that no call makes them anew
	return d
}

func (d *direct) read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	d.in, d.n, d.errno = b, 0, 0
	err := d.raw.Read(d.reads)
	switch d.in = nil; {
	case err != nil || d.errno != 0:
		return 0, d.failed("read", err)
	case d.n == 0:
		return 0, io.EOF
	}
	return d.n, nil
}

func (d *direct) readSome(fd uintptr) bool {
	for {
		n, _, e := syscall.RawSyscall(syscall.SYS_READ, fd, uintptr(unsafe.Pointer(&d.in[0])), uintptr(len(d.in)))
		switch e {
		case syscall.EINTR:
		case syscall.EAGAIN:
			return false
		default:
			d.n, d.errno = int(n), e
			return true
		}
	}
}

func (d *direct) write(b []byte) (int, error) {
	d.out, d.errno = b, 0
	err := d.raw.Write(d.writes)
	n := len(b) - len(d.out)
	if d.out = nil; err != nil || d.errno != 0 {
		return n, d.failed("write", err)
	}
	return n, nil
}

func (d *direct) writeAll(fd uintptr) bool {
	for len(d.out) > 0 {
		n, _, e := syscall.RawSyscall(syscall.SYS_WRITE, fd, uintptr(unsafe.Pointer(&d.out[0])), uintptr(len(d.out)))
		switch e {
		case 0:
			d.out = d.out[n:]
		case syscall.EINTR:
		case syscall.EAGAIN:
			return false
		default:
			d.errno = e
			return true
		}
	}
	return true
}

// failed is an error as the net package words it; err is what the poller had to say.
func (d *direct) failed(op string, err error) error {
	if err == nil {
		err = os.NewSyscallError(op, d.errno)
	}
	var own *net.OpError
	if errors.As(err, &own) {
		err = own.Err
	}
	return &net.OpError{Op: op, Net: "tcp", Err: err}
}
