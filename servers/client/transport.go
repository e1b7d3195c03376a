package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
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
	s.transport = &http.Transport{DialTLSContext: s.dial, ForceAttemptHTTP2: true, Proxy: http.ProxyFromEnvironment,
		TLSClientConfig: &tls.Config{RootCAs: s.o.RootCAs}} // behind a proxy, which dial is not asked for
	var t http.RoundTripper = s.transport
	if s.o.Wrap != nil {
		t = s.o.Wrap(t)
	}
	s.http = &http.Client{Transport: guard{s, t}, Timeout: s.o.Timeout, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		return use(s, &s.o.Transport.Redirect)(req, via)
	}}
}

// dial opens a connection over TLS. What crypto/tls would verify by itself is verified here, so that it is a decision like all others.
func (s *Server) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	d := tls.Dialer{Config: &tls.Config{NextProtos: []string{"h2", "http/1.1"}, InsecureSkipVerify: true, VerifyConnection: func(c tls.ConnectionState) error {
		o := x509.VerifyOptions{DNSName: host, Roots: s.o.RootCAs, Intermediates: x509.NewCertPool()}
		for _, between := range c.PeerCertificates[1:] {
			o.Intermediates.AddCert(between)
		}
		return use(s, &s.o.Transport.Certificate)(c.PeerCertificates, o)
	}}}
	return d.DialContext(ctx, network, addr)
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
		Certificate: verified,
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

// verified verifies a chain.
func verified(chain []*x509.Certificate, o x509.VerifyOptions) error {
	_, err := chain[0].Verify(o)
	return err
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
