package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/harness"
)

// listings are what can be listed: each returns rows for JSON and lines for people.
var listings = []struct {
	name, about string
	list        func() (rows any, lines []string, err error)
}{
	{"requirements", "what is judged (the default)", listRequirements},
	{"faults", "what can be planted in the built-in servers", listFaults},
	{"flaws", "what can be wrong with an issuer or a token", listFlaws},
	{"targets", "what --target knows by name", listTargets},
	{"sets", "what --against knows", listSets},
}

func (a *app) list() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "list [requirements|faults|flaws|targets|sets]", Short: "List requirements, faults, flaws, targets or sets",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var names []string
			for _, l := range listings {
				if len(args) == 0 || l.name == args[0] {
					return a.show(l.list, asJSON)
				}
				names = append(names, l.name)
			}
			return unknown("list", args[0], names)
		},
	}
	c.Long = "Lists, as lines or as JSON:\n"
	for _, l := range listings {
		c.ValidArgs = append(c.ValidArgs, l.name)
		c.Long += fmt.Sprintf("\n  %-13s %s", l.name, l.about)
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return c
}

func (a *app) show(list func() (any, []string, error), asJSON bool) error {
	rows, lines, err := list()
	if err != nil {
		return err
	}
	if asJSON {
		return a.json(rows)
	}
	_, err = fmt.Fprintln(a.out, strings.Join(lines, "\n"))
	return err
}

func (a *app) json(v any) error {
	e := json.NewEncoder(a.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func listRequirements() (any, []string, error) {
	all, err := oauthspec.Requirements()
	if err != nil {
		return nil, nil, err
	}
	faults, err := faultsByRequirement()
	if err != nil {
		return nil, nil, err
	}
	rows, lines := []reports.Listing{}, []string(nil)
	for _, r := range all {
		row := reports.Listing{ID: r.ID, Level: r.Level, Role: r.Role, Document: r.Document, Section: r.Section,
			Title: r.Title, SameAs: r.SameAs, Unobservable: r.Unobservable, Scenarios: []string{}, Faults: []string{}}
		for _, s := range r.Scenarios {
			row.Scenarios = append(row.Scenarios, s.Name)
		}
		for _, f := range faults[r.ID] {
			row.Faults = append(row.Faults, f.Name)
		}
		rows = append(rows, row)
		lines = append(lines, fmt.Sprintf("%-6s %-6s %s", r.Role, r.Level, r.ID), indented(r.Title, "              "))
	}
	return rows, lines, nil
}

// A faultRow is one element of "list faults --json".
type faultRow struct {
	Name     string   `json:"name"`
	Violates string   `json:"violates"`
	AlsoRed  []string `json:"also_red"`
	Seam     string   `json:"seam"`
	Variant  string   `json:"variant"`
	Role     string   `json:"role"`
}

func listFaults() (any, []string, error) {
	all, done, err := plants()
	if err != nil {
		return nil, nil, err
	}
	done()
	rows, lines := []faultRow{}, []string(nil)
	for _, p := range all {
		rows = append(rows, faultRow{p.Name, p.Violates, append([]string{}, p.AlsoRed...), p.At, p.Variant, p.Role})
		lines = append(lines, fmt.Sprintf("%s (%s, %s)\n    violates %s", p.Name, p.Variant, p.At, p.Violates))
	}
	return rows, lines, nil
}

func listFlaws() (any, []string, error) {
	ofIssuers, err := oauthspec.Shows(harness.Flaws(), false)
	if err != nil {
		return nil, nil, err
	}
	ofTokens, err := oauthspec.Shows(oauthspec.TokenFlaws(), true)
	if err != nil {
		return nil, nil, err
	}
	all, lines := slices.Concat(ofIssuers, ofTokens), []string(nil)
	for _, f := range all {
		kind := "an issuer"
		if f.Token {
			kind = "a token"
		}
		lines = append(lines, indented(fmt.Sprintf("%s (of %s)", f.Name, kind), ""))
		for _, s := range f.Shows {
			lines = append(lines, indented(fmt.Sprintf("of a sound %s: %s", roleNames[s.Role], s.Sound), "    "), "      "+s.ID)
		}
	}
	return all, lines, nil
}

// A targetRow is one element of "list targets --json".
type targetRow struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

func listTargets() (any, []string, error) {
	rows := []targetRow{{servers.BuiltinName, "the reference servers, a fresh one for each scenario"}}
	for _, n := range servers.Names() {
		rows = append(rows, targetRow{n, servers.About(n)})
	}
	var lines []string
	for _, r := range rows {
		lines = append(lines, r.Name, indented(r.About, "    "))
	}
	return rows, lines, nil
}

func listSets() (any, []string, error) {
	rows, lines := []oauthspec.Set{}, []string(nil)
	for _, name := range oauthspec.Sets() {
		s := oauthspec.SetNamed(name)
		rows = append(rows, s)
		about := s.Means + ". Documents: " + strings.Join(s.Documents, ", ")
		if len(s.Requires) > 0 {
			about += ". Mandatory: " + strings.Join(s.Requires, ", ")
		}
		lines = append(lines, s.Name, indented(about, "    "))
	}
	return rows, lines, nil
}
