//go:build !linux

package loadtest

import (
	"runtime"

	"github.com/oauthspec/oauthspec/reports"
)

// measure knows nothing here: the report says that nothing was measured.
func measure(int) usage { return usage{} }

// Started is unknown here.
func Started() int { return 0 }

func describe() reports.Machine {
	return reports.Machine{OS: runtime.GOOS, Arch: runtime.GOARCH, Cores: runtime.NumCPU(), Go: runtime.Version()}
}

// descriptors cannot be counted here: a run that has none left says so.
func descriptors(int) error { return nil }
