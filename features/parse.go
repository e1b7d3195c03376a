package features

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

var (
	idTag    = regexp.MustCompile(`^(rfc\d+|oidc-[a-z]+|oauth21|multiresp|formpost|jarm|fetch|fapi1-(?:adv|base)|fapi2?[a-z]*)-(?:([0-9]+(?:\.[0-9]+)*|[a-z](?:\.[0-9]+)*)-)?([a-z0-9-]+)$`)
	roleTags = []string{"as", "client", "rs"}
)

// parseFile reads one feature file. Every error names file and line.
func parseFile(name string, content []byte) ([]Requirement, error) {
	n := 0
	newID := func() string { n++; return strconv.Itoa(n) }
	doc, err := gherkin.ParseGherkinDocument(bytes.NewReader(content), newID)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if doc.Feature == nil {
		return nil, fmt.Errorf("%s: no feature", name)
	}
	role, err := one(roleTags, tags(doc.Feature.Tags))
	if err != nil {
		return nil, fmt.Errorf("%s: a feature carries the role under test: %w", name, err)
	}
	pickles := map[string][]*messages.Pickle{}
	for _, p := range gherkin.Pickles(*doc, name, newID) {
		pickles[p.AstNodeIds[0]] = append(pickles[p.AstNodeIds[0]], p)
	}
	var out []Requirement
	for _, c := range doc.Feature.Children {
		if c.Rule == nil {
			if c.Scenario != nil {
				return nil, fmt.Errorf("%s:%d: a scenario stands outside a Rule", name, c.Scenario.Location.Line)
			}
			continue
		}
		r, err := rule(name, role, c.Rule, pickles)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, c.Rule.Location.Line, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// rule makes a requirement of a Rule: one id tag, one level tag, scenarios or the reason for none.
func rule(file, role string, m *messages.Rule, pickles map[string][]*messages.Pickle) (Requirement, error) {
	r := Requirement{Title: strings.TrimSpace(m.Name), Role: role, Tags: tags(m.Tags), File: file, Line: int(m.Location.Line)}
	for _, t := range r.Tags {
		if same, ok := strings.CutPrefix(t, "same-as-"); ok {
			r.SameAs = same
		} else if idTag.MatchString(t) {
			if r.ID != "" {
				return r, fmt.Errorf("two requirement tags: %s and %s", r.ID, t)
			}
			r.ID = t
		}
	}
	if r.ID == "" {
		return r, fmt.Errorf("rule %q carries no requirement tag", r.Title)
	}
	level, err := one([]string{"may", "should", "must"}, r.Tags)
	if err != nil {
		return r, fmt.Errorf("%s: %w", r.ID, err)
	}
	if err := r.Level.UnmarshalText([]byte(level)); err != nil {
		return r, err
	}
	r.Document, r.Section, r.Link = cite(r.ID)
	if r.Document == "" {
		return r, fmt.Errorf("%s: unknown document", r.ID)
	}
	for _, c := range m.Children {
		if c.Scenario != nil {
			r.Scenarios = append(r.Scenarios, scenarios(r.ID, file, c.Scenario, pickles[c.Scenario.Id])...)
		}
	}
	text := strings.Join(strings.Fields(m.Description), " ")
	switch {
	case len(r.Scenarios) > 0 || r.SameAs != "":
		r.Harm = text
	case text == "":
		return r, fmt.Errorf("%s has no scenario and does not say why", r.ID)
	default:
		r.Unobservable = text
	}
	if r.SameAs != "" && len(r.Scenarios) > 0 {
		return r, fmt.Errorf("%s is judged by %s and has scenarios of its own", r.ID, r.SameAs)
	}
	return r, nil
}

func scenarios(id, file string, m *messages.Scenario, ps []*messages.Pickle) []Scenario {
	rows := []int{int(m.Location.Line)}
	if len(m.Examples) > 0 {
		rows = nil
		for _, e := range m.Examples {
			for _, row := range e.TableBody {
				rows = append(rows, int(row.Location.Line))
			}
		}
	}
	var out []Scenario
	for i, p := range ps {
		s := Scenario{Requirement: id, Name: p.Name, File: file, Line: rows[i]}
		for _, t := range p.Tags {
			s.Tags = append(s.Tags, strings.TrimPrefix(t.Name, "@"))
		}
		for _, st := range p.Steps {
			s.Steps = append(s.Steps, st.Text)
		}
		out = append(out, s)
	}
	return out
}

func tags(ts []*messages.Tag) []string {
	var out []string
	for _, t := range ts {
		out = append(out, strings.TrimPrefix(t.Name, "@"))
	}
	return out
}

// one is the single name of a closed list that is among the tags.
func one(names, among []string) (string, error) {
	var found []string
	for _, n := range names {
		for _, t := range among {
			if t == n {
				found = append(found, n)
			}
		}
	}
	if len(found) != 1 {
		return "", fmt.Errorf("want one of the tags %s, got %d", strings.Join(names, ", "), len(found))
	}
	return found[0], nil
}

// consistent checks what no single file can: ids and scenario names are unique, a same-as leads to scenarios of the same role.
func consistent(all []Requirement) error {
	byID := map[string]Requirement{}
	keys := map[string]bool{}
	for _, r := range all {
		if old, ok := byID[r.ID]; ok {
			return fmt.Errorf("%s:%d: %s stands in %s:%d already", r.File, r.Line, r.ID, old.File, old.Line)
		}
		byID[r.ID] = r
		for _, s := range r.Scenarios {
			if keys[s.Key()] {
				return fmt.Errorf("%s:%d: two scenarios of %s are named %q: put a column of the Examples into the name", s.File, s.Line, r.ID, s.Name)
			}
			keys[s.Key()] = true
		}
	}
	for _, r := range all {
		if r.SameAs == "" {
			continue
		}
		o, ok := byID[r.SameAs]
		if !ok || len(o.Scenarios) == 0 || o.Role != r.Role {
			return fmt.Errorf("%s:%d: %s is the same as %s, which has no scenarios in that role", r.File, r.Line, r.ID, r.SameAs)
		}
	}
	return nil
}
