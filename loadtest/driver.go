package loadtest

import (
	"context"

	"github.com/oauthspec/oauthspec/internal/useragent"
)

// Names of drivers, as Options have them.
const (
	Form = "form" // HTML forms over the engine's connections
	Rod  = "rod"  // a real browser
)

// Drivers are the names there are.
func Drivers() []string { return []string{Form, Rod} }

// user is the driver of a run's sign-ins: forms, unless a browser is to be used.
func (s *setup) user() useragent.Driver {
	if s.browser != nil {
		return s.browser
	}
	return useragent.NewForm(useragent.Options{Transport: s.http.Transport, Timeout: 10 * s.o.Timeout})
}

// open starts the browser, where one is to be used.
func (s *setup) open(ctx context.Context) error {
	if s.o.Driver != Rod {
		return nil
	}
	path, why := useragent.FindBrowser(s.o.Browser)
	if path == "" && s.o.BrowserURL == "" {
		return refusef("%s", why)
	}
	d, err := useragent.NewRod(ctx, useragent.RodOptions{Binary: path, RemoteURL: s.o.BrowserURL, Timeout: 3 * s.o.Timeout,
		IgnoreCerts: s.o.Target.Roots != nil, LoopbackOnly: loopback(ctx, hostOf(s.target.Issuer))})
	if err != nil {
		return refusef("%v", err)
	}
	s.browser = d
	return nil
}

func (s *setup) close() {
	if s.browser != nil {
		_ = s.browser.Close() // what does not end is killed: there is nothing to say
	}
}

// signIn is a sign-in within a flow: by forms each request is a step of it, by a browser all of them are one.
func (x *signIns) signIn(h *hand) (issued, outcome) {
	if h.run.setup.browser == nil {
		return x.sign(h.ctx, &browser{h: h})
	}
	before := h.begin()
	c, o := x.sign(h.ctx, nil)
	h.ended = h.run.pace.now()
	h.free = h.ended
	h.sample.steps = append(h.sample.steps, step{"sign-in", h.ended.Sub(before)})
	return c, o
}
