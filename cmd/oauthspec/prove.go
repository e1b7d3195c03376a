package main

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers/builtin"
)

const aboutProve = `Proves that each check is able to fail. Every requirement is broken on purpose
in a built-in server, one fault at a time, and the checks must see that
requirement violated and no other. Exit status 1 where one did not.

  oauthspec prove
  oauthspec prove client
  oauthspec prove --run 'rfc7636-*'
  oauthspec prove --full --json > proof.json`

// proving is the flags of prove.
type proving struct {
	options oauthspec.ProveOptions
	json    bool
}

func (a *app) prove() *cobra.Command {
	var v proving
	c := &cobra.Command{
		Use: "prove [as|client|rs]…", Short: "Prove that each check is able to fail", Long: aboutProve, ValidArgs: []string{"as", "client", "rs"},
		RunE: func(c *cobra.Command, roles []string) error {
			v.options.Roles = roles
			return a.runProve(c.Context(), v)
		},
	}
	sections(c, newSection("Flags", func(f *pflag.FlagSet) {
		f.StringArrayVar(&v.options.Run, "run", nil, "a requirement's `ID`, or a pattern of ids such as 'rfc7636-*', again for each")
		f.BoolVar(&v.options.Full, "full", false, "every fault against every scenario, to confirm the proof")
		f.StringVar(&v.options.Driver, "driver", "auto", "`HOW` users sign in: form (HTML forms), rod (a real browser), or auto")
		f.StringVar(&v.options.Browser, "browser", "", "`PATH` of a Chromium")
		f.IntVar(&v.options.Parallel, "parallel", 0, "`N` faults at once (two for each core)")
		f.BoolVar(&v.json, "json", false, "write JSON")
	}))
	return c
}

func (a *app) runProve(ctx context.Context, v proving) error {
	collectLess()
	pool := builtin.NewDirectPool
	if v.options.Full {
		pool = builtin.NewPool // it is to confirm the other, so it leaves nothing out, the way over the wire included
	}
	target, done, err := targetIn(pool())
	if err != nil {
		return err
	}
	defer done()
	all, donePlants, err := plantsIn(pool())
	if err != nil {
		return err
	}
	defer donePlants()
	o := v.options
	o.Target, o.Plants = target, all
	p := a.progress("faults")
	o.Progress = func(done, total int, proof reports.Proof) {
		verdict := "pass"
		if !proof.OK {
			verdict = "fail"
		}
		p.step(done, total, verdict)
	}
	proofs, err := oauthspec.Prove(ctx, o)
	p.end()
	if err != nil {
		return err
	}
	if v.json {
		err = reports.JSON(a.out, proofs)
	} else {
		err = reports.ProofText(a.out, proofs, reports.TextOptions{Color: a.color(), Width: a.width()})
	}
	switch {
	case err != nil:
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	for _, p := range proofs {
		if !p.OK {
			return status(statusFail)
		}
	}
	return nil
}
