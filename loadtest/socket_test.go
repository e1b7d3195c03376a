package loadtest

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// A deadline that is renewed before it has come ends a read at its own moment: neither at that of the one before it, nor
// later, however often that happens.
func TestRenewedDeadlinesAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		defer theirs.Close()
		s := newSocket(ours)
		defer s.Close()
		var b [1]byte
		for _, more := range []time.Duration{7, 5, 10, 3, 0, 10, 1} { // later and earlier than the one before
			for range 3 { // requests that are answered in time
				if err := s.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Second)
			}
			began := time.Now()
			if err := s.SetDeadline(began.Add(more * time.Second)); err != nil {
				t.Fatal(err)
			}
			_, err := s.Read(b[:])
			if took := time.Since(began); took != more*time.Second || !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("%v after %s, want a timeout after %d s", err, took, more)
			}
		}
	})
}

// connected is a socket over TCP, and the other end.
func connected(t *testing.T) (*socket, *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ours, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	s := newSocket(ours)
	t.Cleanup(func() { s.Close(); theirs.Close() })
	return s, theirs.(*net.TCPConn)
}

// Over TCP too a read waits for the renewed deadline, and a write that nobody reads ends by it.
func TestDeadlinesOverTCP(t *testing.T) {
	s, _ := connected(t)
	began := time.Now()
	for _, in := range []time.Duration{10 * time.Millisecond, 60 * time.Millisecond} {
		if err := s.SetDeadline(began.Add(in)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(began) < 60*time.Millisecond {
		t.Errorf("%v after %s, want a timeout after 60 ms", err, time.Since(began))
	}
	if err := s.SetDeadline(time.Now().Add(10 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Write(make([]byte, 64<<20)); !errors.Is(err, os.ErrDeadlineExceeded) || n == 64<<20 {
		t.Errorf("%d bytes were written to nobody: %v", n, err)
	}
}

// What is more than fits into a connection arrives as it was sent, both ways, though a deadline that was renewed passes
// meanwhile.
func TestSocketsCarryMuch(t *testing.T) {
	s, theirs := connected(t)
	sent := make([]byte, 32<<20)
	_, _ = rand.Read(sent)
	soon := func() {
		for _, in := range []time.Duration{time.Millisecond, time.Minute} {
			if err := s.SetDeadline(time.Now().Add(in)); err != nil {
				t.Fatal(err)
			}
		}
	}
	soon()
	done := make(chan error, 1)
	go func() {
		time.Sleep(2 * time.Millisecond)
		_, err := theirs.Write(sent)
		done <- err
	}()
	got := make([]byte, len(sent))
	if _, err := io.ReadFull(s, got); err != nil || !bytes.Equal(got, sent) {
		t.Errorf("read: what came differs: %v", err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	clear(got)
	soon()
	go func() {
		time.Sleep(2 * time.Millisecond)
		_, err := io.ReadFull(theirs, got)
		done <- err
	}()
	if n, err := s.Write(sent); n != len(sent) || err != nil {
		t.Errorf("%d bytes were written: %v", n, err)
	}
	if err := <-done; err != nil || !bytes.Equal(got, sent) {
		t.Errorf("write: what came differs: %v", err)
	}
}

// How a connection ended is told as the net package tells it.
func TestSocketsTellTheirEnd(t *testing.T) {
	for _, tc := range []struct {
		name string
		end  func(s *socket, theirs *net.TCPConn)
		want string
	}{
		{"closed", func(_ *socket, theirs *net.TCPConn) { theirs.Close() }, "EOF"},
		{"reset", func(_ *socket, theirs *net.TCPConn) { _ = theirs.SetLinger(0); theirs.Close() }, "read: read: connection reset by peer"},
		{"closed by us", func(s *socket, _ *net.TCPConn) { s.Conn.Close() }, "read: use of closed network connection"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, theirs := connected(t)
			time.AfterFunc(10*time.Millisecond, func() { tc.end(s, theirs) })
			_, err := s.Read(make([]byte, 1))
			if err == nil || plainError(err) != tc.want {
				t.Errorf("%v, want %q", err, tc.want)
			}
		})
	}
}
