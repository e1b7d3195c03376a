package reports

import (
	"strings"
	"testing"
	"time"
)

func TestParseObjective(t *testing.T) {
	for text, want := range map[string]string{
		"p(99)<250ms,error<0.1%":           "p(99)<250ms,error<0.1%",
		" p(99.9) <= 1.5s , max<3s":        "p(99.9)<=1.5s,max<3s",
		"error<=0%":                        "error<=0%",
		"":                                 `at character 1: a term is missing`,
		"p(99)<250ms,":                     `at character 13: a term is missing`,
		"p(99)<250ms,eror<1%":              `at character 13: unknown "eror": did you mean "error"?`,
		"p(99)<250ms, p99<1s":              `at character 14: unknown "p99": did you mean "p(99)"?`,
		"latency<1s":                       `at character 1: unknown "latency": want p(50),`,
		"p(100)<1s":                        `at character 3: percentile "100": want a number above 0 and below 100`,
		"p(NaN)<1s":                        `percentile "NaN"`,
		"p(99)<250":                        `at character 7: duration "250" (its unit is missing)`,
		"p(99)<=-1s":                       `at character 8: duration "-1s"`,
		"error<0.1":                        `at character 7: error share "0.1": want a percentage`,
		"error<101%":                       `error share "101%"`,
		"p(99)>250ms":                      `at character 6: ">": an objective is an upper bound`,
		"p(99)":                            `at character 6: a bound is missing`,
		"p(99)<1s\x1b,error<1%":            `duration "1s\x1b"`,
		"max<99999999999999999999999999ms": `duration`,
	} {
		o, err := ParseObjective(text)
		if got := o.String(); err != nil {
			got = err.Error()
			if !strings.Contains(got, want) {
				t.Errorf("%q: got %s, want %s", text, got, want)
			}
		} else if got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestObjectiveMissed(t *testing.T) {
	h := NewHistogram()
	for range 99 {
		h.Record(10 * time.Millisecond)
	}
	h.Record(time.Second)
	l := Load{Histograms: map[string]string{"response": encoded(t, h)}, Outcomes: Outcomes{OK: 199, Timeout: 1}}
	for text, want := range map[string]string{
		"p(99)<11ms,error<1%":     "",
		"p(99)<10ms":              "p(99)<10ms: 10 ms",
		"max<1s":                  "max<1s: 1.0 s",
		"error<0.5%,p(99.9)<2s":   "error<0.5%: 0.5 %",
		"error<=0.5%":             "",
		"p(99.9)<20ms,error<0.1%": "p(99.9)<20ms: 1.0 s error<0.1%: 0.5 %",
	} {
		o, err := ParseObjective(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := o.Missed(l)
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, %v, want %q", text, got, err, want)
		}
	}
	o, _ := ParseObjective("error<50%")
	if got, _ := o.Missed(Load{}); len(got) != 1 || !strings.Contains(got[0], "nothing was sent") {
		t.Errorf("nothing sent: %q", got)
	}
}

func FuzzParseObjective(f *testing.F) {
	f.Add("p(99)<250ms,error<0.1%")
	f.Add("p(9")
	f.Fuzz(func(t *testing.T, text string) {
		o, err := ParseObjective(text)
		if err != nil {
			return
		}
		if _, err := ParseObjective(o.String()); err != nil {
			t.Fatalf("%q was accepted, %q was not: %v", text, o, err)
		}
	})
}
