package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/reports"
)

// A sink is one --report: a format, and the file it goes to; empty is standard output.
type sink struct{ format, file string }

// The formats of a verification and of a load.
var (
	formats     = []string{"text", "json", "junit", "html"}
	loadFormats = []string{"text", "json", "html", "csv", "prometheus"}
)

// parseSinks reads --report values. The text always goes to standard output, unless another report does.
func parseSinks(values, formats []string) ([]sink, error) {
	var sinks []sink
	for _, v := range values {
		format, file, named := strings.Cut(v, "=")
		switch {
		case !slices.Contains(formats, format):
			return nil, fmt.Errorf("--report: %w", unknown("format", format, formats))
		case named && file == "" || !named && format != "text":
			return nil, fmt.Errorf("--report %s: want %s=FILE", v, format)
		case file == "-":
			file = ""
		case named:
			if err := writable(file); err != nil {
				return nil, fmt.Errorf("--report %s: %w", format, err)
			}
		}
		sinks = append(sinks, sink{format, file})
	}
	onOut := 0
	for _, s := range sinks {
		if s.file == "" {
			onOut++
		}
	}
	if onOut > 1 {
		return nil, errors.New("--report: only one report can go to standard output")
	}
	if onOut == 0 {
		sinks = append(sinks, sink{format: "text"})
	}
	return sinks, nil
}

// writable says before a run what would be in vain after it.
func writable(file string) error {
	dir := filepath.Dir(file)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder %s to write %s to", dir, filepath.Base(file))
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder", file)
	}
	trial, err := os.CreateTemp(dir, ".oauthspec-*") // as the report is: it is renamed when it is whole
	if err != nil {
		return fmt.Errorf("nothing can be written to %s: %w", dir, err)
	}
	_ = trial.Close() // nothing was written
	return os.Remove(trial.Name())
}

// write sends a run to every sink.
func (a *app) write(sinks []sink, run reports.Run) error {
	return a.each(sinks, func(w io.Writer, s sink, page string) error { return a.render(w, s, page, run) })
}

// writeLoad sends a load to every sink.
func (a *app) writeLoad(sinks []sink, load reports.Load) error {
	load = reports.Redacted(load, a.secrets)
	return a.each(sinks, func(w io.Writer, s sink, _ string) error { return a.renderLoad(w, s, load) })
}

// each writes every sink, the files first, so that the text can be the last thing on the screen.
func (a *app) each(sinks []sink, render func(w io.Writer, s sink, page string) error) error {
	var errs []error
	slices.SortStableFunc(sinks, func(x, y sink) int { return -cmp.Compare(x.file, y.file) })
	page := ""
	for _, s := range sinks {
		if s.format == "html" {
			page = s.file
		}
	}
	for _, s := range sinks {
		var err error
		if s.file == "" {
			err = render(a.out, s, page)
		} else {
			err = reports.WriteFile(s.file, func(w io.Writer) error { return render(w, s, page) })
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
