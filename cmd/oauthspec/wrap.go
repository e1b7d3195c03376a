package main

import (
	"strings"
	"unicode/utf8"
)

// wrap breaks text into lines of at most width columns, each after an indent. A word that is longer stays whole.
func wrap(text, indent string, width int) string {
	var b strings.Builder
	b.WriteString(indent)
	at, room := 0, width-utf8.RuneCountInString(indent)
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case at == 0:
		case at+1+n > room:
			b.WriteString("\n" + indent)
			at = 0
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	return b.String()
}
