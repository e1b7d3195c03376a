package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/harness"
)

const aboutVerify = `Judges a target against the specification and reports every requirement: passed,
skipped (with the reason), warned, known, failed or broken.

The target is the built-in reference server, a product that oauthspec knows
(--target NAME), a profile of your own (--target FOLDER or FILE), or what the
flags say (--issuer and so on). Secrets are named by the environment variable
that holds them and never stand on the command line.

  oauthspec verify
  oauthspec verify --target ./my-server --against oauth2.1 --strict
  oauthspec verify --run 'rfc7636-*' --tags '@must and not @browser'`

// verification is the flags of verify.
type verification struct {
	options oauthspec.Options
	target  string
	flags   servers.Flags
	reports []string
	rerun   string
	known   string
}

func (a *app) verify() *cobra.Command {
	var v verification
	c := &cobra.Command{
		Use: "verify [as|client|rs]…", Short: "Judge a target against the specification", Long: aboutVerify,
		ValidArgs: []string{"as", "client", "rs"},
		RunE: func(c *cobra.Command, roles []string) error {
			v.options.Roles = roles
			return a.runVerify(c.Context(), v)
		},
	}
	sections(c, v.targetFlags(), v.selectionFlags(), v.runFlags(), v.outputFlags())
	return c
}

func (a *app) runVerify(ctx context.Context, v verification) error {
	sinks, err := parseSinks(v.reports, formats)
	if err != nil {
		return err
	}
	if v.known != "" {
		if err := writable(v.known); err != nil {
			return fmt.Errorf("--write-known: %w", err)
		}
	}
	o := v.options
	if v.rerun != "" {
		if o.Only, err = failedIn(v.rerun); err != nil {
			return err
		}
	}
	target, done, err := a.target(v.target, v.flags)
	if err != nil {
		return err
	}
	defer done()
	o.Target, o.Secrets = target, a.secrets
	if target.Builtin {
		collectLess()
	}
	p := a.progress("scenarios")
	o.Progress = func(done, total int, s reports.Scenario) { p.step(done, total, s.Verdict.String()) }
	run, err := oauthspec.Verify(ctx, o)
	p.end()
	if err != nil {
		return err
	}
	if err := errors.Join(a.write(sinks, run), a.writeKnown(v.known, run)); err != nil {
		return err
	}
	if code := oauthspec.ExitStatus(run); code != 0 {
		return status(code)
	}
	return nil
}

// target is what the flags name: the built-in servers where they name nothing. done releases what it holds.
func (a *app) target(name string, f servers.Flags) (t servers.Target, done func(), err error) {
	given := f.Issuer != ""
	switch {
	case given && name != "":
		return t, nil, errors.New("--target and --issuer exclude each other: a target's issuer is in its profile")
	case !given && f.Any():
		return t, nil, errors.New("--issuer is missing: the flags that describe a client or a user belong to it")
	case given:
		t, err = f.Target(a.env)
	case name == "" || name == servers.BuiltinName:
		return builtinTarget()
	default:
		t, err = servers.Load(name, a.env)
		if roots, caErr := servers.Roots(f.CA); err == nil && f.CA != "" {
			t.Roots, err = roots, caErr
		}
	}
	t.Open = harness.Open
	return t, func() {}, err
}
