package main

import (
	"fmt"
	"io"

	"github.com/schollz/progressbar/v3"
)

// progress shows how far a run is, on standard error: a bar on a terminal, a line for every tenth elsewhere.
type progress struct {
	out   io.Writer
	what  string
	bar   *progressbar.ProgressBar // nil: lines
	live  bool
	color bool
	tenth int
	red   int
}

func (a *app) progress(what string) *progress {
	_, live := terminal(a.err)
	return &progress{out: a.err, what: what, live: live, color: a.colorOn(a.err)}
}

// few is how many are over before anyone wonders how far they are.
const few = 20

// step counts one more, with its verdict. Calls must not overlap.
func (p *progress) step(done, total int, verdict string) {
	if verdict == "fail" || verdict == "broken" {
		p.red++
	}
	if !p.live {
		if tenth := done * 10 / max(total, 1); tenth > p.tenth && (total >= few || done == total) {
			p.tenth = tenth
			fmt.Fprintf(p.out, "%d of %d %s, %d red\n", done, total, p.what, p.red)
		}
		return
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(p.out), progressbar.OptionSetWidth(30),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionEnableColorCodes(p.color),
			progressbar.OptionSetPredictTime(false), progressbar.OptionThrottle(50_000_000))
	}
	p.bar.Describe(fmt.Sprintf("%d red", p.red))
	_ = p.bar.Set(done)
}

// end clears the bar away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
