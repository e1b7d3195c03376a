package client

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// maxBody is the number of bytes read of what others send.
const maxBody = 1 << 20

// connect makes the client for all that the application asks of others.
func (s *Server) connect() {
	c := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: s.o.RootCAs}
	use(s, &s.o.Transport.TLS)(c)
	s.transport = &http.Transport{TLSClientConfig: c, ForceAttemptHTTP2: true, Proxy: http.ProxyFromEnvironment}
	var t http.RoundTripper = s.transport
	if s.o.Wrap != nil {
		t = s.o.Wrap(t)
	}
	s.http = &http.Client{Transport: guard{s, t}, Timeout: s.o.Timeout, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		return use(s, &s.o.Transport.Redirect)(req, via)
	}}
}

// guard refuses addresses that a secret must not go to, and cuts answers that do not end.
type guard struct {
	s    *Server
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" {
		if err := use(g.s, &g.s.o.Transport.Plain)(g.s, r.URL); err != nil {
			return nil, err
		}
	}
	resp, err := g.next.RoundTrip(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, maxBody), resp.Body}
	}
	return resp, err
}

func transportSeams() TransportSeams {
	return TransportSeams{
		TLS: func(*tls.Config) {},
		Plain: func(s *Server, u *url.URL) error {
			// An application whose server is on https has no reason to leave it, not even within its own machine.
			if !loopback(u.Hostname()) || strings.HasPrefix(s.o.Issuers[0].URL, "https:") {
				return fmt.Errorf("%s://%s is not protected by TLS", u.Scheme, u.Host)
			}
			return nil
		},
		// No endpoint of OAuth redirects, and what is sent there is for nobody else.
		Redirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
