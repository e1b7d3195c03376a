package useragent

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// An action is what a driver has to do next with a page.
type action struct {
	end    bool // nothing: the visit ends here
	itself bool // the page goes on by itself: a refresh, or a form that a script submits
	follow *url.URL
	fills  []fill
	ticks  []*element // boxes and radio buttons to tick
	press  *element   // a button or a link; nil submits form as it is
	form   *form      // the one that is sent, if any
}

type fill struct {
	field *element
	value string
}

// A visit is what both drivers know of one Visit while it lasts.
type visit struct {
	plan    Plan
	asking  sync.Mutex // one question to plan.Stop at a time
	land    Landing
	pages   int               // acted upon
	used    map[int]bool      // steps taken
	pressed map[string]string // buttons, each in its document: what that said when it was pressed
	named   string            // the page that was last sent with a name alone, as it was
	left    bool              // a button to sign out with was pressed
	signIn  string            // the sign-in page that was last sent with a password
}

func newVisit(p Plan) *visit {
	if p.MaxPages <= 0 {
		p.MaxPages = 12
	}
	return &visit{plan: p, used: map[int]bool{}, pressed: map[string]string{}}
}

// note keeps one line of what was done.
func (v *visit) note(format string, a ...any) {
	if len(v.land.Log) < maxHops {
		v.land.Log = append(v.land.Log, fmt.Sprintf(format, a...))
	}
}

// hop keeps one request.
func (v *visit) hop(h Hop) {
	if len(v.land.Chain) < maxHops {
		v.land.Chain = append(v.land.Chain, h)
	}
}

// show keeps a page as the last one that was shown.
func (v *visit) show(p *page) {
	v.land.URL, v.land.RawURL = p.url, p.url.String()
	v.land.Page, v.land.Cut, v.land.Status, v.land.Header = p.body, p.cut, p.status, p.header
	v.land.Title, v.land.Text = p.title, p.text
}

// stuck is the error for a page that asks for what cannot be done.
func (v *visit) stuck(p *page, format string, a ...any) *Stuck {
	v.land.Kind = KindUnknown
	s := &Stuck{Why: fmt.Sprintf(format, a...), Tried: v.land.Log}
	if p != nil {
		s.URL, s.Page = p.url.String(), p.body
	}
	return s
}

// carriesPassword reports whether the user's password is among the fields of a request.
func (v *visit) carriesPassword(fields []Field) bool {
	return v.plan.User.Password != "" && slices.ContainsFunc(fields, func(f Field) bool { return f.Value == v.plan.User.Password })
}

// stops asks the plan whether a URL is the client's, one question at a time.
func (v *visit) stops(u *url.URL) bool {
	if u == nil || v.plan.Stop == nil {
		return false
	}
	v.asking.Lock()
	defer v.asking.Unlock()
	return v.plan.Stop(u)
}

// decide looks at a page and says what comes next.
func (v *visit) decide(p *page) (action, error) {
	v.show(p)
	if a, ok := v.itself(p); ok {
		v.pageShown(p, KindItself)
		return a, nil
	}
	kind := p.kind()
	v.pageShown(p, kind)
	v.land.Kind = kind
	v.note("%s: %s page, status %d, %q", place(p.url), kind, p.status, p.title)
	if v.plan.WithoutLogin {
		v.asked(kind)
		return action{end: true}, nil
	}
	if v.pages >= v.plan.MaxPages {
		return action{}, v.stuck(p, "more than %d pages, and still not at the client", v.plan.MaxPages)
	}
	v.pages++
	a, err := v.react(p, kind)
	if err == nil && v.holds(a) {
		v.hold(p, a)
		return action{end: true}, nil
	}
	return a, err
}

// react is what a user does with a page.
func (v *visit) react(p *page, kind Kind) (action, error) {
	a, took, err := v.step(p, kind)
	if err != nil || took {
		return a, err
	}
	if v.plan.SignOut {
		return v.signOut(p, kind), nil
	}
	switch kind {
	case KindError, KindPlain:
		return action{end: true}, nil
	case KindLogin:
		v.asked(kind)
		return v.signInOn(p)
	case KindConsent, KindOther:
		v.asked(kind)
		return v.answer(p, kind)
	}
	return action{}, v.stuck(p, "%s", p.puzzle())
}

// signOut signs out on the first page that asks whether to; whatever comes then is the end.
func (v *visit) signOut(p *page, kind Kind) action {
	b := p.signOut()
	if v.left || b == nil || kind == KindLogin || kind == KindError || b.form == nil && !p.js {
		return action{end: true}
	}
	v.left = true
	v.asked(KindOther)
	v.press(p, b)
	return action{form: b.form, press: b}
}

// asked keeps that the user was shown something.
func (v *visit) asked(kind Kind) {
	switch kind {
	case KindLogin, KindConsent, KindOther:
		v.land.Asked = append(v.land.Asked, string(kind))
		if n := len(v.land.Pages); n > 0 {
			v.land.Pages[n-1].Kind = kind // a step may know better than the guess
		}
	}
}

// puzzle says what is not understood about a page.
func (p *page) puzzle() string {
	if p.unrendered() {
		return "the page is empty without JavaScript: it needs a real browser"
	}
	return "it asks for something that no rule covers; give selectors for it in the profile"
}

// itself finds pages that no user sees: those that go on alone. A form to the client is one of them whatever its button
// says, because the form_post response mode is made of it.
func (v *visit) itself(p *page) (action, bool) {
	for _, f := range p.forms {
		if f.hiddenOnly() && (v.stops(f.target(p, nil)) || f.sendsItself(p) && !p.asks()) {
			v.note("%s: a form that submits itself to %s", place(p.url), place(f.target(p, nil)))
			return action{itself: true, form: f}, true
		}
	}
	if p.refresh != "" && p.login() == nil {
		if u, err := p.base.Parse(p.refresh); err == nil {
			v.note("%s: the page refreshes itself to %s", place(p.url), place(u))
			return action{itself: true, follow: u}, true
		}
	}
	return action{}, false
}

// asks reports whether a user has anything to do on a page: then a hidden form beside it is some script's tool.
func (p *page) asks() bool {
	if p.login() != nil {
		return true
	}
	for _, b := range p.buttons(allow, goOn, enter) {
		if !b.noscript {
			return true
		}
	}
	return false
}

// hiddenOnly reports a form with nothing to type or tick, and at least one value to carry.
func (f *form) hiddenOnly() bool {
	carries := false
	for _, e := range f.elements {
		if !e.button() && e.typ != "hidden" {
			return false
		}
		carries = carries || e.typ == "hidden"
	}
	return carries
}

// sendsItself reports a form that a script submits: one with no button to press for who has JavaScript.
func (f *form) sendsItself(p *page) bool {
	if !p.scripted && p.scripts == "" {
		return false
	}
	for _, e := range f.elements {
		if e.button() && e.usable() && !e.noscript {
			return false
		}
	}
	return p.scripts == "" || strings.Contains(p.scripts, "ubmit") || strings.Contains(p.scripts, "click")
}

// place is an address in a log line, without its query: that may carry secrets, and is long.
func place(u *url.URL) string {
	if u == nil {
		return "nowhere"
	}
	if u.Opaque != "" {
		return u.Scheme + ":" + u.Opaque
	}
	return u.Scheme + "://" + u.Host + u.Path
}
