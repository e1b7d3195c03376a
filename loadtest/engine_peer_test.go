package loadtest

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// An act is what a peer does about one request: it says something, and then does something. That says whether the
// connection may carry another request.
type act struct {
	text string
	then func(p *peer, text string) (more bool)
}

// A peer is the other end of one connection, which says what no server of net/http would.
type peer struct {
	net.Conn
	raw *net.TCPConn
}

func (p *peer) say(text string) { _, _ = io.WriteString(p, text) }

// A stage is a listener whose peers have an act for each request, whatever connection it comes on.
type stage struct {
	url    string
	client *tls.Config

	mu     sync.Mutex
	acts   []act
	seen   map[string]int // requests by their target
	closed chan struct{}  // one for each connection that a peer closed
	conns  map[net.Conn]bool
	over   bool
	ends   sync.WaitGroup
}

// perform opens a stage; version is one of TLS, or 0 for plain HTTP.
func perform(t *testing.T, version uint16, acts []act) *stage {
	t.Helper()
	s := &stage{acts: acts, seen: map[string]int{}, closed: make(chan struct{}, 100), conns: map[net.Conn]bool{}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	var server *tls.Config
	if version > 0 {
		server, s.client = certified(t, version)
		s.url = "https" + strings.TrimPrefix(s.url, "http")
	}
	s.ends.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			if s.track(c, true) {
				s.ends.Go(func() { s.serve(c, server) })
			}
		}
	})
	t.Cleanup(func() {
		l.Close()
		s.mu.Lock()
		s.over = true
		for c := range s.conns {
			c.Close()
		}
		s.mu.Unlock()
		s.ends.Wait()
	})
	return s
}

// track keeps a connection in mind until the end, and is false after it.
func (s *stage) track(c net.Conn, open bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if open && !s.over {
		s.conns[c] = true
		return true
	}
	delete(s.conns, c)
	c.Close()
	return false
}

func (s *stage) serve(c net.Conn, server *tls.Config) {
	defer s.track(c, false)
	p := &peer{Conn: c, raw: c.(*net.TCPConn)}
	if server != nil {
		p.Conn = tls.Server(c, server)
	}
	in := bufio.NewReader(p)
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return
		}
		do, there := s.next(r.URL.Path)
		if !there || !do.then(p, do.text) {
			p.Close()
			s.closed <- struct{}{}
			return
		}
	}
}

// next is what is done about the request for /N: the N-th act, whether or not the ones before it came.
func (s *stage) next(target string) (do act, there bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen[target]++
	n, err := strconv.Atoi(strings.TrimPrefix(target, "/"))
	if err != nil || n < 0 || n >= len(s.acts) {
		return do, false
	}
	return s.acts[n], true
}

// repeated are the requests that came more than once.
func (s *stage) repeated() (out []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for target, n := range s.seen {
		if n != 1 {
			out = append(out, target)
		}
	}
	return out
}

// certified is a pair of configurations that know each other and speak one version of TLS.
func certified(t *testing.T, version uint16) (server, client *tls.Config) {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return &tls.Config{Certificates: s.TLS.Certificates, MinVersion: version, MaxVersion: version}, &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
}

// says answers, and keeps the connection.
func says(text string) act {
	return act{text, func(p *peer, text string) bool { p.say(text); return true }}
}

// ends answers, and closes the connection.
func ends(text string) act {
	return act{text, func(p *peer, text string) bool { p.say(text); return false }}
}

// bytewise answers one byte at a time.
func bytewise(text string) act {
	return act{text, func(p *peer, text string) bool {
		for i := range text {
			p.say(text[i : i+1])
		}
		return true
	}}
}

// resets answers, and aborts the connection.
func resets(text string) act {
	return act{text, func(p *peer, text string) bool {
		p.say(text)
		_ = p.raw.SetLinger(0)
		p.raw.Close()
		return false
	}}
}

// drips says one byte after another for as long as anybody listens.
func drips(text string) act {
	return act{text, func(p *peer, text string) bool {
		p.say(text)
		for {
			if _, err := io.WriteString(p, "1"); err != nil {
				return false
			}
			pause()
		}
	}}
}

// silent says nothing more until the other side has gone.
func silent(text string) act {
	return act{text, func(p *peer, text string) bool {
		p.say(text)
		_, _ = io.Copy(io.Discard, p)
		return false
	}}
}
