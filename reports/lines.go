package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/oauthspec/oauthspec/internal/wrap"
)

// TextOptions say what text is written for. The zero value is 80 columns without colour.
type TextOptions struct {
	Color bool   // ANSI colours; the caller knows about terminals and NO_COLOR
	Width int    // columns, at least 40; 0: 80
	Page  string // the file with the HTML report of the same run, where screenshots are; empty: there is none
}

func (o TextOptions) width() int {
	if o.Width == 0 {
		return 80
	}
	return max(o.Width, 40)
}

// A page collects lines of text that fit its width.
type page struct {
	b     strings.Builder
	width int
	color bool
	shots string // where screenshots can be seen
}

func newPage(o TextOptions) *page { return &page{width: o.width(), color: o.Color, shots: o.Page} }

func (p *page) writeTo(w io.Writer) error {
	_, err := io.WriteString(w, p.b.String())
	return err
}

// Styles of text, as ANSI parameters.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	purple = "35"
	cyan   = "36"
)

// in colours s. Style is never the only carrier of what is said.
func (p *page) in(style, s string) string {
	if !p.color || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

func (p *page) blank() { p.b.WriteByte('\n') }

// line writes one line as it is.
func (p *page) line(s string) { p.b.WriteString(strings.TrimRight(s, " ") + "\n") }

// para writes text after a label, wrapped, each line but the first indented to where the text begins. The label's
// printed width is given because colours count for nothing.
func (p *page) para(indent int, label string, labelWidth int, style, text string) {
	at := indent + labelWidth
	for i, l := range wrap.Lines(text, p.width-at) {
		if i == 0 {
			p.line(strings.Repeat(" ", indent) + label + p.in(style, l))
		} else {
			p.line(strings.Repeat(" ", at) + p.in(style, l))
		}
	}
}

// field is a para after a padded name.
func (p *page) field(indent int, name, style, text string) {
	p.para(indent, p.in(dim, fmt.Sprintf("%-8s", name)), 8, style, text)
}

// verbatim writes text line by line, wrapped hard where a line is too long: nothing in it is folded or dropped.
func (p *page) verbatim(indent int, style, text string) {
	for l := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		for _, part := range wrap.Chop(strings.ReplaceAll(l, "\t", "    "), p.width-indent) {
			p.line(strings.Repeat(" ", indent) + p.in(style, part))
		}
	}
}

// short is at most n runes of s, saying how much was left out.
func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return fmt.Sprintf("%s … (%d more characters)", string(r[:n]), len(r)-n)
}

// plural is "1 fault", "2 faults".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
