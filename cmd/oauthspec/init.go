package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
)

const aboutInit = `Reads a server's metadata and writes a commented profile for it, and beside it,
on standard error, what to register there: clients, users, redirect URIs.

  oauthspec init --issuer https://as.example --output my-server/profile.yaml
  oauthspec verify --target my-server`

func (a *app) init() *cobra.Command {
	var issuer, output, ca string
	var named []string
	c := &cobra.Command{
		Use: "init --issuer URL", Short: "Write a first profile for a server", Long: aboutInit, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if issuer == "" {
				return errors.New("--issuer is missing: the URL of the server's issuer")
			}
			if output != "" {
				if _, err := os.Stat(output); err == nil {
					return fmt.Errorf("--output: %s is there already, and init overwrites nothing", output)
				}
			}
			roots, err := servers.Roots(ca)
			if err != nil {
				return err
			}
			endpoints, err := servers.EndpointFlags(named)
			if err != nil {
				return err
			}
			profile, register, err := oauthspec.Init(c.Context(), issuer, endpoints, roots)
			if err != nil {
				return err
			}
			fmt.Fprint(a.err, plain(register))
			if output == "" {
				_, err = a.out.Write(profile)
				return err
			}
			if err := os.MkdirAll(filepath.Dir(output), 0o755); err != nil {
				return fmt.Errorf("--output: %w", err)
			}
			return reports.WriteFile(output, func(w io.Writer) error {
				_, err := w.Write(profile)
				return err
			})
		},
	}
	sections(c, newSection("Flags", func(f *pflag.FlagSet) {
		f.StringVar(&issuer, "issuer", "", "the issuer's `URL`")
		f.StringArrayVar(&named, "endpoint", nil, "where its metadata is silent, as `NAME=URL`: authorization, token, introspection, revocation, again for each")
		f.StringVar(&output, "output", "", "write the profile to a `FILE` that is not there yet")
		f.StringVar(&ca, "ca", "", "trust the certificate authority in this PEM `FILE` too")
	}))
	return c
}
