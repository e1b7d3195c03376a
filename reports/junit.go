package reports

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

type junitRun struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	junitCounts
	Suites []*junitSuite `xml:"testsuite"`
}

type junitCounts struct {
	Tests    int     `xml:"tests,attr"`
	Failures int     `xml:"failures,attr"`
	Errors   int     `xml:"errors,attr"`
	Skipped  int     `xml:"skipped,attr"`
	Time     seconds `xml:"time,attr"`
}

type junitSuite struct {
	Name      string `xml:"name,attr"`
	Timestamp string `xml:"timestamp,attr"`
	junitCounts
	Properties *junitProperties `xml:"properties"`
	Cases      []junitCase      `xml:"testcase"`
}

type junitProperties struct {
	All []junitProperty `xml:"property"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name       string           `xml:"name,attr"`
	Class      string           `xml:"classname,attr"`
	File       string           `xml:"file,attr,omitempty"`
	Time       seconds          `xml:"time,attr"`
	Properties *junitProperties `xml:"properties"`
	Skipped    *junitNote       `xml:"skipped"`
	Failure    *junitNote       `xml:"failure"`
	Error      *junitNote       `xml:"error"`
	Out        *junitText       `xml:"system-out"`
}

type junitNote struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",cdata"`
}

type junitText struct {
	Text string `xml:",cdata"`
}

// seconds are written as JUnit readers want them: without an exponent.
type seconds float64

// MarshalXMLAttr writes milliseconds' worth of digits.
func (s seconds) MarshalXMLAttr(name xml.Name) (xml.Attr, error) {
	return xml.Attr{Name: name, Value: fmt.Sprintf("%.3f", float64(s))}, nil
}

// JUnit writes a run as JUnit XML: a suite for each document and role, a case for each scenario, in the class of its
// requirement. A broken scenario is an error, a known one is skipped, and one that warns passes, saying so in its output:
// the format has no other words. It is valid XML whatever the target sent.
func JUnit(w io.Writer, run Run) error {
	r := shown(run)
	out := junitRun{Name: "oauthspec " + r.Target.Name}
	for _, q := range r.Requirements {
		name := strings.ToUpper(q.Role) + " " + q.Document
		i := slices.IndexFunc(out.Suites, func(s *junitSuite) bool { return s.Name == name })
		if i < 0 {
			i = len(out.Suites)
			out.Suites = append(out.Suites, suiteOf(r, name))
		}
		out.Suites[i].add(q)
	}
	for _, s := range out.Suites {
		out.Tests, out.Failures, out.Errors = out.Tests+s.Tests, out.Failures+s.Failures, out.Errors+s.Errors
		out.Skipped, out.Time = out.Skipped+s.Skipped, out.Time+s.Time
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func suiteOf(r Run, name string) *junitSuite {
	s := &junitSuite{Name: name, Timestamp: r.Started.UTC().Format(time.RFC3339)}
	s.Properties = properties("target", r.Target.Name, "issuer", r.Target.Issuer, "against", strings.Join(r.Against, ","), "driver", r.Driver,
		"tool", r.Tool, "partial", r.Partial, "judged", r.judged())
	return s
}

// properties takes names and values in turn and leaves the empty ones out.
func properties(pairs ...string) *junitProperties {
	var p junitProperties
	for pair := range slices.Chunk(pairs, 2) {
		if pair[1] != "" {
			p.All = append(p.All, junitProperty{pair[0], pair[1]})
		}
	}
	return &p
}

// add adds a requirement's scenarios, and the requirement itself where none of them has its verdict: it has none that
// ran, shares another's, or is listed as known and green.
func (s *junitSuite) add(q Requirement) {
	ran := q.Scenarios
	if !slices.ContainsFunc(ran, func(x Scenario) bool { return x.Verdict == q.Verdict }) {
		ran = append(slices.Clone(ran), Scenario{Name: q.Title, Verdict: q.Verdict, Reason: cmp.Or(q.Reason, q.Unobserved)})
	}
	for _, x := range ran {
		c := caseOf(q, x)
		s.Cases = append(s.Cases, c)
		s.Tests++
		s.Time += c.Time
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
}

func caseOf(q Requirement, s Scenario) junitCase {
	c := junitCase{Name: s.Name, Class: q.ID, Time: seconds(s.DurationMS / 1000)}
	if s.Feature != "" {
		c.File = "features/" + s.Feature
	}
	c.Properties = properties("requirement", q.ID, "title", q.Title, "level", q.Level.String(), "section", q.Document+" section "+q.Section,
		"link", q.Link, "verdict", s.Verdict.String(), "same_as", q.SameAs, "driver", s.Driver, "on", s.On)
	why := s.Reason
	if s.Want != "" {
		why = "want " + s.Want + ", got " + s.Got
	}
	why = cmp.Or(why, q.Reason, q.Unobserved, q.Title)
	note := &junitNote{Message: short(why, 300), Type: s.Verdict.String()}
	switch s.Verdict {
	case verdict.Fail:
		note.Text, c.Failure = details(q, s), note
	case verdict.Broken:
		note.Text, c.Error = details(q, s), note
	case verdict.Known:
		c.Skipped = &junitNote{Message: "known: " + cmp.Or(q.Reason, why)}
	case verdict.Skip:
		c.Skipped = &junitNote{Message: why}
	case verdict.Warn:
		c.Out = &junitText{details(q, s)}
	}
	return c
}

// details is a red scenario as the text report shows it.
func details(q Requirement, s Scenario) string {
	p := newPage(TextOptions{Width: 120})
	p.line(fmt.Sprintf("%s (%s, %s section %s)", q.Title, strings.ToUpper(q.Level.String()), q.Document, q.Section))
	p.line(q.Link)
	p.blank()
	p.scenario(s)
	return "\n" + p.b.String()
}
