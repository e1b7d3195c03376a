package learn

import (
	"crypto/tls"
	"crypto/x509"
	"time"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// Options are what may be chosen before the servers start. The zero value is ready.
type Options struct {
	Settings Settings

	TLS  *tls.Config    // of all addresses, for the name 127.0.0.1; nil is plain http
	CA   *x509.CertPool // that signed its certificate
	File string         // where the authority's certificate lies, to be shown

	Requirements []features.Requirement // by which faults are explained
	// Try puts one fault under the checks of its requirement, and says what they saw; nil leaves it out.
	Try func(Fault) (string, error)

	// Customize may change the authorization server before it starts, for instance to authenticate users by other means.
	Customize func(*authserver.Options)
	PageToken time.Duration    // lifetime of the page's access tokens; 0 is a minute
	Now       func() time.Time // by which one-time codes are judged; nil is the real time
}

// Settings are what the learner may change while the servers run.
type Settings struct {
	SecondFactor bool   // users type a one-time code after their password (RFC 6238)
	Opaque       bool   // access tokens mean nothing by themselves: the API asks what they are worth (RFC 7662)
	Register     bool   // the web application registers itself (RFC 7591), in place of its fixed identifier
	Fault        string // broken on purpose: a Fault's Key; empty is none
}
