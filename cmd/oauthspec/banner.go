package main

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// A banner is what a served authorization server says of itself: all that one needs to use it.
type banner struct {
	options authserver.Options
	fault   string
	ca      string // file of its certificate authority
	exposed bool   // it can be reached from other machines
}

func (b banner) String() string {
	var s strings.Builder
	o := b.options
	if b.fault != "" {
		fmt.Fprintf(&s, "FAULTY ON PURPOSE: %s\n%s\n\n", b.fault, b.violates())
	}
	if b.exposed {
		s.WriteString("WARNING: other machines can reach this server. It is made for tests, and everything\nneeded to sign in is printed below; its secrets are new ones for this run.\n\n")
	}
	fmt.Fprintf(&s, "issuer   %s\nvariant  %s\n", o.Issuer, o.Variant)
	if b.ca != "" {
		fmt.Fprintf(&s, "trust    %s\n", b.ca)
	}
	s.WriteString("\nclients\n")
	for _, c := range o.Clients {
		b.client(&s, c)
	}
	s.WriteString("\nusers\n")
	for _, u := range o.Users {
		fmt.Fprintf(&s, "  %-12s %s\n", u.Name, u.Password)
	}
	b.try(&s)
	s.WriteString("\nready; interrupt it to end it\n")
	return s.String()
}

func (b banner) violates() string {
	for _, f := range authserver.Faults() {
		if f.Name == b.fault {
			return "  it violates " + f.Violates
		}
	}
	return ""
}

func (b banner) client(s *strings.Builder, c authserver.Client) {
	credential := cmp.Or(c.Secret, map[bool]string{true: "(public)", false: "(a key of its own)"}[c.Public()])
	fmt.Fprintf(s, "  %-12s %-13s %s\n", c.ID, c.Kind, credential)
	if len(c.Redirects) > 0 {
		fmt.Fprintf(s, "               %s\n", c.Redirects[0])
	}
}

// Values of RFC 7636 appendix B: whoever tries this by hand needs a pair that matches.
const (
	exampleVerifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	exampleChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

func (b banner) try(s *strings.Builder) {
	o, curl := b.options, "curl"
	if b.ca != "" {
		curl += " --cacert " + b.ca
	}
	if c, ok := b.first("client_credentials", "client_secret_basic"); ok {
		fmt.Fprintf(s, "\ntry a token\n  %s -u %s:%s \\\n    -d grant_type=client_credentials %s/token\n", curl, c.ID, c.Secret, o.Issuer)
	}
	if c, ok := b.first("authorization_code", "none"); ok && len(c.Redirects) > 0 {
		redirect := c.Redirects[len(c.Redirects)-1]
		query := url.Values{"response_type": {"code"}, "client_id": {c.ID}, "redirect_uri": {redirect}, "state": {"try"},
			"code_challenge": {exampleChallenge}, "code_challenge_method": {"S256"}}
		fmt.Fprintf(s, "\ntry a sign-in: open this, take the code from the address bar, redeem it\n  %s/authorize?%s\n", o.Issuer, query.Encode())
		fmt.Fprintf(s, "  %s -d grant_type=authorization_code -d client_id=%s \\\n    -d redirect_uri=%s \\\n    -d code_verifier=%s \\\n    -d code=CODE %s/token\n",
			curl, c.ID, redirect, exampleVerifier, o.Issuer)
	}
}

func (b banner) first(grant, auth string) (authserver.Client, bool) {
	i := slices.IndexFunc(b.options.Clients, func(c authserver.Client) bool {
		return c.Auth == auth && slices.Contains(c.Grants, grant)
	})
	if i < 0 {
		return authserver.Client{}, false
	}
	return b.options.Clients[i], true
}
