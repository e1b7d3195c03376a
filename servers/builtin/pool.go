// Package builtin starts the reference servers in process, as targets.
package builtin

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oauthspec/oauthspec/internal/secure"
)

// A Pool is addresses on loopback that scenarios borrow: each gets a server of its own behind an address whose
// connections are warm already. It is safe for concurrent use.
type Pool struct {
	mu     sync.Mutex
	free   map[bool][]*slot // by whether they speak TLS
	all    []*slot
	ca     *secure.CA
	direct bool
}

// A slot is one address and whatever server stands behind it now.
type slot struct {
	url       string
	handler   atomic.Pointer[http.Handler]
	config    atomic.Pointer[tls.Config] // how TLS is spoken now; nil: with the slot's own certificate
	server    *http.Server
	transport *http.Transport
	direct    bool
	tls       bool
}

// NewPool is an empty pool.
func NewPool() *Pool { return &Pool{free: map[bool][]*slot{}} }

// NewDirectPool is an empty pool whose plain http servers are called in process wherever the caller goes through the instance's
// transport. A browser, and the servers among each other, still reach them over loopback.
func NewDirectPool() *Pool { return &Pool{free: map[bool][]*slot{}, direct: true} }

// way is how requests get to the server of a slot, and next how to all others.
func (s *slot) way(next http.RoundTripper) http.RoundTripper {
	if s.direct {
		return &direct{s, next}
	}
	return next
}

// borrow is a free slot, or a new one.
func (p *Pool) borrow(overTLS bool) (*slot, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.free[overTLS]); n > 0 {
		s := p.free[overTLS][n-1]
		p.free[overTLS] = p.free[overTLS][:n-1]
		return s, nil
	}
	s, err := p.open(overTLS)
	if err != nil {
		return nil, fmt.Errorf("open an address for a built-in server: %w", err)
	}
	p.all = append(p.all, s)
	return s, nil
}

func (p *Pool) giveBack(s *slot) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.config.Store(nil)
	p.free[s.tls] = append(p.free[s.tls], s)
}

func (p *Pool) open(overTLS bool) (*slot, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &slot{url: "http://" + ln.Addr().String(), tls: overTLS, direct: p.direct && !overTLS}
	s.transport = &http.Transport{MaxIdleConnsPerHost: 128, DisableCompression: true}
	// HTTP/1.1 alone: a server sets HTTP/2 up once, and where the plain half of an address is the first to, it is offered in
	// the handshake and then not spoken. Only a browser asks for it.
	http1 := new(http.Protocols)
	http1.SetHTTP1(true)
	s.server = &http.Server{
		Protocols:         http1,
		Handler:           http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*s.handler.Load()).ServeHTTP(w, r) }),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0), // what a client thinks of a certificate is in the results
	}
	if overTLS {
		if err := p.secure(s, ln); err != nil {
			ln.Close()
			return nil, err
		}
		over, plain := secure.Split(ln)
		go s.server.ServeTLS(over, "", "") // ends with Close
		go s.server.Serve(plain)           // so that it is the authorization server that refuses what comes without TLS
	} else {
		go s.server.Serve(ln)
	}
	return s, nil
}

// secure gives a slot an https address, and a transport that trusts the pool's authority.
func (p *Pool) secure(s *slot, ln net.Listener) error {
	if p.ca == nil {
		ca, err := secure.NewCA()
		if err != nil {
			return err
		}
		p.ca = ca
	}
	s.url = "https://" + ln.Addr().String()
	s.transport.TLSClientConfig = &tls.Config{RootCAs: p.ca.Pool()}
	var err error
	if s.server.TLSConfig, err = p.ca.Server("127.0.0.1", "localhost"); err != nil {
		return err
	}
	s.server.TLSConfig.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) { return s.config.Load(), nil }
	return nil
}

// Close ends every server of the pool.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.all {
		s.transport.CloseIdleConnections()
		s.server.Close() // nothing is in flight that anyone waits for
	}
	p.all, p.free = nil, map[bool][]*slot{}
}
