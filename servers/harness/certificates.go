package harness

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/url"
	"time"

	"github.com/oauthspec/oauthspec/internal/secure"
)

// An Authority makes certificates that those who talk to our issuers were told to trust. A change spoils one before it is signed.
type Authority interface {
	Issue(change func(*x509.Certificate), hosts ...string) (*tls.Certificate, error)
}

// certificates are what is wrong with a certificate of ours, by what an issuer is said to do that shows it.
var certificates = map[string]func(a Authority, host string) (*tls.Certificate, error){
	"shows a certificate that nobody but itself vouches for": func(_ Authority, host string) (*tls.Certificate, error) { return secure.SelfSigned(host) },
	"shows a certificate of an authority that nobody trusts": func(_ Authority, host string) (*tls.Certificate, error) {
		other, err := secure.NewCA()
		if err != nil {
			return nil, err
		}
		return other.Issue(nil, host)
	},
	"shows a certificate that has expired": func(a Authority, host string) (*tls.Certificate, error) {
		return a.Issue(func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().AddDate(0, 0, -30), time.Now().AddDate(0, 0, -1)
		}, host)
	},
	"shows a certificate for another host": func(a Authority, _ string) (*tls.Certificate, error) { return a.Issue(nil, "other.example") },
}

// certify gives an issuer a good certificate, or one with that flaw. Over http there are none.
func (h *Harness) certify(n int, flaw string) error {
	is := h.issuers[n]
	u, err := url.Parse(is.url)
	if err != nil || u.Scheme != "https" {
		return nil
	}
	issue := certificates[flaw]
	if issue == nil {
		issue = func(a Authority, host string) (*tls.Certificate, error) { return a.Issue(nil, host) }
	}
	c, err := issue(h.authority, u.Hostname())
	if err != nil {
		return fmt.Errorf("certify %s: %w", is.url, err)
	}
	is.certificate.Store(c)
	return nil
}

// TLS is how an issuer on https is served. Nothing of a connection outlives a change of the certificate: there are no
// tickets, and [Harness.Handler] closes a connection after one answer.
func (h *Harness) TLS(n int) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, SessionTicketsDisabled: true, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		return h.issuers[n].certificate.Load(), nil
	}}
}
