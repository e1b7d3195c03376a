package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/servers"
)

func (a *app) explain() *cobra.Command {
	return &cobra.Command{
		Use: "explain ID", Short: "Explain a requirement",
		Long: "Says what a requirement wants, how strongly, where it is written, how it is\njudged, which fault proves that the check can fail, what goes wrong without it,\nand which bugs of real products it would have caught.",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			all, err := oauthspec.Requirements()
			if err != nil {
				return err
			}
			id := strings.TrimPrefix(args[0], "@")
			i := slices.IndexFunc(all, func(r features.Requirement) bool { return r.ID == id })
			if i < 0 {
				return unknownIn("requirement", id, ids(all), "list requirements")
			}
			faults, err := faultsByRequirement()
			if err != nil {
				return err
			}
			bugs, err := features.WouldHaveCaught(id)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.out, explanation(all[i], faults), caught(bugs))
			return err
		},
		ValidArgsFunction: completeIDs,
	}
}

func completeIDs(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	all, err := oauthspec.Requirements()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return ids(all), cobra.ShellCompDirectiveNoFileComp
}

func ids(all []features.Requirement) []string {
	var out []string
	for _, r := range all {
		out = append(out, r.ID)
	}
	return out
}

var roleNames = map[string]string{"as": "authorization server", "client": "client", "rs": "resource server"}

func explanation(r features.Requirement, faults map[string][]servers.Plant) string {
	var b strings.Builder
	para := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n%s\n%s\n", title, indented(text, "  "))
		}
	}
	fmt.Fprintf(&b, "%s\n%s\n", r.ID, indented(r.Title, ""))
	para("How strongly", strings.ToUpper(r.Level.String())+", of the "+roleNames[r.Role])
	fmt.Fprintf(&b, "\nWhere it is written\n  %s, section %s\n  %s\n", r.Document, r.Section, r.Link)
	para("What goes wrong without it", r.Harm)
	para("Judged by the scenarios of", r.SameAs)
	para("Cannot be observed from outside", r.Unobservable)
	if len(r.Scenarios) > 0 {
		fmt.Fprintf(&b, "\nHow it is judged (%s:%d)\n", r.File, r.Line)
	}
	for _, s := range r.Scenarios {
		fmt.Fprintf(&b, "%s\n", strings.Replace(indented(s.Name, "    "), "    ", "  - ", 1))
	}
	id := r.ID
	if r.SameAs != "" {
		id = r.SameAs
	}
	if len(faults[id]) > 0 {
		b.WriteString("\nWhat proves that the check can fail\n")
	}
	for _, f := range faults[id] {
		fmt.Fprintf(&b, "  - %s, planted at %s of the %s server\n    %s\n", f.Name, f.At, f.Variant, toSee(f))
	}
	return b.String()
}

// toSee is the command that shows a fault at work: on a server, or in the proof where none that is served is configured so.
func toSee(f servers.Plant) string {
	switch f.Variant {
	case "client/web", "rs/jwt":
		return "oauthspec serve --break " + f.Name
	case "rs/introspection":
		return "oauthspec serve --opaque --break " + f.Name
	}
	if strings.Contains(f.Variant, "/") {
		return "oauthspec prove --run " + f.Violates
	}
	return "oauthspec serve as --fault " + f.Name
}

// caught lists bugs of real products.
func caught(bugs []features.Bug) string {
	if len(bugs) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\nWhat it would have caught\n")
	for _, x := range bugs {
		fmt.Fprintf(&b, "%s\n    %s\n", strings.Replace(indented(x.Product+": "+x.What, "    "), "    ", "  - ", 1), x.Link())
	}
	return b.String()
}
