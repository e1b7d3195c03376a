package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	got := table([]*entry{
		{generator: generator{name: "wrk", judges: "nothing"}, turns: []turn{{10, 1000}, {20, 800}, {12, 900}}},
		{generator: generator{name: "other", judges: "status"}, turns: []turn{{20, 500}, {30, 400}, {36, 300}}},
	}, "plain")
	for _, want := range []string{"plain", "12.0 (10.0–20.0)", "1.00 (1.00–1.00)", "900 (800–1000)", "30.0 (20.0–36.0)", "2.00 (1.50–3.00)", "400 (300–500)"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestMedianOfAnEvenNumber(t *testing.T) {
	if got := spread([]float64{4, 1, 2, 3}, "%.1f"); got != "2.5 (1.0–4.0)" {
		t.Error(got)
	}
}

// What each generator writes is read as what it counted, failures apart.
func TestCounts(t *testing.T) {
	for _, tc := range []struct {
		name, file, text string
		count            func(string, string) (counted, error)
		want             counted
		bad              bool
	}{
		{"wrk", "stdout", "  68174 requests in 5.01s, 18.40MB read\nRequests/sec: 13607\n", wrkCount, counted{68174, 0}, false},
		{"wrk that fails", "stdout", "  20 requests in 5.01s, 1MB read\n  Socket errors: connect 1, read 2, write 0, timeout 3\n  Non-2xx or 3xx responses: 4\n", wrkCount, counted{20, 10}, false},
		{"wrk that says nothing", "stdout", "unable to connect\n", wrkCount, counted{}, true},
		{"hey", "stdout", "Status code distribution:\n  [200]\t1234 responses\n  [401]\t5 responses\n", heyCount, counted{1234, 5}, false},
		{"oauthspec", "report.json", `{"sent":12,"outcomes":{"ok":10,"5xx":2}}`, ownCount, counted{10, 2}, false},
		{"k6", "summary.json", `{"metrics":{"http_reqs":{"count":9,"rate":1},"http_req_failed":{"passes":2,"fails":7,"value":0.2}}}`, k6Count, counted{7, 2}, false},
		{"no JSON", "summary.json", `{`, k6Count, counted{}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, tc.file), []byte(tc.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := tc.count(dir, "")
			if (err != nil) != tc.bad || !tc.bad && got != tc.want {
				t.Errorf("%+v, %v, want %+v", got, err, tc.want)
			}
		})
	}
}

func TestTableOfServers(t *testing.T) {
	got := tableOfServers([]*contestant{{name: "other", turns: []turn{{40, 100}}}, {name: "reference", turns: []turn{{30, 120}}, memory: 12_000_000}}, "tokens")
	for _, want := range []string{"× other", "30.0 (30.0–30.0)", "0.75 (0.75–0.75)", "120 (120–120)", "12\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// What a process used is this one's, as far as it can be seen.
func TestUsed(t *testing.T) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("no /proc")
	}
	for begin, _ := used(os.Getpid()); ; {
		if now, memory := used(os.Getpid()); now > begin {
			if memory < 1<<20 {
				t.Errorf("%d bytes", memory)
			}
			return
		}
	}
}
