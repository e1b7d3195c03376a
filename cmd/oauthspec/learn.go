package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/internal/trial"
	"github.com/oauthspec/oauthspec/servers/learn"
)

const aboutLearn = `Serves an authorization server, a web application, a single-page application and
a protected API on loopback until it is interrupted, and prints the address of a
guide that leads through Authorization Code and Client Credentials, shows every
message, and lets one break things on purpose.

  oauthspec serve
  oauthspec serve --tls --second-factor
  oauthspec serve --postman collection.json

With a role it serves that one reference server alone.`

// learning is the flags of serve without a role.
type learning struct {
	settings learn.Settings
	tls      bool
	postman  string
}

// serveAll makes serve, without a role, start the servers to learn from.
func (a *app) serveAll(c *cobra.Command) {
	var l learning
	c.Long, c.Args = aboutLearn, cobra.ArbitraryArgs
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknown("command", args[0], []string{"as", "issuer"})
		}
		return a.learn(c.Context(), l)
	}
	sections(c, newSection("How they work", func(f *pflag.FlagSet) {
		f.BoolVar(&l.settings.SecondFactor, "second-factor", false, "ask users for a one-time code after the password")
		f.BoolVar(&l.settings.Opaque, "opaque", false, "opaque access tokens, which the API asks about")
		f.BoolVar(&l.settings.Register, "register", false, "application and API register themselves")
		f.StringVar(&l.settings.Fault, "break", "", "break a requirement by this fault, a `NAME` of \"list faults\"")
		f.BoolVar(&l.tls, "tls", false, "serve https, with a certificate authority of its own")
		f.StringVar(&l.postman, "postman", "", "write a Postman collection of the second scenario to a `FILE`; it holds a secret")
	}))
}

func (a *app) learn(ctx context.Context, l learning) error {
	all, err := oauthspec.Requirements()
	if err != nil {
		return err
	}
	o := learn.Options{Settings: l.settings, Requirements: all, Try: func(f learn.Fault) (string, error) { return trial.Of(ctx, f.Role, f.Name, f.Violates) }}
	if l.tls {
		var remove func()
		if o.TLS, o.File, remove, err = ownCertificate("127.0.0.1:0"); err != nil {
			return err
		}
		defer remove()
		if o.CA, err = poolOf(o.File); err != nil {
			return err
		}
	}
	s, err := learn.Start(o)
	if err != nil {
		return err
	}
	defer s.Close()
	if l.postman != "" {
		b, err := s.Postman()
		if err == nil {
			err = os.WriteFile(l.postman, b, 0o600)
		}
		if err != nil {
			return fmt.Errorf("--postman: %w", err)
		}
	}
	fmt.Fprint(a.out, welcome(s, l))
	<-ctx.Done()
	return nil
}

func welcome(s *learn.Suite, l learning) string {
	var b strings.Builder
	if l.settings.Fault != "" {
		fmt.Fprintf(&b, "FAULTY ON PURPOSE: %s\n\n", l.settings.Fault)
	}
	fmt.Fprintf(&b, "open %s\n\n", s.URL())
	for _, one := range [][2]string{{"authorization server", s.Issuer()}, {"web application", s.App()}, {"single-page application", s.Page()}, {"API", s.API()}} {
		fmt.Fprintf(&b, "  %-25s%s\n", one[0], one[1])
	}
	if file := s.CAFile(); file != "" {
		fmt.Fprintf(&b, "\ntrust its authority\n  %s\n  certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n oauthspec -i %s\n", file, file)
	}
	b.WriteString("\nready; interrupt it to end it\n")
	return b.String()
}

func poolOf(file string) (*x509.CertPool, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p := x509.NewCertPool()
	if !p.AppendCertsFromPEM(b) {
		return nil, errors.New("the certificate authority cannot be read back")
	}
	return p, nil
}
