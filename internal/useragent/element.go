package useragent

import (
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// An element is something on a page that a user can fill, tick or press.
type element struct {
	ref      int    // its number on the page, by which a driver finds it again
	tag, typ string // "input" with its type ("text" where none is given), "button" with submit, reset or button, "a", …
	name     string
	id       string
	value    string
	label    string // what a user reads on it or beside it
	hint     string // name, id, class and the like, lower case: what only its author reads
	href     string // of a link
	form     *form  // nil: it belongs to none, and does nothing without JavaScript
	checked  bool
	disabled bool
	readonly bool
	required bool
	hidden   bool    // not to be seen, whatever its type
	noscript bool    // only for browsers without JavaScript
	said     meaning // see says
	sel      *goquery.Selection
}

// A form is where elements are sent together.
type form struct {
	ref      int    // its number on the page
	action   string // as written
	method   string // GET or POST
	enctype  string
	elements []*element // its own, wherever they stand, in document order
	sel      *goquery.Selection
}

// text reports whether a user can type into e, a password apart.
func (e *element) text() bool {
	switch e.typ {
	case "text", "email", "tel", "":
		return e.tag == "input"
	}
	return false
}

// button reports whether e can be pressed: a button, a link, anything that plays one.
func (e *element) button() bool {
	switch e.typ {
	case "submit", "image", "button", "link":
		return true
	}
	return false
}

// submits reports whether pressing e sends its form.
func (e *element) submits() bool { return e.form != nil && (e.typ == "submit" || e.typ == "image") }

// usable reports whether a user could do something with e.
func (e *element) usable() bool { return !e.hidden && !e.disabled && e.typ != "hidden" }

// named is e in a log line.
func (e *element) named() string {
	s := e.label
	if s == "" {
		s = e.name
	}
	if s == "" {
		s = e.id
	}
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return "“" + s + "”"
}

// key tells e apart from the other buttons of its page across two readings of it.
func (e *element) key() string {
	return e.tag + "\x00" + e.name + "\x00" + e.id + "\x00" + e.value + "\x00" + e.label
}

// readElement reads what a node says about itself.
func readElement(s *goquery.Selection) *element {
	e := &element{tag: goquery.NodeName(s), sel: s}
	e.name, e.id, e.value = s.AttrOr("name", ""), s.AttrOr("id", ""), s.AttrOr("value", "")
	e.href = s.AttrOr("href", "")
	e.typ = typeOf(s, e.tag)
	_, e.checked = s.Attr("checked")
	_, e.disabled = s.Attr("disabled")
	_, e.readonly = s.Attr("readonly")
	_, e.required = s.Attr("required")
	if !e.disabled && s.Closest("fieldset[disabled]").Length() > 0 {
		e.disabled = true
	}
	e.noscript = s.Closest("noscript").Length() > 0
	e.hidden = hidden(s)
	hints := []string{e.name, e.id, s.AttrOr("class", ""), s.AttrOr("autocomplete", ""), s.AttrOr("formaction", ""), e.href}
	if e.button() {
		hints = append(hints, e.value)
	}
	e.hint = strings.ToLower(strings.Join(hints, " "))
	return e
}

func typeOf(s *goquery.Selection, tag string) string {
	t := strings.ToLower(strings.TrimSpace(s.AttrOr("type", "")))
	switch tag {
	case "input":
		if t == "" {
			return "text"
		}
		return t
	case "button":
		if t == "reset" || t == "button" {
			return t
		}
		return "submit"
	case "a":
		return "link"
	case "select", "textarea":
		return tag
	}
	return "button"
}

// hidden reports whether an element or something around it is taken out of sight. Style sheets are not read; a real browser
// marks what they hide.
func hidden(s *goquery.Selection) bool {
	for n := s; n.Length() > 0; n = n.Parent() {
		if _, ok := n.Attr("hidden"); ok {
			return true
		}
		if _, ok := n.Attr(hiddenMark); ok {
			return true
		}
		style := strings.ReplaceAll(strings.ToLower(n.AttrOr("style", "")), " ", "")
		if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
			return true
		}
		if goquery.NodeName(n) == "template" {
			return true
		}
	}
	return false
}
