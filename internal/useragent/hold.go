package useragent

import "slices"

// holds reports whether a visit ends before it does what comes next.
func (v *visit) holds(a action) bool {
	n := len(v.land.Pages)
	if v.plan.Hold == "" || n == 0 || v.land.Pages[n-1].Kind != v.plan.Hold || a.end {
		return false
	}
	return v.plan.Hold != KindLogin || slices.ContainsFunc(a.fills, func(f fill) bool { return f.value == v.plan.User.Password })
}

// hold keeps the form that is not sent.
func (v *visit) hold(p *page, a action) {
	v.note("%s: held before it is answered", place(p.url))
	if a.form == nil {
		return
	}
	u := a.form.target(p, a.press)
	if u == nil {
		return
	}
	s := &Start{URL: u.String()}
	s.Method, _ = a.form.how(a.press)
	if s.Method != "POST" && v.plan.Hold == KindLogin {
		return // no form puts a password into an address: a script is waiting for it
	}
	if s.Form = valuesOf(a.fields()); s.Method != "POST" {
		q := *u
		q.RawQuery = s.Form.Encode()
		s.URL, s.Form = q.String(), nil
	}
	v.land.Held = s
}
