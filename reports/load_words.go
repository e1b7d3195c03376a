package reports

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// classNames are the classes of outcomes in words.
var classNames = map[string]string{
	"ok": "answered rightly", "transport": "no answer", "oauth_4xx": "refused", "rate_limited": "rate limited (429)",
	"5xx": "server error", "timeout": "timed out", "wrong_content": "wrong answer",
}

func className(name string) string { return cmp.Or(classNames[name], name) }

// verdict is the one word for a load, and the verdict whose colour it has.
func (l Load) verdict() (word, style string) {
	switch {
	case l.Partial != "":
		return "partial", "broken"
	case !l.Valid:
		return "invalid", "broken"
	case l.Capacity != nil && l.CapacityRate > 0:
		return "capacity", "pass"
	case l.Capacity != nil:
		return "no capacity", "fail"
	case l.ObjectiveMet != nil && !*l.ObjectiveMet:
		return "objective missed", "fail"
	case l.ObjectiveMet != nil:
		return "objective met", "pass"
	case l.Outcomes.OK == 0:
		return "nothing right", "fail"
	}
	return "valid", "pass"
}

// why is why a load is not valid, or not whole.
func (l Load) why() []string {
	if strings.Contains(l.InvalidBecause, l.Partial) {
		return filled(l.InvalidBecause)
	}
	return filled(l.InvalidBecause, l.Partial)
}

// sentence is what a load came to.
func (l Load) sentence() string {
	if l.Capacity != nil {
		if l.CapacityRate == 0 {
			return fmt.Sprintf("No rate was found at which %s was held.", l.objective())
		}
		least := ""
		if !l.ofTarget() {
			least = "at least "
		}
		return fmt.Sprintf("It bears %s%s flows a second within %s.", least, rateWords(l.CapacityRate), l.objective())
	}
	if l.Settings["driver"] != nil {
		return fmt.Sprintf("%d sign-ins through a real browser, %v at once, %s of them right: how long one takes, not what rate the target bears.",
			l.Sent, l.Settings["workers"], percent(1-l.Outcomes.ErrorShare()))
	}
	wanted := "as fast as it goes"
	if l.RequestedRate > 0 {
		wanted = rateWords(l.RequestedRate) + " were wanted"
	}
	return fmt.Sprintf("%s flows a second (%s), %s of them answered rightly.", rateWords(l.AchievedRate), wanted, percent(1-l.Outcomes.ErrorShare()))
}

// ofTarget says whether it was the target that kept a search from a higher rate.
func (c Capacity) ofTarget() bool {
	return slices.Contains([]string{"objective", "target", "errors", "rate_limit"}, c.LimitedBy)
}

func (l Load) objective() string {
	if l.Objective == nil {
		return "its objective"
	}
	return l.Objective.String()
}

// missed says by what the objective was, in words.
func (l Load) missed() []string {
	if l.Objective == nil || l.Capacity != nil {
		return nil
	}
	out, err := l.Objective.Missed(l)
	if err != nil {
		return []string{err.Error()}
	}
	return out
}

// words are a figure with its unit.
func (i Interval) words() string {
	switch i.Figure {
	case "rate":
		return "rate, a second"
	case "cpu":
		return "target CPU, µs"
	}
	return i.Figure + ", ms"
}

// A fact is a name and a value.
type fact struct{ Name, Value string }

// environment says what the figures hold for.
func (l Load) environment() []fact {
	m, t := l.Machine, l.Target
	all := []fact{
		{"target", t.Name}, {"issuer", t.Issuer}, {"version", t.Version}, {"tokens", strings.TrimSpace(t.TokenFormat + " " + t.SigningAlgorithm)},
		{"client secrets", t.SecretHash}, {"where", t.Location}, {"flow", l.Flow}, {"schedule", l.Schedule.words()},
		{"machine", strings.Join(filled(m.CPU, plural(m.Cores, "core"), bytesWords(m.MemoryBytes), m.OS+"/"+m.Arch, m.Go), ", ")},
		{"load before", positive(m.LoadAverage, "%.2f")}, {"connections", l.Connections.words()},
		{"generator CPU", positive(l.GeneratorCPU, "%.4g µs a flow")}, {"target CPU", positive(l.TargetCPU, "%.4g µs a right answer")},
		{"target memory", bytesWords(l.TargetMemoryBytes)}, {"machine busy", positive(l.MachineCPUShare*100, "%.0f %%")},
	}
	for _, k := range slices.Sorted(maps.Keys(l.Settings)) {
		all = append(all, fact{k, fmt.Sprint(l.Settings[k])})
	}
	if !l.Started.IsZero() {
		all = append(all, fact{"when", l.Started.Format("2006-01-02 15:04:05 MST")})
	}
	return slices.DeleteFunc(append(all, fact{"by", l.Tool}), func(f fact) bool { return f.Value == "" })
}

func (s Schedule) words() string {
	return strings.Join(filled(s.Text, s.Arrivals+" arrivals", "warm-up "+msWords(s.WarmupMS), "hold "+msWords(s.HoldMS)), ", ")
}

func (c Connections) words() string {
	if c == (Connections{}) {
		return ""
	}
	return fmt.Sprintf("%d opened, %d times reused, %d TLS handshakes, at most %d in flight", c.Opened, c.Reused, c.TLSHandshakes, c.MaxInFlight)
}

// filled leaves out what is empty.
func filled(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" || s == "/" })
}

func positive(v float64, format string) string {
	if v <= 0 {
		return ""
	}
	return fmt.Sprintf(format, v)
}

func bytesWords(n int64) string {
	switch {
	case n <= 0:
		return ""
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	}
	return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20))
}

// rateWords is a rate without needless digits.
func rateWords(v float64) string {
	switch {
	case v >= 100 || v == float64(int64(v)):
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 1:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'g', 2, 64)
}

// msTick is a round number of milliseconds.
func msTick(v float64) string {
	switch {
	case v >= 1000:
		return strconv.FormatFloat(v/1000, 'g', 3, 64) + " s"
	case v < 1:
		return strconv.FormatFloat(v*1000, 'g', 3, 64) + " µs"
	}
	return strconv.FormatFloat(v, 'g', 3, 64) + " ms"
}

// A row is one line of the table of latencies.
type row struct {
	Name string
	Quantiles
}

// latencies are the histograms of a load as rows: those of the flow, then the steps in it, then by outcome.
func (l Load) latencies() ([]row, error) {
	rows := []row{{"response", l.Response}, {"service", l.Service}, {"lag", l.Lag}}
	var classes []row
	for _, name := range slices.Sorted(maps.Keys(l.Histograms)) {
		class, ofClass := strings.CutPrefix(name, "outcome/")
		if name == "response" || name == "service" || name == "lag" {
			continue
		}
		h, err := l.histogram(name)
		if err != nil {
			return nil, err
		}
		if ofClass {
			classes = append(classes, row{className(class), h.Quantiles()})
		} else {
			rows = append(rows, row{name, h.Quantiles()})
		}
	}
	return append(rows, classes...), nil
}
