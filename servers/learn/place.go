package learn

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// A place is one address on loopback. What stands behind it changes when a setting does; the address does not.
type place struct {
	name    string // as diagrams show it
	url     string
	host    string
	handler atomic.Pointer[http.Handler]
	server  *http.Server
}

// open listens on a free port, and serves nothing yet.
func open(name string, secure *tls.Config) (*place, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &place{name: name, host: ln.Addr().String()}
	p.serve(http.NotFoundHandler())
	p.server = &http.Server{
		Handler:           http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { p.answer(w, r) }),
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute, TLSConfig: secure,
		ErrorLog: log.New(io.Discard, "", 0), // a browser that distrusts the certificate says so itself
	}
	if secure != nil {
		p.url = "https://" + p.host
		go p.server.ServeTLS(ln, "", "") // ends with Close
		return p, nil
	}
	p.url = "http://" + p.host
	go p.server.Serve(ln)
	return p, nil
}

// answer serves who means this address. A name that an attacker points at loopback makes their page same-origin with it
// (DNS rebinding); the name in the request gives that away.
func (p *place) answer(w http.ResponseWriter, r *http.Request) {
	if r.Host != p.host {
		http.Error(w, "this address goes by another name", http.StatusMisdirectedRequest)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	(*p.handler.Load()).ServeHTTP(w, r)
}

func (p *place) serve(h http.Handler) { p.handler.Store(&h) }

// maxBody is the number of bytes read of what anybody sends.
const maxBody = 1 << 20
