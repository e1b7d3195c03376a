package useragent

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"time"

	"github.com/go-rod/rod/lib/proto"
)

// quiet is how long a document with scripts has to be still before it is read.
const quiet = 40 * time.Millisecond

// ownWay is how much longer a page may take that is to submit its form by itself: that it does not is held against it.
const ownWay = 3 * time.Second

type rodSession struct {
	d   *rodDriver
	tab *tab
}

// Close ends the page and forgets its cookies.
func (s *rodSession) Close() error { return s.tab.close() }

// Visit drives the browser through the pages.
func (s *rodSession) Visit(ctx context.Context, start Start, plan Plan) (Landing, error) {
	ctx, cancel := context.WithTimeout(ctx, s.d.o.Timeout)
	defer cancel()
	v := newVisit(plan)
	if _, err := url.Parse(start.URL); err != nil {
		return v.land, fmt.Errorf("visit: %w", err)
	}
	drive := s.tab.drive
	if start.Framed {
		drive = s.tab.framed
	}
	err := drive(ctx, v, start)
	s.tab.look(func(sc *scene) {
		sc.refused()
		v.land.Chain = append(sc.hops, v.land.Chain...)
		v.land.Log = append(v.land.Log, sc.notes...)
		v.land.Cookies = sc.cookies
		v.land.Fetched = slices.Sorted(maps.Values(sc.fetched))
		sc.visit = nil
	})
	if err != nil && ctx.Err() != nil {
		err = fmt.Errorf("visit %s: %w", start.URL, cause(ctx, err))
	}
	var stuck *Stuck
	if err != nil || plan.Screenshot {
		v.land.Screenshot = s.tab.screenshot(ctx)
	}
	if errors.As(err, &stuck) {
		stuck.Screenshot = v.land.Screenshot
	}
	return v.land, err
}

// drive is the loop: wait for a page, read it, decide, act.
func (t *tab) drive(ctx context.Context, v *visit, start Start) error {
	t.change(func(s *scene) { s.begin(v, &start) })
	if err := t.navigate(ctx, cmp.Or(start.From, start.URL)); err != nil {
		return err
	}
	last := deed{at: time.Now(), patience: t.d.o.Patience}
	for loaded := 0; ; loaded++ {
		if loaded > 3*v.plan.MaxPages {
			return v.stuck(last.page, "pages that go on by themselves, without end")
		}
		p, err := t.next(ctx, v, last)
		if err != nil || p == nil {
			return err
		}
		a, err := v.decide(p)
		p.body = unmark(p.body)
		v.land.Page = p.body
		if err != nil || a.end {
			return unmarked(err)
		}
		if a.itself && a.form != nil && t.nowhere(v, p, a) {
			return nil
		}
		done := deed{page: p, patience: t.d.o.Patience}
		switch {
		case a.itself && a.follow != nil:
			done.patience += maxRefresh
		case a.itself && (last.page == nil || last.page.document != p.document):
			done.patience += ownWay
		default:
			v.land.Pushed = v.land.Pushed || a.itself && a.form != nil
			err = t.act(ctx, v, p, a)
		}
		if err != nil {
			return err
		}
		done.at = time.Now()
		last = done
	}
}

// nowhere ends a visit at a form that goes to the client at an address that a browser asks nobody for, such as a script.
func (t *tab) nowhere(v *visit, p *page, a action) bool {
	u := a.form.target(p, nil)
	if u == nil || u.Scheme == "http" || u.Scheme == "https" || !v.stops(u) {
		return false
	}
	r, err := v.request(p, a)
	if err == nil {
		v.arrive(r)
	}
	return err == nil
}

var marks = regexp.MustCompile(` (?:` + refMark + `|` + formMark + `|` + hiddenMark + `)="[^"]*"`)

// unmark takes the marks of readScript out of a page that is shown to somebody.
func unmark(html string) string { return marks.ReplaceAllString(html, "") }

func unmarked(err error) error {
	var s *Stuck
	if errors.As(err, &s) {
		s.Page = unmark(s.Page)
	}
	return err
}

func (t *tab) navigate(ctx context.Context, to string) error {
	r, err := proto.PageNavigate{URL: to}.Call(t.d.conn.with(ctx, t.session))
	if err != nil {
		return fmt.Errorf("visit %s: %w", to, err)
	}
	if r.ErrorText == "" || r.ErrorText == "net::ERR_ABORTED" {
		return nil
	}
	t.change(func(s *scene) {
		if s.stopped == nil {
			s.failed = r.ErrorText
		}
	})
	return nil
}

// act carries out an action on the page as it was read.
func (t *tab) act(ctx context.Context, v *visit, p *page, a action) error {
	type jsFill struct {
		Ref   int    `json:"ref"`
		Value string `json:"value"`
	}
	fills, ticks, press, form := []jsFill{}, []int{}, -1, -1
	for _, f := range a.fills {
		fills = append(fills, jsFill{f.field.ref, f.value})
	}
	for _, e := range a.ticks {
		ticks = append(ticks, e.ref)
	}
	if a.press != nil {
		press = a.press.ref
	}
	if a.form != nil {
		form = a.form.ref
	}
	var failed string
	if err := t.eval(ctx, &failed, actScript, fills, ticks, press, form); err != nil {
		v.note("the page went away while it was acted upon: %v", err)
		return ctx.Err()
	}
	if failed != "" {
		return v.stuck(p, "%s", failed)
	}
	return nil
}
