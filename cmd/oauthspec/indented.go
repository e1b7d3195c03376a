package main

import (
	"strings"

	"github.com/oauthspec/oauthspec/internal/wrap"
)

// indented is text in lines of at most so many columns, each after an indent.
func indented(text, indent string) string {
	lines := wrap.Lines(text, columns-len(indent))
	return indent + strings.Join(lines, "\n"+indent)
}
