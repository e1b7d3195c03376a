package main

import (
	"fmt"
	"io"
	"time"

	"github.com/oauthspec/oauthspec/loadtest"
)

// loadProgress shows how a load stands, on standard error: one line that changes on a terminal, a line for every tenth
// of the hold elsewhere.
type loadProgress struct {
	out   io.Writer
	live  bool
	of    string // "repeat 2 of 5, "
	tenth int
}

func (a *app) loadProgress() *loadProgress {
	_, live := terminal(a.err)
	return &loadProgress{out: a.err, live: live}
}

// part says which of several runs it is.
func (p *loadProgress) part(i, of int) {
	p.tenth = 0
	if of > 1 {
		p.of = fmt.Sprintf("repeat %d of %d, ", i, of)
	}
}

// trial says which rate is tried.
func (p *loadProgress) trial(n int, rate float64, hold time.Duration) {
	p.tenth = 0
	p.of = fmt.Sprintf("trial %d, %.0f/s: ", n, rate)
	if !p.live {
		p.tenth = 10 // a line for each trial is enough
		fmt.Fprintf(p.out, "trial %d: %.0f/s for %s\n", n, rate, hold)
	}
}

func (p *loadProgress) show(now loadtest.Progress) {
	text := p.of + loadLine(now)
	if p.live {
		fmt.Fprintf(p.out, "\r\x1b[K%s", text)
		return
	}
	if tenth := int(10 * now.At / max(now.Hold, 1)); now.Preparation == "" && tenth > p.tenth && tenth <= 10 {
		p.tenth = tenth
		fmt.Fprintln(p.out, text)
	}
}

// loadLine is how a load stands in at most 79 columns.
func loadLine(p loadtest.Progress) string {
	switch {
	case p.Preparation != "":
		return "preparing: " + p.Preparation
	case p.At < 0:
		return fmt.Sprintf("warm-up, %s to go", round(-p.At))
	}
	left := "waiting for the last answers"
	if p.At < p.Hold {
		left = round(p.Hold-p.At) + " to go"
	}
	line := fmt.Sprintf("%.0f/s, p99 %.3g ms, %d errors, %d in flight, %s", p.Rate, p.P99, p.Errors, p.InFlight, left)
	return line[:min(len(line), columns-1)]
}

func round(d time.Duration) string { return d.Round(time.Second).String() }

// end clears the line away.
func (p *loadProgress) end() {
	if p.live {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
