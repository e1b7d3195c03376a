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
	"os"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/secure"
	"github.com/oauthspec/oauthspec/servers"
)

// Open listens for the issuers of a suite, on loopback alone. Errors say which address cannot be had.
func Open(s servers.Suite) (servers.Harness, func(), error) {
	var closing []func()
	stop := func() {
		for _, c := range slices.Backward(closing) {
			c()
		}
	}
	var listeners []net.Listener
	var urls []string
	for _, at := range []string{s.Issuer, cmp.Or(s.Second, anywhere(s.Issuer))} {
		l, issuer, err := listen(at)
		if err != nil {
			stop()
			return nil, nil, err
		}
		closing = append(closing, func() { l.Close() })
		listeners, urls = append(listeners, l), append(urls, issuer)
	}
	h, remove, err := authorized(s, urls)
	if err != nil {
		stop()
		return nil, nil, err
	}
	closing = append(closing, remove)
	for i, l := range listeners {
		closing = append(closing, h.serve(i, l))
	}
	return h, stop, nil
}

// anywhere is any address, over TLS where that one is.
func anywhere(like string) string {
	if strings.HasPrefix(like, "https:") {
		return "https://127.0.0.1:0"
	}
	return ""
}

// authorized is a harness of these issuers, with an authority of its own where one of them is on https.
func authorized(s servers.Suite, urls []string) (h *Harness, remove func(), err error) {
	if !slices.ContainsFunc(urls, func(u string) bool { return strings.HasPrefix(u, "https:") }) {
		h, err = New(nil, s.Signs(), urls)
		return h, func() {}, err
	}
	ca, err := secure.NewCA()
	if err != nil {
		return nil, nil, err
	}
	if h, err = New(ca, s.Signs(), urls); err != nil {
		return nil, nil, err
	}
	h.file, remove, err = written(s.CA, ca.PEM())
	return h, remove, err
}

// written writes the authority's certificate to a file that the suite names, or to one of the run's.
func written(file string, pem []byte) (name string, remove func(), err error) {
	if file == "" {
		f, err := os.CreateTemp("", "oauthspec-ca-*.pem")
		if err != nil {
			return "", nil, fmt.Errorf("write the certificate authority: %w", err)
		}
		f.Close()
		file = f.Name()
	}
	if err := os.WriteFile(file, pem, 0o644); err != nil {
		return "", nil, fmt.Errorf("write the certificate authority: %w", err)
	}
	return file, func() { os.Remove(file) }, nil
}

// serve serves an issuer. What comes without TLS where it is on https is seen too, and refused by it.
func (h *Harness) serve(n int, l net.Listener) (stop func()) {
	http1 := new(http.Protocols)
	http1.SetHTTP1(true)
	srv := &http.Server{Handler: h.Handler(n), ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0), Protocols: http1}
	if strings.HasPrefix(h.issuers[n].url, "https:") {
		overTLS, plain := secure.Split(l)
		srv.TLSConfig = h.TLS(n)
		go srv.ServeTLS(overTLS, "", "") // ends with Close
		go srv.Serve(plain)
	} else {
		go srv.Serve(l)
	}
	return func() { srv.Close() }
}

// listen opens an issuer's address, or any on loopback, and gives the issuer that it is. Port 0 is any.
func listen(issuer string) (net.Listener, string, error) {
	u, err := url.Parse(cmp.Or(issuer, "http://127.0.0.1:0"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Port() == "" {
		return nil, "", fmt.Errorf("issuer %q of the suite is not http or https with a port", issuer)
	}
	ip := net.ParseIP(u.Hostname())
	if u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, "", errors.New("the suite's issuers listen on loopback alone, and " + u.Hostname() + " is not")
	}
	l, err := net.Listen("tcp", u.Host)
	if err != nil {
		return nil, "", fmt.Errorf("open an issuer for the client under test: %w", err)
	}
	if u.Port() == "0" {
		_, port, err := net.SplitHostPort(l.Addr().String())
		if err != nil {
			return nil, "", err
		}
		u.Host = net.JoinHostPort(u.Hostname(), port)
		issuer = u.String()
	}
	return l, issuer, nil
}
