package tags

import (
	"fmt"
	"strings"
	"unicode"
)

// A token is a word, an operator or a parenthesis, and the column it starts at, counted in characters from 1.
type token struct {
	text string
	op   bool // and, or, not or a parenthesis, written without an escape
	at   int
}

var operators = map[string]bool{"and": true, "or": true, "not": true}

func lex(s string) ([]token, error) {
	var (
		tokens  []token
		word    strings.Builder
		start   int
		escaped bool // the word holds an escape, so it is no operator
	)
	flush := func() {
		if start > 0 {
			text := word.String()
			tokens = append(tokens, token{text: text, op: !escaped && operators[text], at: start})
		}
		word.Reset()
		start, escaped = 0, false
	}
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		switch {
		case unicode.IsSpace(r):
			flush()
			continue
		case r == '(' || r == ')':
			flush()
			tokens = append(tokens, token{text: string(r), op: true, at: i + 1})
			continue
		}
		if start == 0 {
			start = i + 1
		}
		if r == '\\' {
			i++
			if i == len(runes) || !escapable(runes[i]) {
				return nil, fmt.Errorf(`column %d: a backslash stands only before a space, a parenthesis or another backslash`, i)
			}
			r, escaped = runes[i], true
		}
		word.WriteRune(r)
	}
	flush()
	return tokens, nil
}

func escapable(r rune) bool { return r == '(' || r == ')' || r == '\\' || unicode.IsSpace(r) }

func escape(name string) string {
	var b strings.Builder
	for _, r := range name {
		if escapable(r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
