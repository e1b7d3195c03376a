package tags

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// depth bounds nesting: an expression comes from a command line, and a parser that recurses needs an end.
const depth = 500

// Parse reads a cucumber tag expression. "not" binds tighter than "and", and "and" tighter than "or"; the empty
// expression selects everything. An error names the column, counted in characters from 1.
func Parse(s string) (Expr, error) {
	if !utf8.ValidString(s) {
		return nil, errors.New("not valid UTF-8")
	}
	tokens, err := lex(s)
	if err != nil {
		return nil, err
	}
	if len(tokens) == 0 {
		return all{}, nil
	}
	p := &parser{tokens: tokens, end: utf8.RuneCountInString(s) + 1}
	e, err := p.chain("or", 0)
	if err != nil {
		return nil, err
	}
	if t, ok := p.peek(); ok {
		return nil, p.surplus(t)
	}
	return e, nil
}

type parser struct {
	tokens []token
	next   int
	end    int // the column after the last character
}

func (p *parser) peek() (token, bool) {
	if p.next == len(p.tokens) {
		return token{at: p.end}, false
	}
	return p.tokens[p.next], true
}

// accept takes the next token if it is this operator.
func (p *parser) accept(op string) bool {
	t, ok := p.peek()
	if !ok || !t.op || t.text != op {
		return false
	}
	p.next++
	return true
}

// chain reads operands joined by one operator: "or" joins chains of "and", which join single operands.
func (p *parser) chain(word string, deep int) (Expr, error) {
	operand := func() (Expr, error) {
		if word == "or" {
			return p.chain("and", deep)
		}
		return p.operand(deep)
	}
	left, err := operand()
	for err == nil && p.accept(word) {
		var right Expr
		right, err = operand()
		left = pair{word: word, left: left, right: right}
	}
	if err != nil {
		return nil, err
	}
	return left, nil
}

func (p *parser) operand(deep int) (Expr, error) {
	t, ok := p.peek()
	switch {
	case !ok:
		return nil, fmt.Errorf("column %d: the expression ends where a tag is wanted", t.at)
	case deep > depth:
		return nil, fmt.Errorf("column %d: nested more than %d deep", t.at, depth)
	}
	p.next++
	switch {
	case !t.op:
		return tag(t.text), nil
	case t.text == "not":
		of, err := p.operand(deep + 1)
		return not{of}, err
	case t.text == "(":
		return p.group(t, deep+1)
	}
	return nil, fmt.Errorf("column %d: %q where a tag is wanted", t.at, t.text)
}

func (p *parser) group(open token, deep int) (Expr, error) {
	e, err := p.chain("or", deep)
	if err != nil || p.accept(")") {
		return e, err
	}
	t, ok := p.peek()
	if !ok {
		return nil, fmt.Errorf("column %d: the parenthesis opened at column %d is never closed", t.at, open.at)
	}
	return nil, p.surplus(t)
}

func (p *parser) surplus(t token) error {
	if t.text == ")" && t.op {
		return fmt.Errorf("column %d: a closing parenthesis that nothing opened", t.at)
	}
	return fmt.Errorf("column %d: %q where \"and\" or \"or\" is wanted", t.at, t.text)
}
