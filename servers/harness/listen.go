package harness

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/oauthspec/oauthspec/servers"
)

// Open listens for the issuers of a suite, on loopback alone. Errors say which address cannot be had.
func Open(s servers.Suite) (servers.Harness, func(), error) {
	var listeners []net.Listener
	stop := func() {
		for _, l := range listeners {
			l.Close()
		}
	}
	var urls []string
	for _, at := range []string{s.Issuer, s.Second} {
		l, issuer, err := listen(at)
		if err != nil {
			stop()
			return nil, nil, err
		}
		listeners, urls = append(listeners, l), append(urls, issuer)
	}
	h, err := New(urls...)
	if err != nil {
		stop()
		return nil, nil, err
	}
	var running []*http.Server
	for i, l := range listeners {
		srv := &http.Server{Handler: h.Handler(i), ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)}
		running = append(running, srv)
		go srv.Serve(l) // ends with Close
	}
	return h, func() {
		for _, srv := range running {
			srv.Close()
		}
	}, nil
}

// listen opens an issuer's address, or any on loopback, and gives the issuer that it is.
func listen(issuer string) (net.Listener, string, error) {
	u, err := url.Parse(cmp.Or(issuer, "http://127.0.0.1:0"))
	if err != nil || u.Scheme != "http" || u.Port() == "" {
		return nil, "", fmt.Errorf("issuer %q of the suite is not http with a port", issuer)
	}
	ip := net.ParseIP(u.Hostname())
	if u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, "", errors.New("the suite's issuers listen on loopback alone, and " + u.Hostname() + " is not")
	}
	l, err := net.Listen("tcp", u.Host)
	if err != nil {
		return nil, "", fmt.Errorf("open an issuer for the client under test: %w", err)
	}
	if issuer == "" {
		issuer = "http://" + l.Addr().String()
	}
	return l, issuer, nil
}
