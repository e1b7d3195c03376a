package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// columns is how wide text is where nothing says otherwise, and the most it is: longer lines read badly.
const columns = 80

// terminal is the terminal that a stream is, if it is one.
func terminal(stream any) (fd int, ok bool) {
	f, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	return int(f.Fd()), true
}

// width is how many columns text on standard output may take.
func (a *app) width() int {
	if fd, ok := terminal(a.out); ok {
		if w, _, err := term.GetSize(fd); err == nil && w >= 40 {
			return min(w, columns)
		}
	}
	return columns
}

// color says whether standard output wants it: a terminal does, unless NO_COLOR is set (https://no-color.org) or it is dumb.
func (a *app) color() bool { return a.colorOn(a.out) }

func (a *app) colorOn(w io.Writer) bool {
	if v, _ := a.env("NO_COLOR"); v != "" {
		return false
	}
	kind, _ := a.env("TERM")
	_, ok := terminal(w)
	return ok && kind != "dumb"
}
