package useragent

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

// Options of the form driver.
type Options struct {
	Transport    http.RoundTripper // nil is one of net/http's kind, made for this driver
	Timeout      time.Duration     // of one Visit; 0 is 30 s
	MaxBody      int64             // bytes read of one page, after decompression; 0 is 1 MiB
	MaxRedirects int               // between two pages; 0 is 20
}

// NewForm is the driver that follows links and forms as HTML says, and runs no scripts.
func NewForm(o Options) Driver {
	d := &formDriver{o: o}
	if o.Transport == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		d.o.Transport, d.idle = t, t.CloseIdleConnections
	}
	if o.Timeout <= 0 {
		d.o.Timeout = 30 * time.Second
	}
	if o.MaxBody <= 0 {
		d.o.MaxBody = 1 << 20
	}
	if o.MaxRedirects <= 0 {
		d.o.MaxRedirects = 20
	}
	return d
}

type formDriver struct {
	o    Options
	idle func()
}

// Name is "form".
func (d *formDriver) Name() string { return "form" }

// Close drops the driver's own idle connections.
func (d *formDriver) Close() error {
	if d.idle != nil {
		d.idle()
	}
	return nil
}

// Session is an empty cookie jar over the driver's transport, or the session's.
func (d *formDriver) Session(_ context.Context, o SessionOptions) (Session, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("make a cookie jar: %w", err)
	}
	s := &formSession{o: d.o, jar: jar, home: map[string]http.SameSite{}}
	if o.Transport != nil {
		s.o.Transport = o.Transport
	}
	return s, nil
}

type formSession struct {
	o    Options
	jar  http.CookieJar
	home map[string]http.SameSite // cookies that say when they stay at home, by host and name
}

// Close forgets the cookies.
func (s *formSession) Close() error {
	s.jar = nil
	return nil
}

// Visit drives through the pages, one request after another.
func (s *formSession) Visit(ctx context.Context, start Start, plan Plan) (Landing, error) {
	ctx, cancel := context.WithTimeout(ctx, s.o.Timeout)
	defer cancel()
	v := newVisit(plan)
	if s.jar == nil {
		return v.land, fmt.Errorf("visit %s: the session is closed", start.URL)
	}
	if start.Framed {
		return v.land, errors.New("visit: only a real browser has frames")
	}
	r, err := startRequest(start)
	if err != nil {
		return v.land, err
	}
	// A page that refreshes itself for ever counts no page acted upon, so everything that is loaded is bounded as well.
	for loaded := 0; loaded < 3*v.plan.MaxPages; loaded++ {
		p, err := s.load(ctx, v, r)
		if err != nil || p == nil {
			return v.land, err
		}
		a, err := v.decide(p)
		if err != nil || a.end {
			return v.land, err
		}
		if r, err = v.request(p, a); err != nil {
			return v.land, err
		}
	}
	return v.land, v.stuck(nil, "pages that go on by themselves, without end")
}

// A request is what the user agent sends next.
type request struct {
	method, raw string // the address as it was written
	url         *url.URL
	fields      []Field
	body        []byte
	contentType string
	header      http.Header
	from        *url.URL // the page it comes from
	foreign     bool     // that page, or what led to it, is another site's
}

func startRequest(s Start) (request, error) {
	u, err := url.Parse(s.URL)
	if err != nil {
		return request{}, fmt.Errorf("visit: %w", err)
	}
	r := request{method: s.Method, raw: s.URL, url: u, header: s.Header}
	if r.method == "" {
		r.method = http.MethodGet
	}
	if s.From != "" {
		if r.from, err = url.Parse(s.From); err != nil {
			return request{}, fmt.Errorf("visit: %w", err)
		}
		r.foreign = true
	}
	if r.method == http.MethodPost {
		r.fields = orderedFields(s.Form)
		r.body, r.contentType = body(r.fields, "")
	}
	return r, nil
}

// request is what follows from an action on a page.
func (v *visit) request(p *page, a action) (request, error) {
	r := request{method: http.MethodGet, from: p.url}
	switch {
	case a.follow != nil:
		r.url = a.follow
	case a.press != nil && a.press.typ == "link":
		u, err := p.base.Parse(strings.TrimSpace(a.press.href))
		if err != nil {
			return r, v.stuck(p, "the link %s leads nowhere: %v", a.press.named(), err)
		}
		r.url = u
	default:
		if r.url = a.form.target(p, a.press); r.url == nil {
			return r, v.stuck(p, "the form's action %q is no address", a.form.action)
		}
		v.fillRequest(&r, a)
	}
	r.raw = r.url.String()
	return r, nil
}

// fillRequest puts the form's values where its method wants them.
func (v *visit) fillRequest(r *request, a action) {
	var enctype string
	r.method, enctype = a.form.how(a.press)
	r.fields = a.fields()
	if r.method == http.MethodPost {
		r.body, r.contentType = body(r.fields, enctype)
		return
	}
	u := *r.url
	u.RawQuery = encode(r.fields)
	r.url, r.fields = &u, nil
}
