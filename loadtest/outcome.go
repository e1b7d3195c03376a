package loadtest

import "github.com/oauthspec/oauthspec/reports"

// A class is what became of a flow.
type class uint8

const (
	right class = iota
	transport
	oauth4xx
	rateLimited
	serverError
	timeout
	wrongContent
	classes int = iota
)

// classNames are the names of the JSON report.
var classNames = [classes]string{"ok", "transport", "oauth_4xx", "rate_limited", "5xx", "timeout", "wrong_content"}

// An outcome is a class, and why; for a success it says nothing more.
type outcome struct {
	class class
	code  string // the OAuth error code of oauth4xx
	what  string // in words, without any value that could be a secret
	check string // the name of the check that it failed, if it was one
	ends  bool   // the run cannot go on: what is ours ran out
}

func wrong(what string) outcome { return outcome{class: wrongContent, what: what} }

func failed(check, what string) outcome {
	return outcome{class: wrongContent, what: what, check: check}
}

// counts are outcomes by class.
type counts [classes]int64

func (c counts) report() reports.Outcomes {
	return reports.Outcomes{OK: c[right], Transport: c[transport], OAuth4xx: c[oauth4xx], RateLimited: c[rateLimited],
		ServerError: c[serverError], Timeout: c[timeout], WrongContent: c[wrongContent]}
}

func (c counts) total() (n int64) {
	for _, v := range c {
		n += v
	}
	return n
}
