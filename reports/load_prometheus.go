package reports

import (
	"fmt"
	"io"
	"strings"
)

// LoadPrometheus writes the figures of a load in the text format that Prometheus reads (0.0.4), for a textfile
// collector or a push gateway. Times are in seconds, as is the custom there.
func LoadPrometheus(w io.Writer, load Load) error {
	l := shown(load)
	m := &metrics{labels: fmt.Sprintf(`target="%s",flow="%s"`, label(l.Target.Name), label(l.Flow))}
	m.gauge("valid", "1 if the figures mean what they say", flag01(l.Valid))
	m.gauge("requested_rate", "flows a second that were wanted", l.RequestedRate)
	m.gauge("achieved_rate", "flows a second that were sent", l.AchievedRate)
	m.gauge("generator_cpu_seconds_per_request", "what the generator itself took", l.GeneratorCPU/1e6)
	m.gauge("target_cpu_seconds_per_token", "what the target took, 0 if not measured", l.TargetCPU/1e6)
	if l.ObjectiveMet != nil {
		m.gauge("objective_met", "1 if the objective was held", flag01(*l.ObjectiveMet))
	}
	if l.Capacity != nil {
		m.gauge("capacity_rate", "the highest rate that holds the objective", l.CapacityRate)
	}
	m.head("flows", "flows by what became of them")
	for _, c := range l.Outcomes.Classes() {
		m.value("flows", fmt.Sprintf(`,outcome="%s"`, c.Name), float64(c.Count))
	}
	for _, r := range []row{{"response", l.Response}, {"service", l.Service}, {"lag", l.Lag}} {
		m.quantiles(r)
	}
	_, err := io.WriteString(w, m.b.String())
	return err
}

type metrics struct {
	b      strings.Builder
	labels string
}

func (m *metrics) head(name, help string) {
	fmt.Fprintf(&m.b, "# HELP oauthspec_load_%s %s\n# TYPE oauthspec_load_%[1]s gauge\n", name, help)
}

func (m *metrics) value(name, more string, v float64) {
	fmt.Fprintf(&m.b, "oauthspec_load_%s{%s%s} %v\n", name, m.labels, more, v)
}

func (m *metrics) gauge(name, help string, v float64) {
	m.head(name, help)
	m.value(name, "", v)
}

func (m *metrics) quantiles(r row) {
	name := r.Name + "_seconds"
	m.head(name, r.Name+" time by quantile")
	for _, q := range []struct {
		label string
		ms    float64
	}{{"0.5", r.P50}, {"0.9", r.P90}, {"0.99", r.P99}, {"0.999", r.P999}, {"1", r.Max}} {
		m.value(name, fmt.Sprintf(`,quantile="%s"`, q.label), q.ms/1000)
	}
}

// label escapes what a label's value may not hold.
func label(s string) string { return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) }

func flag01(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
