package steps

import (
	"io"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"
)

// quiet is a godog formatter that prints nothing: results are collected in hooks, because godog's own reports drop the
// tags of Rules and the reasons of skips.
const quiet = "oauthspec"

func init() {
	godog.Format(quiet, "prints nothing", func(string, io.Writer) godog.Formatter { return silence{} })
}

type silence struct{}

func (silence) TestRunStarted()                                                      {}
func (silence) Feature(*messages.GherkinDocument, string, []byte)                    {}
func (silence) Pickle(*godog.Scenario)                                               {}
func (silence) Defined(*godog.Scenario, *godog.Step, *godog.StepDefinition)          {}
func (silence) Passed(*godog.Scenario, *godog.Step, *godog.StepDefinition)           {}
func (silence) Skipped(*godog.Scenario, *godog.Step, *godog.StepDefinition)          {}
func (silence) Undefined(*godog.Scenario, *godog.Step, *godog.StepDefinition)        {}
func (silence) Pending(*godog.Scenario, *godog.Step, *godog.StepDefinition)          {}
func (silence) Ambiguous(*godog.Scenario, *godog.Step, *godog.StepDefinition, error) {}
func (silence) Failed(*godog.Scenario, *godog.Step, *godog.StepDefinition, error)    {}
func (silence) Summary()                                                             {}
