package oauthspec

import "github.com/oauthspec/oauthspec/reports"

// ExitStatus is how a process that made this run should end: 0 conformant, 1 failed, 2 broken, interrupted or nothing judged.
func ExitStatus(run reports.Run) int {
	switch {
	case run.Partial != "" || run.Verdict == "broken" || run.Verdict == "nothing":
		return 2
	case run.Verdict == "fail":
		return 1
	}
	return 0
}
