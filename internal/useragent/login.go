package useragent

import "strings"

// A login is where on a page the user says who they are. One of the two fields may be missing: some servers ask for the name
// on one page and for the password on the next.
type login struct {
	form     *form // nil: the fields belong to none
	name     *element
	password *element
}

// login finds the place to sign in, or nil. Where there are several, as beside a registration form, the likeliest.
func (p *page) login() *login {
	var best *login
	bestScore := 0
	for _, f := range append([]*form{nil}, p.forms...) {
		l, score := loginIn(f, p.fieldsOf(f))
		if l != nil && (best == nil || score > bestScore) {
			best, bestScore = l, score
		}
	}
	return best
}

// fieldsOf are the elements of a form, or of none, that a user could do something with.
func (p *page) fieldsOf(f *form) []*element {
	var out []*element
	for _, e := range p.in(f) {
		if e.usable() || e.pressable(p) {
			out = append(out, e)
		}
	}
	return out
}

func loginIn(f *form, fields []*element) (*login, int) {
	var passwords, texts []*element
	for _, e := range fields {
		switch {
		case e.asksPassword():
			passwords = append(passwords, e)
		case e.text():
			texts = append(texts, e)
		}
	}
	l := &login{form: f, name: nameField(texts)}
	score := 0
	switch len(passwords) {
	case 0:
		if l.name == nil || !asksWho(l.name, fields) {
			return nil, 0
		}
	case 1:
		l.password, score = passwords[0], 20
	default: // a password and its repetition: somebody registers, or changes it
		l.password, score = passwords[0], 5
	}
	if l.name == nil && l.password != nil {
		l.name = lone(texts)
	}
	if l.password != nil && strings.Contains(l.password.hint, "new-password") {
		score -= 10
	}
	for _, e := range fields {
		switch {
		case e.submits() && e.says() == enter:
			score += 4
		case e.submits() && e.says() == aside:
			score -= 4
		}
	}
	if f != nil {
		score++
	}
	return l, score
}

// asksPassword knows a password field by its type, and where the page forgot the type by its name.
func (e *element) asksPassword() bool {
	return e.typ == "password" || e.text() && e.called(passwordWords)
}

// called reports whether a field goes by one of the words.
func (e *element) called(words []string) bool {
	s := normal(splitCamel(e.name) + " " + splitCamel(e.id) + " " + e.sel.AttrOr("autocomplete", "") + " " + e.label)
	return saysAny(s, words)
}

// splitCamel makes words of identifiers: "userName", "user_field2".
func splitCamel(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	if b.Len() == len(s) {
		return s
	}
	return s + " " + b.String()
}

// nameField is the text field that goes by a user's name.
func nameField(texts []*element) *element {
	for _, e := range texts {
		if e.called(nameWords) || e.typ == "email" || strings.Contains(e.hint, "user") || strings.Contains(e.hint, "login") {
			return e
		}
	}
	return nil
}

// lone is the text field that is the name for want of another.
func lone(texts []*element) *element {
	if len(texts) == 0 {
		return nil
	}
	return texts[0]
}

// codeWords name a field for what is no name: the code of a device, or one that was sent by mail.
var codeWords = words("usercode", "device", "code", "otp", "token")

// asksWho tells the first page of a sign-in in two steps from any other form with a text field: its field is a required one
// by nature, so the form has nothing else to type into and a button that goes on.
func asksWho(name *element, fields []*element) bool {
	if name.called(codeWords) {
		return false
	}
	texts, goesOn := 0, false
	for _, e := range fields {
		if e.text() {
			texts++
		}
		if m := e.says(); e.button() && e.typ != "link" && m != no && m != aside {
			goesOn = true
		}
	}
	return texts == 1 && goesOn
}
