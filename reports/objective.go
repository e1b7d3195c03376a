package reports

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/oauthspec/oauthspec/internal/nearest"
)

// An Objective is what a load must keep to, such as "p(99)<250ms,error<0.1%": every term of it. Latencies are of
// response time, errors the share of flows that were not answered rightly.
type Objective struct {
	text  string
	terms []term
}

// A term is one comparison: a quantile of response time in milliseconds, or the share of errors.
type term struct {
	text  string
	what  string  // "p", "max", "error"
	q     float64 // for p: 0 to 1
	orEq  bool
	limit float64 // milliseconds, or 0 to 1
}

// names are what a term can be about, as one writes them.
var names = []string{"p(50)", "p(90)", "p(99)", "p(99.9)", "max", "error"}

// ParseObjective reads terms between commas: p(QUANTILE) or max against a duration, error against a percentage, by <
// or <=. An error says at which character it is, from 1.
func ParseObjective(text string) (Objective, error) {
	o := Objective{text: strings.Join(strings.Fields(text), "")}
	at := 0
	for part := range strings.SplitSeq(text, ",") {
		lead := len(part) - len(strings.TrimLeft(part, " "))
		t, off, err := parseTerm(strings.TrimSpace(part))
		if err != nil {
			return Objective{}, fmt.Errorf("objective %q, at character %d: %w", text, at+lead+off+1, err)
		}
		o.terms = append(o.terms, t)
		at += len(part) + 1
	}
	return o, nil
}

// parseTerm reads one term; off is where in it an error lies.
func parseTerm(text string) (t term, off int, err error) {
	if text == "" {
		return t, 0, fmt.Errorf("a term is missing: want p(99)<250ms or error<0.1%%")
	}
	t.text = strings.Join(strings.Fields(text), "")
	name, limit, found := strings.Cut(text, "<")
	if !found {
		if i := strings.IndexAny(text, ">="); i >= 0 {
			return t, i, fmt.Errorf("%q: an objective is an upper bound, want < or <=", text[i:i+1])
		}
		return t, len(text), fmt.Errorf("a bound is missing: want %s<…", text)
	}
	if off, err = t.subject(strings.TrimSpace(name)); err != nil {
		return t, off, err
	}
	off = len(name) + 1
	if rest, ok := strings.CutPrefix(limit, "="); ok {
		t.orEq, limit, off = true, rest, off+1
	}
	return t, off, t.bound(strings.TrimSpace(limit))
}

func (t *term) subject(name string) (off int, err error) {
	switch {
	case name == "max" || name == "error":
		t.what = name
		return 0, nil
	case strings.HasPrefix(name, "p(") && strings.HasSuffix(name, ")"):
		t.what = "p"
		percent, err := strconv.ParseFloat(name[2:len(name)-1], 64)
		if err != nil || !(percent > 0 && percent < 100) {
			return 2, fmt.Errorf("percentile %q: want a number above 0 and below 100", name[2:len(name)-1])
		}
		t.q = percent / 100
		return 0, nil
	}
	hint := nearest.Hint(name, names)
	if n, err := strconv.ParseFloat(strings.TrimPrefix(name, "p"), 64); err == nil && name[0] == 'p' {
		hint = fmt.Sprintf(`: did you mean "p(%v)"?`, n)
	}
	if hint == "" {
		hint = ": want " + strings.Join(names, ", ")
	}
	return 0, fmt.Errorf("unknown %q%s", name, hint)
}

func (t *term) bound(limit string) error {
	if t.what == "error" {
		share, ok := strings.CutSuffix(limit, "%")
		f, err := strconv.ParseFloat(strings.TrimSpace(share), 64)
		if !ok || err != nil || !(f >= 0 && f <= 100) {
			return fmt.Errorf("error share %q: want a percentage from 0%% to 100%%", limit)
		}
		t.limit = f / 100
		return nil
	}
	d, err := time.ParseDuration(strings.ReplaceAll(limit, " ", ""))
	if err != nil || d <= 0 {
		hint := ""
		if limit != "" && unicode.IsDigit(rune(limit[len(limit)-1])) {
			hint = " (its unit is missing)"
		}
		return fmt.Errorf("duration %q%s: want one above zero, such as 250ms or 1.5s", limit, hint)
	}
	t.limit = float64(d) / float64(time.Millisecond)
	return nil
}

// String is the objective as it was written, without spaces.
func (o Objective) String() string { return o.text }

// MarshalText is the text of it.
func (o Objective) MarshalText() ([]byte, error) { return []byte(o.text), nil }

// UnmarshalText parses it.
func (o *Objective) UnmarshalText(text []byte) (err error) {
	*o, err = ParseObjective(string(text))
	return err
}

// Missed says which terms a load did not keep to, each with what it came to; none: it met the objective. A load in
// which nothing was sent misses them all.
func (o Objective) Missed(l Load) ([]string, error) {
	h, err := l.response()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, t := range o.terms {
		got, words := 1.0, "nothing was sent"
		if h.Count() > 0 {
			got, words = t.of(h, l.Outcomes)
		}
		if h.Count() == 0 || got > t.limit || got == t.limit && !t.orEq {
			out = append(out, t.text+": "+words)
		}
	}
	return out, nil
}

// of is what a load came to on a term, and in words.
func (t term) of(h *Histogram, o Outcomes) (float64, string) {
	switch t.what {
	case "error":
		share := o.ErrorShare()
		return share, percent(share)
	case "max":
		return h.Max(), msWords(h.Max())
	}
	v := h.Quantile(t.q)
	return v, msWords(v)
}

// percent is a share as "0.12 %".
func percent(share float64) string { return fmt.Sprintf("%.3g %%", share*100) }
