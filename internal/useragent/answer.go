package useragent

import (
	"slices"
	"strings"
)

// signInOn fills a login page and sends it.
func (v *visit) signInOn(p *page) (action, error) {
	l := p.login()
	if l.form == nil && !p.js {
		return action{}, v.stuck(p, "the field %s belongs to no form: the page needs JavaScript, so a real browser", l.field().named())
	}
	if l.password != nil {
		mark := signInMark(p, l.password)
		if v.signIn == mark {
			return action{}, v.stuck(p, "the login page came back after the password of %q was sent: wrong password, or a session that did not hold", v.plan.User.Name)
		}
		v.signIn = mark
	} else {
		if mark := p.document + "\x00" + p.text; v.named == mark {
			return action{}, v.stuck(p, "the page stayed as it was after the name of %q was sent", v.plan.User.Name)
		} else {
			v.named = mark
		}
	}
	a := action{form: l.form}
	if l.name != nil && !l.name.readonly {
		a.fills = append(a.fills, fill{l.name, v.plan.User.Name})
		v.note("fill %s with the user's name", l.name.named())
	}
	if l.password != nil {
		a.fills = append(a.fills, fill{l.password, v.plan.User.Password})
		v.note("fill %s with the password", l.password.named())
	}
	for _, e := range p.fieldsOf(l.form) {
		if e.typ == "checkbox" && e.required && !e.checked {
			a.ticks = append(a.ticks, e)
			v.note("tick %s, which is required", e.named())
		}
	}
	a.press = v.best(p, p.in(l.form), enter, goOn, allow)
	if a.press == nil && l.form == nil {
		return action{}, v.stuck(p, "no button to sign in with")
	}
	v.notePress(a.press)
	return a, nil
}

// signInMark tells one server's sign-in page from another's: a login may lead through several, but not twice through one.
func signInMark(p *page, password *element) string {
	return p.url.Host + "\x00" + p.title + "\x00" + password.name + "\x00" + password.id
}

// in are the elements of a form, or of none.
func (p *page) in(f *form) []*element {
	var out []*element
	for _, e := range p.elements {
		if e.form == f {
			out = append(out, e)
		}
	}
	return out
}

func (l *login) field() *element {
	if l.password != nil {
		return l.password
	}
	return l.name
}

// best is the button to go on with: one that says the first meaning, else the second and so on, else one that says nothing.
// One that says no is never pressed by mistake, and one that leads aside only where it alone submits. One that was pressed
// already, and left the document standing, comes last, and only where the document says something else by now.
func (v *visit) best(p *page, among []*element, wants ...meaning) *element {
	var found, again *element
	top, topAgain := 0, 0
	for _, e := range among {
		if !e.pressable(p) {
			continue
		}
		score := e.score(wants)
		text, pressed := v.pressed[p.document+e.key()]
		switch {
		case !pressed && score > top:
			found, top = e, score
		case pressed && text != p.text && score > topAgain:
			again, topAgain = e, score
		}
	}
	if found == nil {
		return again
	}
	return found
}

// pressable reports whether a user can press e, or will be able to once the fields are filled.
func (e *element) pressable(p *page) bool {
	return e.button() && !e.hidden && (!e.disabled || p.js) && !(e.noscript && p.js)
}

// press keeps that e is pressed on p, and how it says so.
func (v *visit) press(p *page, e *element) {
	v.pressed[p.document+e.key()] = p.text
	v.notePress(e)
}

func (e *element) score(wants []meaning) int {
	says, score := e.says(), 0
	for i, w := range wants {
		if says == w {
			score = 20 - 4*i
		}
	}
	switch {
	case score > 0 && e.typ == "link" && !e.playsButton() && says != no:
		return 0
	case score == 0 && (!e.submits() || says == no):
		return 0
	case score == 0 && says == aside:
		score = 1
	case score == 0:
		score = 8
	}
	if e.submits() {
		score += 2
	}
	if strings.Contains(e.hint, "primary") {
		score++
	}
	return score
}

func (v *visit) notePress(e *element) {
	if e == nil {
		v.note("submit the form without a button")
		return
	}
	v.note("press %s", e.named())
}

// answer passes a page that asks for a decision: consent, or an interstitial.
func (v *visit) answer(p *page, kind Kind) (action, error) {
	refuse := !v.plan.Consent && kind == KindConsent
	var b *element
	if refuse {
		b = v.best(p, p.buttons(no), no)
	} else {
		b = v.best(p, p.elements, allow, goOn, enter)
	}
	radios := p.radios(refuse)
	if b == nil && refuse && len(radios) > 0 {
		b = v.best(p, p.elements, allow, goOn, enter)
	}
	switch {
	case b == nil && refuse:
		return action{}, v.noRefusal(p, "give refuse steps in the profile")
	case refuse && !p.js && len(radios) == 0 && p.saysTheSame(b):
		return action{}, v.noRefusal(p, "what the button "+b.named()+" sends is what allowing sends: the page needs JavaScript, so a real browser")
	case b == nil:
		return action{}, v.stuck(p, "every button that goes on was pressed, and the page stayed as it was")
	case b.form == nil && !p.js && (b.typ != "link" || scriptLink(b)):
		return action{}, v.stuck(p, "the button %s belongs to no form: the page needs JavaScript, so a real browser", b.named())
	}
	a := action{form: b.form, press: b, ticks: radios}
	if !refuse {
		a.ticks = append(a.ticks, p.toTick(b.form)...)
	}
	for _, e := range a.ticks {
		v.note("tick %s", e.named())
	}
	v.press(p, b)
	return a, nil
}

func (v *visit) noRefusal(p *page, why string) error {
	err := v.stuck(p, "%v; %s", ErrNoRefusal, why)
	err.noRefusal = true
	return err
}

// saysTheSame reports a button to refuse with that sends what the one to allow with sends: without JavaScript a server cannot tell
// the two apart.
func (p *page) saysTheSame(b *element) bool {
	if !b.submits() || b.sel == nil {
		return false
	}
	return slices.ContainsFunc(p.elements, func(e *element) bool {
		return e != b && e.submits() && e.form == b.form && e.sel != nil && e.name == b.name && (e.name == "" || e.value == b.value) &&
			e.sel.AttrOr("formaction", "") == b.sel.AttrOr("formaction", "")
	})
}

// scriptLink reports a link that leads nowhere without JavaScript.
func scriptLink(e *element) bool {
	h := strings.ToLower(strings.TrimSpace(e.href))
	return h == "" || h == "#" || strings.HasPrefix(h, "javascript:")
}

// toTick are the unticked boxes of a consent page, one per scope as a rule. A box that makes the server remember the answer
// stays as it is: the next visit is to be asked again.
func (p *page) toTick(f *form) []*element {
	var out []*element
	for _, e := range p.boxes() {
		if !e.checked && (e.form == f || e.form == nil) && !saysAny(normal(e.label+" "+splitCamel(e.name)+" "+splitCamel(e.id)), remembering) {
			out = append(out, e)
		}
	}
	return out
}

var remembering = words("remember", "rememberme", "don't ask again", "do not ask again", "merken", "angemeldet bleiben", "se souvenir", "recordar", "ricorda", "onthouden")

// radios are the choices that say what is wanted, chosen already or not.
func (p *page) radios(refuse bool) []*element {
	want := allow
	if refuse {
		want = no
	}
	var out []*element
	for _, e := range p.elements {
		if e.typ == "radio" && e.usable() && (meaningOf(e.label) == want || meaningOf(e.label) == silent && meaningOf(e.value) == want) {
			out = append(out, e)
		}
	}
	return out
}
