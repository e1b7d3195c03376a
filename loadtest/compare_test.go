package loadtest

import (
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/reports"
)

// repeated is a load whose repeats have these values as every quantile, and a rate of 100.
func repeated(values ...float64) reports.Load {
	l := reports.Load{Flow: "refresh", RequestedRate: 100, Settings: map[string]any{"workers": 64.0}, Machine: reports.Machine{Cores: 2}}
	for _, v := range values {
		q := reports.Quantiles{P50: v, P90: v, P99: v, P999: v, Max: v, Count: 100}
		l.Repeats = append(l.Repeats, reports.Repeat{Valid: true, AchievedRate: 100, Response: q, TargetCPU: v})
	}
	return l
}

func TestCompare(t *testing.T) {
	a := repeated(10, 11, 12, 13, 14)
	for name, c := range map[string]struct {
		b     reports.Load
		shown bool
		fails bool
	}{
		"the same":        {repeated(10, 11, 12, 13, 14), false, false},
		"within noise":    {repeated(11, 12, 13, 14, 10.5), false, false},
		"twice as slow":   {repeated(20, 22, 24, 26, 28), true, true},
		"half as slow":    {repeated(5, 5.5, 6, 6.5, 7), true, false},
		"many, all alike": {repeated(12, 12, 12, 12, 12, 12, 12), false, false},
	} {
		all, err := Compare(a, c.b)
		if err != nil || len(all) != len(figures) {
			t.Fatalf("%s: %v", name, err)
		}
		f, err := ParseFailIf("p(99) worse by 5%")
		if err != nil {
			t.Fatal(err)
		}
		if d := all[2]; d.Shown != c.shown || (f.Failed(all) != "") != c.fails || d.Low > d.Ratio || d.Ratio > d.High {
			t.Errorf("%s: %+v, %q", name, d, f.Failed(all))
		}
	}
}

func TestCompareRefuses(t *testing.T) {
	ok := repeated(1, 2, 3, 4, 5)
	for want, change := range map[string]func(*reports.Load){
		"flow is refresh in one and client_credentials": func(l *reports.Load) { l.Flow = "client_credentials" },
		"machine cores is 2 in one and 8":               func(l *reports.Load) { l.Machine.Cores = 8 },
		"target secret hash is unknown in one and":      func(l *reports.Load) { l.Target.SecretHash = "bcrypt:12" },
		"settings workers is 64 in one and 32":          func(l *reports.Load) { l.Settings = map[string]any{"workers": 32.0} },
		"settings engine is unknown in one and lean":    func(l *reports.Load) { l.Settings = map[string]any{"workers": 64.0, "engine": "lean"} },
		"schedule rate is 100 in one and 200":           func(l *reports.Load) { l.RequestedRate = 200 },
		"5 and 4 valid repeats":                         func(l *reports.Load) { l.Repeats = l.Repeats[:4] },
		"5 and 3 valid":                                 func(l *reports.Load) { l.Repeats[0].Valid, l.Repeats[1].Valid = false, false },
	} {
		b := repeated(1, 2, 3, 4, 5)
		change(&b)
		if _, err := Compare(ok, b); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	b := repeated(1, 2, 3, 4, 5)
	b.Target.Name = "other"
	if _, err := Compare(ok, b, "target"); err != nil {
		t.Errorf("across targets: %v", err)
	}
}

func TestParseFailIfRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "want FIGURE worse by PERCENT",
		"p(99) better by 5%":     "want FIGURE worse by PERCENT",
		"p99 worse by 5%":        `unknown figure "p99"`,
		"p(9) worse by 5%":       `did you mean "p(90)"?`,
		"p(99) worse by 5":       "no percentage",
		"p(99) worse by -5%":     "no percentage",
		"rate worse by a third%": "want FIGURE",
	} {
		if _, err := ParseFailIf(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}
