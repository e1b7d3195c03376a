package exchange

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A word is one argument of a shell command: literal text and variables, in order.
type word []part

// A part is literal text or, where variable is set, what a shell variable holds.
type part struct{ text, variable string }

// String quotes the word for bash and zsh: nothing in it is interpreted, whoever made it up.
func (w word) String() string {
	if s, ok := w.inDoubleQuotes(); ok {
		return s
	}
	var b strings.Builder
	for _, p := range w {
		if p.variable != "" {
			b.WriteString(`"$` + p.variable + `"`)
		} else {
			b.WriteString(quote(p.text))
		}
	}
	if b.Len() == 0 {
		return "''"
	}
	return b.String()
}

// inDoubleQuotes is the form that reads best, possible where no literal part means anything inside of them.
func (w word) inDoubleQuotes() (string, bool) {
	variables, b := 0, strings.Builder{}
	for i, p := range w {
		switch {
		case p.variable == "" && (strings.ContainsAny(p.text, "$`\"\\!") || !printable(p.text)):
			return "", false
		case p.variable == "":
			b.WriteString(p.text)
		case i+1 < len(w):
			variables++
			b.WriteString("${" + p.variable + "}")
		default:
			variables++
			b.WriteString("$" + p.variable)
		}
	}
	return `"` + b.String() + `"`, variables > 0
}

// quote quotes literal text. What a terminal would act upon is written as an escape.
func quote(s string) string {
	if !printable(s) {
		return ansi(s)
	}
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:,@%+=") == "" && s[0] != '=' {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func printable(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// ansi writes s as $'…', every byte that is not printable as \xHH.
func ansi(s string) string {
	var b strings.Builder
	b.WriteString("$'")
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == '\'' || r == '\\':
			b.WriteString(`\` + s[:n])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == utf8.RuneError && n == 1, !unicode.IsPrint(r):
			for _, c := range []byte(s[:n]) {
				fmt.Fprintf(&b, `\x%02x`, c)
			}
		default:
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	b.WriteString("'")
	return b.String()
}
