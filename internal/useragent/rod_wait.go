package useragent

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A deed is what was last done, and to which page.
type deed struct {
	page     *page // nil: the visit has just begun
	at       time.Time
	patience time.Duration // how long its effect may take to show
}

// next waits for a page worth deciding about: another document, or the same one after it changed, or when patience is at an
// end. It judges by what is on the page and not by its address. The page is nil where the visit is over.
func (t *tab) next(ctx context.Context, v *visit, last deed) (*page, error) {
	for {
		if err := t.await(ctx, time.Time{}, func(s *scene) bool { return s.over() || s.ready && !s.leaving }); err != nil {
			return nil, err
		}
		if over, err := t.over(v); over {
			return nil, err
		}
		p, seen, err := t.read(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			if err := t.await(ctx, time.Now().Add(quiet), func(s *scene) bool { return s.over() || s.leaving }); err != nil {
				return nil, err
			}
			continue // it went away under our eyes: look at what comes
		}
		until := seen.readyAt
		if last.at.After(until) {
			until = last.at
		}
		until = until.Add(last.patience)
		still := !p.scripted || seen.settled(quiet)
		if still && v.newIn(p, last.page) || !time.Now().Before(until) {
			return p, nil
		}
		if err := t.pause(ctx, seen, still, until); err != nil {
			return nil, err
		}
	}
}

// pause waits for a document that moves to stand still, or for one that stands still to move.
func (t *tab) pause(ctx context.Context, seen scene, still bool, until time.Time) error {
	if still {
		return t.await(ctx, until, func(s *scene) bool {
			return s.over() || s.leaving || s.loader != seen.loader || s.changes != seen.changes
		})
	}
	for {
		var now scene
		t.look(func(s *scene) { now = s.still() })
		if now.over() || now.leaving || now.loader != seen.loader || now.settled(quiet) || !time.Now().Before(until) {
			return nil
		}
		next := until
		if soon := now.changedAt.Add(quiet); time.Now().Before(soon) && soon.Before(until) {
			next = soon
		}
		if err := t.await(ctx, next, func(s *scene) bool { return s.events != now.events }); err != nil {
			return err
		}
	}
}

// await waits until the scene is as wanted or the time has come; zero is never.
func (t *tab) await(ctx context.Context, until time.Time, wanted func(*scene) bool) error {
	var timeout <-chan time.Time
	if !until.IsZero() {
		timer := time.NewTimer(time.Until(until))
		defer timer.Stop()
		timeout = timer.C
	}
	for {
		reached := false
		wake := t.look(func(s *scene) { reached = wanted(s) })
		if reached {
			return nil
		}
		select {
		case <-wake:
		case <-timeout:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-t.d.conn.alive.Done():
			return errGone
		}
	}
}

// over ends the visit where no further page comes.
func (t *tab) over(v *visit) (bool, error) {
	var stopped *request
	var failed, at string
	t.look(func(s *scene) {
		stopped, failed = s.stopped, s.failed
		if n := len(s.hops); n > 0 {
			at = s.hops[n-1].URL
		}
	})
	u, _ := url.Parse(at)
	switch {
	case stopped != nil:
		v.arrive(*stopped)
		return true, nil
	case failed == "":
		return false, nil
	case strings.Contains(failed, "TOO_MANY_REDIRECTS"):
		return true, v.stuck(&page{url: u}, "redirects in a circle, or too many in a row")
	case strings.Contains(failed, "UNKNOWN_URL_SCHEME"):
		v.land.URL, v.land.RawURL, v.land.Kind = u, at, KindUnknown
		v.note("%s: an address that this user agent does not open", place(u))
		return true, nil
	}
	v.note("%s: %s", place(u), failed)
	return true, fmt.Errorf("visit %s: %w", at, errors.New(failed))
}

// errMoved is that the document was replaced while it was read.
var errMoved = errors.New("the document was replaced while it was read")

// read takes a page as it is now, with the scene it belongs to. The browser runs ahead of its events, so the document says
// itself which one it is: one that comes under the name of another is not of this scene.
func (t *tab) read(ctx context.Context) (*page, scene, error) {
	var got struct {
		HTML string `json:"html"`
		URL  string `json:"url"`
		ID   string `json:"id"`
		Cut  bool   `json:"cut"`
	}
	var before, seen scene
	t.look(func(s *scene) { before = s.still() })
	if err := t.eval(ctx, &got, readScript, acting, refMark, formMark, hiddenMark, t.d.o.MaxBody); err != nil {
		return nil, before, err
	}
	t.look(func(s *scene) {
		if s.read == "" {
			s.read = got.ID
		}
		seen = s.still()
	})
	u, err := url.Parse(got.URL)
	if err != nil {
		return nil, seen, err
	}
	if seen.read != got.ID || seen.loader != before.loader {
		return nil, seen, errMoved
	}
	seen.changes = before.changes // what changed since may not have been read
	p := &page{
		url: u, body: got.HTML, cut: got.Cut || seen.cut, status: seen.status, header: seen.header,
		document: got.ID, js: true,
	}
	return p, seen, parsePage(p)
}

// newIn reports whether there is something to decide about p after the page that was acted upon: on another document, as
// soon as it asks for something or is as complete as a page without scripts; on the same one, when it changed. A sign-in form
// that is still there after the password was sent may yet go away.
func (v *visit) newIn(p, last *page) bool {
	if last != nil && p.document == last.document {
		if slices.Equal(p.print(), last.print()) {
			return false
		}
		if l := p.login(); l != nil && l.password != nil && v.signIn == signInMark(p, l.password) {
			return false
		}
	}
	if !p.scripted {
		return true
	}
	switch p.kind() {
	case KindLogin, KindConsent, KindOther:
		return true
	case KindError:
		return p.status >= 400 && p.text != ""
	}
	return false
}

// print is what tells two states of one document apart: what can be read on it and what can be used, and not what was
// typed.
func (p *page) print() []string {
	out := []string{p.text}
	for _, e := range p.elements {
		switch {
		case e.hidden:
		case e.button():
			out = append(out, e.key())
		default:
			out = append(out, e.tag+" "+e.typ+" "+e.name+" "+e.id)
		}
	}
	return out
}
