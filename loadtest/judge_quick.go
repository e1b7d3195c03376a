package loadtest

import (
	"bytes"
	"encoding/binary"
)

// quick reads a token response of the usual kind in one pass: an object of strings without escapes and of whole numbers
// above zero, in ASCII, with a token and a type that is known. ok says that it is right; all that is wrong, and all that
// is unusual, is left to [read], which tells one from the other.
func quick(body []byte) (g grant, ok bool) {
	c := cursor{text: body}
	typed := false
	if !c.eat('{') {
		return g, false
	}
	for more := true; more; more = c.eat(',') {
		name, ok := c.str()
		if !ok || !c.eat(':') {
			return g, false
		}
		value, ok := c.str()
		number := !ok && c.number()
		if !ok && !number {
			return g, false
		}
		switch string(name) {
		case "access_token":
			g.access = value
		case "refresh_token":
			g.refresh = value
		case "id_token":
			g.id = value
		case "token_type":
			if typed = bytes.EqualFold(value, []byte("Bearer")) || bytes.EqualFold(value, []byte("DPoP")); !typed {
				return g, false
			}
		case "expires_in":
			if !number {
				return g, false
			}
		case "error":
			return g, false
		}
	}
	return g, c.eat('}') && c.over() && typed && len(g.access) > 0
}

// A cursor goes through JSON.
type cursor struct {
	text []byte
	at   int
}

// over skips blanks, and says whether nothing else is left.
func (c *cursor) over() bool {
	for ; c.at < len(c.text); c.at++ {
		switch c.text[c.at] {
		case ' ', '\t', '\n', '\r':
		default:
			return false
		}
	}
	return true
}

// eat takes one character, blanks before it included, if it is that.
func (c *cursor) eat(b byte) bool {
	if c.over() || c.text[c.at] != b {
		return false
	}
	c.at++
	return true
}

// str takes a string, if there is one that stands for itself; else nothing but blanks is taken.
func (c *cursor) str() ([]byte, bool) {
	if c.over() || c.text[c.at] != '"' {
		return nil, false
	}
	rest := c.text[c.at+1:]
	n := bytes.IndexByte(rest, '"')
	if n < 0 || !ordinary(rest[:n]) {
		return nil, false
	}
	c.at += n + 2
	return rest[:n], true
}

// number takes a whole number above zero, if there is one.
func (c *cursor) number() bool {
	if c.over() || c.text[c.at] < '1' || c.text[c.at] > '9' {
		return false
	}
	begin := c.at
	for c.at < len(c.text) && '0' <= c.text[c.at] && c.text[c.at] <= '9' {
		c.at++
	}
	return c.at-begin < 16
}

// ordinary says that a string has no escape, no control character and nothing beyond ASCII. It looks at eight bytes at
// a time.
func ordinary(s []byte) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	for ; len(s) >= 8; s = s[8:] {
		x := binary.LittleEndian.Uint64(s)
		escape := x ^ '\\'*ones
		if (x|(x-' '*ones)&^x|(escape-ones)&^escape)&high != 0 {
			return false
		}
	}
	for _, b := range s {
		if b < ' ' || b == '\\' || b >= 0x80 {
			return false
		}
	}
	return true
}
