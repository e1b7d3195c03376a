package useragent

import (
	"strings"
)

// kind is what a page asks for, judged by what is on it. Its address tells nothing: login and consent are often served
// at the same one, and under the same title.
func (p *page) kind() Kind {
	switch {
	case p.login() != nil:
		return KindLogin
	case p.status >= 400:
		return KindError
	}
	yesButtons, noButtons := p.buttons(allow, goOn, enter), p.buttons(no)
	if len(yesButtons) > 0 {
		if len(noButtons) > 0 || len(p.boxes()) > 0 || saysAny(normal(p.title+" "+p.text), consentWords) {
			return KindConsent
		}
		return KindOther
	}
	if p.asksForMore() {
		return KindUnknown
	}
	if p.speaksOfError() {
		return KindError
	}
	return KindPlain
}

// buttons are those a user can press that say one of the meanings. A plain link may refuse, it never allows: a page is full of
// links, and a press that has an effect is a button.
func (p *page) buttons(of ...meaning) []*element {
	var out []*element
	for _, e := range p.elements {
		if !e.pressable(p) {
			continue
		}
		says := e.says()
		for _, m := range of {
			if says == m && (e.typ != "link" || m == no || e.playsButton()) {
				out = append(out, e)
			}
		}
	}
	return out
}

// playsButton reports whether a link looks like a button to a user.
func (e *element) playsButton() bool {
	return e.sel.AttrOr("role", "") == "button" || strings.Contains(" "+strings.ReplaceAll(e.hint, "-", " ")+" ", " btn ") ||
		strings.Contains(e.hint, "button")
}

// boxes are the checkboxes a user sees.
func (p *page) boxes() []*element {
	var out []*element
	for _, e := range p.elements {
		if e.typ == "checkbox" && e.usable() {
			out = append(out, e)
		}
	}
	return out
}

// asksForMore reports whether there is something to do here that no rule covers: a field, a form with a button, or an
// application that has drawn nothing because nobody runs it.
func (p *page) asksForMore() bool {
	if p.unrendered() {
		return true
	}
	for _, e := range p.elements {
		if !e.usable() || e.noscript {
			continue
		}
		search := e.typ == "search" || e.name == "q" || saysAny(normal(e.hint), sideWords)
		if e.form != nil && !search && (e.text() || e.submits()) && e.says() != aside {
			return true
		}
	}
	return false
}

// sideWords are in the names of what every page of a site may have.
var sideWords = words("search", "language", "lang", "locale")

// unrendered reports a page that is nothing but scripts.
func (p *page) unrendered() bool {
	return !p.js && p.scripted && p.status < 400 && len(p.text) < 20
}

// speaksOfError looks at title and headings only: the text of a plain page may well mention errors.
func (p *page) speaksOfError() bool {
	heads := p.title + " " + p.doc.Find("h1,h2,[role=alert],.error").Text()
	return saysAny(normal(tidy(heads, 500)), errorWords)
}
