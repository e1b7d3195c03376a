package reports

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Name    string       `xml:"name,attr"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     float64     `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string     `xml:"classname,attr"`
	Name    string     `xml:"name,attr"`
	Time    float64    `xml:"time,attr"`
	Failure *junitText `xml:"failure"`
	Error   *junitText `xml:"error"`
	Skipped *junitText `xml:"skipped"`
	Out     string     `xml:"system-out,omitempty"`
}

type junitText struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes a run as JUnit XML: a suite per requirement, a case per scenario; seconds. A warning passes and says so
// in the case's output. The run has to be redacted already.
func JUnit(w io.Writer, run Run) error {
	out := junitSuites{Name: xmlText(run.Target.Name)}
	for _, q := range run.Requirements {
		s := junitSuite{Name: xmlText(q.ID + ": " + q.Title), Time: q.DurationMS / 1000}
		for _, sc := range q.Scenarios {
			s.add(q, sc)
		}
		if len(q.Scenarios) == 0 {
			s.add(q, Scenario{Name: q.Title, Verdict: q.Verdict, Reason: q.Reason + q.Unobserved})
		}
		out.Suites = append(out.Suites, s)
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

func (s *junitSuite) add(q Requirement, sc Scenario) {
	c := junitCase{Class: xmlText(q.ID), Name: xmlText(sc.Name), Time: sc.DurationMS / 1000}
	t := &junitText{Message: xmlText(sc.Reason), Text: xmlText(strings.Join(sc.Curl, "\n"))}
	s.Tests++
	switch sc.Verdict {
	case verdict.Fail:
		s.Failures++
		c.Failure = t
	case verdict.Broken:
		s.Errors++
		c.Error = t
	case verdict.Skip:
		s.Skipped++
		c.Skipped = &junitText{Message: t.Message}
	case verdict.Warn, verdict.Known:
		c.Out = sc.Verdict.String() + ": " + t.Message
	}
	s.Cases = append(s.Cases, c)
}

// xmlText drops the characters that XML 1.0 cannot hold.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF {
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, "�"))
}
