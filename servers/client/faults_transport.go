package client

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
	"sync"
)

// transportFaults trust servers that are not who they say, and leave TLS (RFC 6749 §10.9, RFC 6750 §5.3).
var transportFaults = []Fault{
	trusting("certificate-not-verified", func(*tls.Config) {}),
	trusting("certificate-of-anybody", func(c *tls.Config) {
		c.VerifyConnection = verified(func(o *x509.VerifyOptions, chain []*x509.Certificate) { o.Roots.AddCert(chain[len(chain)-1]) })
	}),
	trusting("certificate-for-ever", func(c *tls.Config) {
		c.VerifyConnection = verified(func(o *x509.VerifyOptions, chain []*x509.Certificate) {
			o.Roots, o.CurrentTime = c.RootCAs, chain[0].NotBefore
		})
	}),
	trusting("certificate-of-another-host", func(c *tls.Config) {
		c.VerifyConnection = verified(func(o *x509.VerifyOptions, _ []*x509.Certificate) { o.Roots, o.DNSName = c.RootCAs, "" })
	}),
	{
		Name: "redirect-to-plain-http", Violates: "rfc6750-5.3-client-no-http", At: "transport.redirect", Variant: "tls",
		Apply: func(o *Options) {
			var sentOn sync.Map // *url.URL: who goes there by itself is looked at as ever
			clean := o.Transport.Plain
			o.Transport.Redirect = func(r *http.Request, _ []*http.Request) error { // as net/http does
				sentOn.Store(r.URL, true)
				return nil
			}
			o.Transport.Plain = func(s *Server, u *url.URL) error {
				if _, ok := sentOn.LoadAndDelete(u); ok {
					return nil
				}
				return clean(s, u)
			}
		},
	},
	{
		// CVE-2026-54603
		Name: "token-goes-along", Violates: "rfc6750-5.3-client-not-leaked", At: "transport.redirect",
		Apply: func(o *Options) {
			o.Transport.Redirect = func(r *http.Request, via []*http.Request) error {
				r.Header.Set("Authorization", via[0].Header.Get("Authorization")) // which net/http has taken out
				return nil
			}
		},
	},
	{
		Name: "plain-http", Violates: "rfc6750-5.3-client-no-http", At: "transport.plain", Variant: "tls",
		Apply: func(o *Options) { o.Transport.Plain = func(*Server, *url.URL) error { return nil } },
	},
}

// trusting is an application that checks certificates otherwise than it should, or not at all.
func trusting(name string, check func(c *tls.Config)) Fault {
	return Fault{Name: name, Violates: "rfc6749-10.9-server-certificate-checked", At: "transport.tls", Variant: "tls", Apply: func(o *Options) {
		o.Transport.TLS = func(c *tls.Config) {
			c.InsecureSkipVerify = true // what is checked in its place is the fault's
			check(c)
		}
	}}
}

// verified verifies a chain for the host, as crypto/tls does, save for one change.
func verified(change func(o *x509.VerifyOptions, chain []*x509.Certificate)) func(tls.ConnectionState) error {
	return func(s tls.ConnectionState) error {
		o := x509.VerifyOptions{DNSName: s.ServerName, Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool()}
		change(&o, s.PeerCertificates)
		_, err := s.PeerCertificates[0].Verify(o)
		return err
	}
}
