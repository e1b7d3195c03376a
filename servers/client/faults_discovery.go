package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// discoveryFaults find issuers wrongly, and begin sign-ins wrongly that others suggest (RFC 8414 §3, OpenID Connect Core §4).
var discoveryFaults = []Fault{
	{
		Name: "metadata-of-another-issuer", Violates: "rfc8414-3.3-client-issuer-mismatch", At: "discovery.issuer",
		AlsoRed: []string{"rfc9207-2.4-client-one-issuer-per-endpoint"}, // nor is one noticed that is another server's
		Apply:   func(o *Options) { o.Discovery.Issuer = func(*Server, *Issuer, *Metadata) error { return nil } },
	},
	{
		Name: "unknown-metadata-refused", Violates: "rfc8414-3.2-client-ignores-unknown", At: "discovery.read",
		Apply: func(o *Options) {
			clean := o.Discovery.Read
			o.Discovery.Read = func(ctx context.Context, s *Server, at string, m *Metadata) error {
				var all map[string]any
				if err := s.getJSON(ctx, at, &all); err != nil {
					return err
				}
				if all["x_unknown"] != nil {
					return errors.New("the metadata have a member too many")
				}
				return clean(ctx, s, at, m)
			}
		},
	},
	{
		Name: "metadata-from-elsewhere", Violates: "oidc-discovery-4-client-uses-document", At: "discovery.address",
		Apply: func(o *Options) {
			o.Discovery.Address = func(i *Issuer) string { return i.URL + "/.well-known/oauth-authorization-server" }
		},
	},
	takesIssuer("issuer-of-answer-unannounced", "rfc9207-2.4-client-unadvertised-iss", func(l *Login, _ []string) bool { return !l.provider.Iss }),
	{
		Name: "any-issuer-that-is-known", Violates: "rfc9207-2.4-client-one-issuer-per-endpoint", At: "discovery.issuer",
		Apply: func(o *Options) {
			clean := o.Discovery.Issuer
			o.Discovery.Issuer = func(s *Server, i *Issuer, m *Metadata) error {
				for k := range s.o.Issuers {
					if s.o.Issuers[k].URL == m.Issuer {
						return nil
					}
				}
				return clean(s, i, m)
			}
		},
	},
	{
		Name: "plain-metadata-first", Violates: "rfc8414-2.1-client-signed-precedence", At: "discovery.signed",
		Apply: func(o *Options) {
			clean := o.Discovery.Signed
			o.Discovery.Signed = func(ctx context.Context, s *Server, i *Issuer, m *Metadata) error {
				n := *m
				return clean(ctx, s, i, &n)
			}
		},
	},
	notFingered("no-sign-in-by-an-address", func(who string) bool { return strings.HasPrefix(who, "acct:") }),
	notFingered("no-sign-in-by-a-url", func(who string) bool { return strings.HasPrefix(who, "https:") }),
	suggestedBy("no-sign-in-suggested-by-get", http.MethodGet),
	suggestedBy("no-sign-in-suggested-by-post", http.MethodPost),
	{
		Name: "hint-dropped", Violates: "oidc-core-4-third-party-login-hint", At: "start.hint",
		Apply: func(o *Options) { o.Start.Hint = func(*Login, string) string { return "" } },
	},
	returning("suggested-page-is-anywhere", "oidc-core-4-third-party-open-redirect", func(path string) bool { return path == "/initiate" }),
	returning("linked-page-is-anywhere", "rfc9700-4.11.1-client-open-redirector", func(path string) bool { return path != "/initiate" }),
}

// notFingered is an application that offers to find its users' server and does not, for some of them.
func notFingered(name string, those func(who string) bool) Fault {
	return Fault{Name: name, Violates: "oidc-discovery-2-client-webfinger", At: "discovery.finger", Variant: "tls", Apply: func(o *Options) {
		clean := o.Discovery.Finger
		o.Discovery.Finger = func(ctx context.Context, s *Server, who string) (string, error) {
			if those(who) {
				return "", errors.New("nobody knows the user's server")
			}
			return clean(ctx, s, who)
		}
	}}
}

// suggestedBy refuses to begin a sign-in that somebody else suggests by a method.
func suggestedBy(name, method string) Fault {
	return Fault{Name: name, Violates: "oidc-core-4-third-party-login", At: "start.issuer", Gross: true, Apply: func(o *Options) {
		clean := o.Start.Issuer
		o.Start.Issuer = func(l *Login, asked string) (*Issuer, error) {
			if l.HTTP.Method == method && l.HTTP.URL.Path == "/initiate" {
				return nil, refuse("sign-ins begin here")
			}
			return clean(l, asked)
		}
	}}
}

// returning sends users wherever they were told to, by some of the ways in.
func returning(name, violates string, by func(path string) bool) Fault {
	return Fault{Name: name, Violates: violates, At: "start.return", Apply: func(o *Options) {
		clean := o.Start.Return
		o.Start.Return = func(l *Login, asked string) string {
			if by(l.HTTP.URL.Path) && asked != "" {
				return asked
			}
			return clean(l, asked)
		}
	}}
}
