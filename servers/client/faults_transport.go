package client

import (
	"crypto/x509"
	"net/http"
	"net/url"
	"sync"
)

// transportFaults trust servers that are not who they say, and leave TLS (RFC 6749 §10.9, RFC 6750 §5.3).
var transportFaults = []Fault{
	trusting("certificate-not-verified", func([]*x509.Certificate, x509.VerifyOptions) error { return nil }),
	trusting("certificate-of-anybody", func(chain []*x509.Certificate, o x509.VerifyOptions) error {
		o.Roots = x509.NewCertPool()
		o.Roots.AddCert(chain[len(chain)-1])
		return verified(chain, o)
	}),
	trusting("certificate-for-ever", func(chain []*x509.Certificate, o x509.VerifyOptions) error {
		o.CurrentTime = chain[0].NotBefore
		return verified(chain, o)
	}),
	trusting("certificate-of-another-host", func(chain []*x509.Certificate, o x509.VerifyOptions) error {
		o.DNSName = ""
		return verified(chain, o)
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
func trusting(name string, check func([]*x509.Certificate, x509.VerifyOptions) error) Fault {
	return Fault{Name: name, Violates: "rfc6749-10.9-server-certificate-checked", At: "transport.certificate", Variant: "tls",
		Apply: func(o *Options) { o.Transport.Certificate = check }}
}
