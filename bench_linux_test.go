package oauthspec

import (
	"syscall"
	"testing"

	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers/builtin"
)

// BenchmarkPack judges the built-in servers of all roles over the wire, without a browser.
func BenchmarkPack(b *testing.B) {
	target, _ := inPool(b, builtin.NewPool())
	began := cpuSeconds()
	scenarios := 0
	for b.Loop() {
		run, err := Verify(b.Context(), Options{Target: target, Driver: "form"})
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range run.Requirements {
			scenarios += len(r.Scenarios)
		}
	}
	b.ReportMetric((cpuSeconds()-began)/float64(b.N), "cpu-s/op")
	b.ReportMetric(float64(scenarios)/float64(b.N), "scenarios/op")
}

// BenchmarkProof proves that the checks of all roles can fail, without a browser.
func BenchmarkProof(b *testing.B) {
	target, plants := inPool(b, builtin.NewDirectPool())
	began := cpuSeconds()
	faults, runs := 0, 0
	for b.Loop() {
		count := func(_, _ int, p reports.Proof) { faults++; runs += p.Ran }
		if _, err := Prove(b.Context(), ProveOptions{Target: target, Plants: plants, Driver: "form", Progress: count}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpuSeconds()-began)/float64(b.N), "cpu-s/op")
	b.ReportMetric(float64(faults)/float64(b.N), "faults/op")
	b.ReportMetric(float64(runs)/float64(b.N), "scenarios/op")
}

// cpuSeconds is what this process has used.
func cpuSeconds() float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // it fails for unknown callers alone
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
