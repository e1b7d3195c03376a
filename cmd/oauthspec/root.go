package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oauthspec/oauthspec/internal/nearest"
)

const about = `oauthspec judges an OAuth 2.0 or OpenID Connect server against an executable
specification, and proves that each of its checks is able to fail.

  oauthspec verify                         the built-in reference server
  oauthspec verify --target oidc-provider  a product it knows, see list targets
  oauthspec init --issuer https://…        a first profile for any other
  oauthspec explain rfc6749-4.1.2-…        what a requirement wants, and why

Exit status: 0 conformant, 1 a requirement failed, 2 nothing could be judged
(broken, interrupted, wrong usage or configuration), 3 target unreachable.`

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use: "oauthspec", Short: "Judge OAuth servers against an executable specification", Long: about,
		SilenceErrors: true, SilenceUsage: true,
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.AddCommand(a.verify(), a.prove(), a.bench(), a.capacity(), a.compare(), a.merge(), a.plan(), a.list(), a.explain(), a.init(), a.serve(), a.version())
	root.SetFlagErrorFunc(flagError)
	group(root)
	return root
}

// group makes a command refuse what is not one of its subcommands; alone, it shows its help.
func group(c *cobra.Command) {
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return c.Help()
		}
		var names []string
		for _, sub := range c.Commands() {
			names = append(names, sub.Name())
		}
		return unknown("command", args[0], names)
	}
}

// unknown is the error for a name that is none of those known.
func unknown(what, name string, known []string) error {
	return fmt.Errorf("unknown %s %q%s", what, name, cmp.Or(nearest.Hint(name, known), ": want "+strings.Join(known, ", ")))
}

// unknownIn is unknown where there are too many known names to print: it says which list has them.
func unknownIn(what, name string, known []string, list string) error {
	return fmt.Errorf("unknown %s %q%s", what, name, cmp.Or(nearest.Hint(name, known), fmt.Sprintf(": \"oauthspec %s\" has them all", list)))
}

func flagError(c *cobra.Command, err error) error {
	see := fmt.Sprintf("\nsee: %s --help", c.CommandPath())
	missing := new(pflag.NotExistError)
	if !errors.As(err, &missing) {
		return fmt.Errorf("%w%s", err, see)
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	name := "--" + missing.GetSpecifiedName()
	if missing.GetSpecifiedShortnames() != "" {
		name = "-" + missing.GetSpecifiedName()
	}
	return fmt.Errorf("unknown flag %q%s%s", name, nearest.Hint(name, names), see)
}

// A section is a part of a command's flags under a heading of its own.
type section struct {
	title string
	flags *pflag.FlagSet
}

// sections gives a command its flags and a help text that shows them under their headings, 80 columns wide.
func sections(c *cobra.Command, all ...section) {
	for _, s := range all {
		s.flags.SortFlags = false
		c.Flags().AddFlagSet(s.flags)
	}
	c.SetHelpFunc(func(c *cobra.Command, _ []string) {
		out := c.OutOrStdout()
		fmt.Fprintf(out, "%s\n\nusage: %s\n", cmp.Or(c.Long, c.Short), c.UseLine())
		for _, s := range all {
			fmt.Fprintf(out, "\n%s:\n%s", s.title, s.flags.FlagUsagesWrapped(80))
		}
	})
}

func newSection(title string, add func(f *pflag.FlagSet)) section {
	f := pflag.NewFlagSet(title, pflag.ContinueOnError)
	add(f)
	return section{title, f}
}
