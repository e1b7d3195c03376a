package useragent

import (
	"sort"
	"strings"
)

// step takes the first of the plan's steps that fits the page and was not taken yet.
func (v *visit) step(p *page, kind Kind) (action, bool, error) {
	all := v.plan.Steps
	if !v.plan.Consent {
		all = append(append([]Step(nil), v.plan.RefuseSteps...), v.plan.Steps...)
	}
	for i, s := range all {
		if v.used[i] || !p.fits(s) {
			continue
		}
		v.used[i] = true
		a, err := v.take(p, s)
		v.asked(stepKind(s, kind))
		return a, true, err
	}
	if len(all) > 0 && (kind == KindLogin || kind == KindConsent || kind == KindOther) {
		v.note("no step of the profile fits, so by guess")
	}
	return action{}, false, nil
}

// stepKind is what a page asked for, where a step had to say how to pass it.
func stepKind(s Step, kind Kind) Kind {
	for _, value := range s.Fill {
		if strings.Contains(value, "{{password}}") {
			return KindLogin
		}
	}
	if kind == KindLogin || kind == KindConsent {
		return kind
	}
	return KindOther
}

// fits reports whether everything a step names is on the page.
func (p *page) fits(s Step) bool {
	wanted := append([]string{}, s.Check...)
	for sel := range s.Fill {
		wanted = append(wanted, sel)
	}
	if s.Press != "" {
		wanted = append(wanted, s.Press)
	}
	for _, sel := range wanted {
		if len(p.find(sel)) == 0 {
			return false
		}
	}
	if s.When != "" {
		return p.doc.Find(s.When).Length() > 0
	}
	return len(wanted) > 0
}

// find are the elements a selector names that can be seen and used, in document order.
func (p *page) find(selector string) []*element {
	var out []*element
	for _, n := range p.doc.Find(selector).Nodes {
		for _, e := range p.elements {
			if e.sel.Get(0) == n && e.usable() {
				out = append(out, e)
			}
		}
	}
	return out
}

// take makes an action of a step that fits.
func (v *visit) take(p *page, s Step) (action, error) {
	var a action
	selectors := make([]string, 0, len(s.Fill))
	for sel := range s.Fill {
		selectors = append(selectors, sel)
	}
	sort.Strings(selectors)
	values := strings.NewReplacer("{{name}}", v.plan.User.Name, "{{password}}", v.plan.User.Password)
	for _, sel := range selectors {
		e := p.find(sel)[0]
		a.fills = append(a.fills, fill{e, values.Replace(s.Fill[sel])})
		a.form = e.form
		v.note("fill %s, as the profile says", sel)
		if e.asksPassword() {
			v.signIn = signInMark(p, e)
		}
	}
	for _, sel := range s.Check {
		for _, e := range p.find(sel) {
			if !e.checked {
				a.ticks = append(a.ticks, e)
			}
		}
		v.note("tick %s, as the profile says", sel)
	}
	if s.Press != "" {
		a.press = p.find(s.Press)[0]
		a.form = a.press.form
		v.pressed[p.document+a.press.key()] = p.text
		v.note("press %s, as the profile says", s.Press)
	}
	if a.form == nil && !p.js && (a.press == nil || a.press.typ != "link" || scriptLink(a.press)) {
		return action{}, v.stuck(p, "the step's elements belong to no form: the page needs JavaScript, so a real browser")
	}
	return a, nil
}
