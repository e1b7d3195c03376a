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
		Apply: func(o *Options) { o.Discovery.Issuer = func(*Issuer, *Metadata) error { return nil } },
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
	suggestedBy("no-sign-in-suggested-by-get", http.MethodGet),
	suggestedBy("no-sign-in-suggested-by-post", http.MethodPost),
	{
		Name: "hint-dropped", Violates: "oidc-core-4-third-party-login-hint", At: "start.hint",
		Apply: func(o *Options) { o.Start.Hint = func(*Login, string) string { return "" } },
	},
	returning("suggested-page-is-anywhere", "oidc-core-4-third-party-open-redirect", func(path string) bool { return path == "/initiate" }),
	returning("linked-page-is-anywhere", "rfc9700-4.11.1-client-open-redirector", func(path string) bool { return path != "/initiate" }),
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
			if by(l.HTTP.URL.Path) && strings.HasPrefix(asked, "https://") {
				return asked
			}
			return clean(l, asked)
		}
	}}
}
