package loadtest

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/oauthspec/oauthspec/internal/nearest"
)

// A FailIf is a difference that is not to be accepted, such as "p(99) worse by 5%".
type FailIf struct {
	figure string
	by     float64
}

// ParseFailIf reads `FIGURE worse by PERCENT`, a figure being p(50), p(90), p(99), p(99.9), max, rate or cpu.
func ParseFailIf(text string) (FailIf, error) {
	words := strings.Fields(text)
	if len(words) != 4 || words[1] != "worse" || words[2] != "by" {
		return FailIf{}, fmt.Errorf("%q: want FIGURE worse by PERCENT, such as 'p(99) worse by 5%%'", text)
	}
	var known []string
	for _, f := range figures {
		if f.name == words[0] {
			number, percent := strings.CutSuffix(words[3], "%")
			by, err := strconv.ParseFloat(number, 64)
			if !percent || err != nil || !(by >= 0 && by < 1e6) {
				return FailIf{}, fmt.Errorf("%q: %q is no percentage of 0%% or more", text, words[3])
			}
			return FailIf{f.name, by / 100}, nil
		}
		known = append(known, f.name)
	}
	return FailIf{}, fmt.Errorf("%q: unknown figure %q%s", text, words[0], cmp.Or(nearest.Hint(words[0], known), ": want "+strings.Join(known, ", ")))
}

// Failed says why a comparison is not to be accepted; "" where it is: a difference that is not shown fails nothing.
func (f FailIf) Failed(all []Difference) string {
	for _, d := range all {
		if d.Figure == f.figure && d.Shown && d.Worse() > f.by {
			return fmt.Sprintf("%s is worse by %.1f %%, more than %.4g %%", d.Figure, 100*d.Worse(), 100*f.by)
		}
	}
	return ""
}
