package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/oauthspec/oauthspec/loadtest"
	"github.com/oauthspec/oauthspec/reports"
)

// A side is one of the targets of a bench, and its runs.
type side struct {
	under under
	o     loadtest.Options
	all   []reports.Load
}

// sides are the targets, up and ready: one, or two where they take turns. stop ends those that were started.
func (a *app) sides(ctx context.Context, o loadtest.Options, b benching) (all []*side, stop func(), err error) {
	stop = func() {
		for _, s := range all {
			s.under.stop()
		}
	}
	add := func(v verification, own serving, process int) error {
		u, err := a.underLoad(ctx, v, own, process)
		if err != nil {
			return err
		}
		s := &side{under: u, o: o}
		u.into(&s.o)
		s.o.Own = b.target.options.OwnHosts
		all = append(all, s)
		return nil
	}
	if err = add(b.target, b.own, b.process); err == nil && b.versus != "" {
		o.Version = "" // that of the first is not the second's
		err = add(verification{target: b.versus}, serving{}, 0)
	}
	if err != nil {
		stop()
		return nil, nil, err
	}
	return all, stop, nil
}

// repeat runs each side as often as it is to be: two in turn, the one that begins another each time, so that what the
// machine does meanwhile falls on both alike.
func (a *app) repeat(ctx context.Context, sides []*side, b benching) error {
	p := a.loadProgress()
	defer p.end()
	for i := range b.repeat {
		for k := range sides {
			s := sides[(i+k)%len(sides)]
			if !b.quiet {
				s.o.Progress = p.show
			}
			p.part(i*len(sides)+k+1, b.repeat*len(sides))
			l, err := loadtest.Run(ctx, s.o)
			if err != nil {
				return err
			}
			if s.all = append(s.all, l); l.Partial != "" {
				return nil
			}
		}
	}
	return nil
}

func (s *side) joined() (reports.Load, error) {
	if len(s.all) == 1 {
		return s.all[0], nil
	}
	return loadtest.Combine(s.all)
}

// sinks are where each side's report goes. Two can share standard output as text only.
func (b benching) sinks() ([][]sink, error) {
	first, err := parseSinks(b.reports, loadFormats)
	if err != nil {
		return nil, err
	}
	if b.versus == "" && len(b.against) > 0 {
		return nil, errors.New("--versus-report is the other target's: --versus names it")
	}
	second, err := parseSinks(b.against, loadFormats)
	if err != nil {
		return nil, fmt.Errorf("--versus-report: %w", err)
	}
	for _, s := range append(first, second...) {
		if b.versus != "" && s.file == "" && s.format != "text" {
			return nil, fmt.Errorf("--report %s=-: with --versus only the texts go to standard output", s.format)
		}
	}
	return [][]sink{first, second}, nil
}

// printVersus says how the second side differs from the first, which is A.
func (a *app) printVersus(first, second reports.Load) {
	fmt.Fprintln(a.out)
	all, err := loadtest.Compare(first, second, "target")
	if err != nil {
		fmt.Fprintf(a.out, "not compared: %v\n", err)
		return
	}
	a.printDifferences(all)
}

// gravest is the status that says most: that something could not be found out, before that an objective was missed.
func gravest(all []error) error {
	worst := status(0)
	for _, err := range all {
		var s status
		if errors.As(err, &s) {
			worst = max(worst, s)
		}
	}
	if worst == 0 {
		return nil
	}
	return worst
}
