// Package wrap breaks text into lines that fit a terminal.
package wrap

import (
	"strings"
	"unicode/utf8"
)

// Lines breaks text between words into lines of at most width runes, and inside of words that are longer.
func Lines(text string, width int) []string {
	var lines []string
	line, n := "", 0
	flush := func() {
		if n > 0 {
			lines = append(lines, line)
		}
		line, n = "", 0
	}
	for _, word := range strings.Fields(text) {
		for i, part := range Chop(word, width) {
			w := utf8.RuneCountInString(part)
			if i > 0 || n > 0 && n+1+w > width {
				flush()
			}
			if n > 0 {
				line, n = line+" ", n+1
			}
			line, n = line+part, n+w
		}
	}
	flush()
	return lines
}

// Chop cuts s every width runes.
func Chop(s string, width int) []string {
	r := []rune(s)
	var out []string
	for len(r) > width {
		out, r = append(out, string(r[:width])), r[width:]
	}
	return append(out, string(r))
}
