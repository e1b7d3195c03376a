package features

import (
	"bytes"
	"io/fs"
	"strconv"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

// Sentences is every step of every scenario, Examples filled in, as "Given a confidential client".
func Sentences() []string {
	names, _ := fs.Glob(files, "*/*.feature") // Catalogue reports what cannot be read or parsed
	var out []string
	for _, name := range names {
		b, _ := fs.ReadFile(files, name)
		n := 0
		newID := func() string { n++; return strconv.Itoa(n) }
		doc, err := gherkin.ParseGherkinDocument(bytes.NewReader(b), newID)
		if err != nil {
			continue
		}
		for _, p := range gherkin.Pickles(*doc, name, newID) {
			for _, s := range p.Steps {
				out = append(out, Keyword(s.Type)+" "+s.Text)
			}
		}
	}
	return out
}

// keywords are what the keyword of a step means; And and But mean what stands before them.
var keywords = map[messages.PickleStepType]string{
	messages.PickleStepType_CONTEXT: "Given", messages.PickleStepType_ACTION: "When", messages.PickleStepType_OUTCOME: "Then",
}

// Keyword is Given, When or Then.
func Keyword(t messages.PickleStepType) string { return keywords[t] }
