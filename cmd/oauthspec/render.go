package main

import (
	"fmt"
	"io"

	"github.com/oauthspec/oauthspec/reports"
)

// render writes a run in a sink's format; page is the file of the HTML report, if there is one. A file is never
// coloured, whatever the terminal can do.
func (a *app) render(w io.Writer, s sink, page string, run reports.Run) error {
	switch s.format {
	case "json":
		return reports.JSON(w, run)
	case "html":
		return reports.HTML(w, run)
	case "junit":
		return reports.JUnit(w, run)
	case "text":
		return reports.Text(w, run, reports.TextOptions{Color: s.file == "" && a.color(), Width: a.width(), Page: page})
	}
	return fmt.Errorf("this build does not write %s", s.format)
}

// renderLoad writes a load in a sink's format.
func (a *app) renderLoad(w io.Writer, s sink, load reports.Load) error {
	switch s.format {
	case "json":
		return reports.JSON(w, load)
	case "html":
		return reports.LoadHTML(w, load)
	case "csv":
		return reports.LoadCSV(w, load)
	case "prometheus":
		return reports.LoadPrometheus(w, load)
	}
	return reports.LoadText(w, load, reports.TextOptions{Color: s.file == "" && a.color(), Width: a.width()})
}
