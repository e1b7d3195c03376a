package reports

import (
	"math"
	"testing"
	"time"
)

// sampleLoad is twenty seconds at 100 flows a second, in which the target slows down for three and refuses some.
func sampleLoad(t *testing.T) Load {
	t.Helper()
	all := map[string]*Histogram{"response": NewHistogram(), "service": NewHistogram(), "lag": NewHistogram(), "token": NewHistogram()}
	l := Load{
		Schema: LoadSchema, Tool: "oauthspec v0.1.0", Valid: true, Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Flow: "client_credentials",
		Target:        LoadTarget{Name: "example", Issuer: "https://as.test", Version: "3.1", TokenFormat: "jwt", SigningAlgorithm: "ES256", SecretHash: "sha256", Process: 4711, Location: "on this machine"},
		Machine:       Machine{OS: "linux", Arch: "amd64", CPU: "Example CPU @ 2.50GHz", Cores: 2, MemoryBytes: 8 << 30, Go: "go1.26.8", LoadAverage: 0.4},
		Schedule:      Schedule{Shape: "constant", Arrivals: "even", Text: "100/s", WarmupMS: 5000, HoldMS: 20000},
		RequestedRate: 100, AchievedRate: 100, Sent: 2000, OAuthErrors: Counts{"temporarily_unavailable": 30},
		Checks:      []LoadCheck{{Name: "never the same token twice", Checked: 1967}, {Name: "signature, 1 in 100", Checked: 20, Failed: 1, First: hostile}},
		Wrong:       []Wrong{{Class: "oauth_4xx", AtMS: 9012.5, What: `400 "temporarily_unavailable"`}, {Class: "wrong_content", AtMS: 9500, What: hostile}},
		Connections: Connections{Opened: 16, Reused: 1984, TLSHandshakes: 16, MaxInFlight: 16}, GeneratorCPU: 31.5, TargetCPU: 112.25, TargetMemoryBytes: 90 << 20, MachineCPUShare: .21,
		Settings: map[string]any{"workers": 64, "engine": "vegeta", "timeout": "10s"}, Notes: []string{"the target ran on the generator's machine"},
	}
	for s := range 20 {
		second, h := Second{At: s, Planned: 100, Sent: 100, Outcomes: Outcomes{OK: 100}}, NewHistogram()
		for i := range 100 {
			d := time.Duration(2000+30*i+int(800*math.Sin(float64(s)))) * time.Microsecond
			if s >= 9 && s < 12 {
				d *= time.Duration(10 + i/4)
			}
			lag := time.Duration(i%20) * 40 * time.Microsecond
			h.Record(d)
			all["service"].Record(d - lag)
			all["token"].Record(d - lag)
			all["lag"].Record(lag)
		}
		if s >= 9 && s < 12 {
			second.Outcomes = Outcomes{OK: 89, OAuth4xx: 10, WrongContent: 1}
		}
		l.Outcomes.Add(second.Outcomes)
		all["response"].Merge(h)
		q := h.Quantiles()
		second.P50, second.P99, second.Max, second.Histogram = q.P50, q.P99, q.Max, encoded(t, h)
		l.Seconds = append(l.Seconds, second)
	}
	set, err := EncodeHistograms(all)
	if err != nil {
		t.Fatal(err)
	}
	l.Histograms, l.Response, l.Service, l.Lag = set, all["response"].Quantiles(), all["service"].Quantiles(), all["lag"].Quantiles()
	for i := range 3 {
		q := l.Response
		q.P99 += float64(i)
		l.Repeats = append(l.Repeats, Repeat{Valid: i != 1, AchievedRate: 100, Sent: 2000, Response: q, Outcomes: l.Outcomes, TargetCPU: 112})
	}
	l.Repeats[1].InvalidBecause = "the generator fell short: 80/s of 100/s"
	l.Intervals = []Interval{{Figure: "p(99)", Repeats: 3, Mean: 146.8, Low: 144.3, High: 149.3}, {Figure: "rate", Repeats: 3, Mean: 100, Low: 100, High: 100}, {Figure: "cpu", Repeats: 3, Mean: 112.25, Low: 110, High: 115}}
	l.Drift = Drift{First: l.Response, Last: l.Response, P99Ratio: 1}
	o, err := ParseObjective("p(99)<250ms,error<0.1%")
	if err != nil {
		t.Fatal(err)
	}
	missed, err := o.Missed(l)
	if err != nil {
		t.Fatal(err)
	}
	met := len(missed) == 0
	l.Objective, l.ObjectiveMet = &o, &met
	return l
}

func sampleCapacity(t *testing.T) Load {
	t.Helper()
	l := sampleLoad(t)
	trial := func(phase string, rate, p99 float64, held bool, because string) Trial {
		return Trial{Phase: phase, Rate: rate, HoldMS: 5000, Held: held, Because: because, AchievedRate: rate, Response: Quantiles{P50: 2, P90: 4, P99: p99, P999: p99 * 1.2, Max: p99 * 2, Count: int64(rate * 5)}}
	}
	l.Capacity = &Capacity{CapacityRate: 950, LimitedBy: "objective", LimitedBecause: "at 1000/s: p(99)<250ms: 310 ms", GeneratorRate: 21000, SearchMS: 61000, SearchAllowedMS: 300000, Trials: []Trial{
		trial("double", 100, 3, true, ""), trial("double", 200, 4, true, ""), trial("double", 400, 9, true, ""), trial("double", 800, 80, true, ""),
		trial("double", 1600, 4100, false, "p(99)<250ms: 4.1 s"), trial("bisect", 1131, 900, false, "p(99)<250ms: 900 ms"), trial("bisect", 951, 190, true, ""),
		trial("bisect", 1000, 310, false, "p(99)<250ms: 310 ms"), trial("repeat", 951, 210, true, ""), trial("confirm", 950, 205, true, ""),
	}}
	return l
}

func encoded(t *testing.T, h *Histogram) string {
	t.Helper()
	s, err := h.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return s
}
