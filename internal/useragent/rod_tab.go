package useragent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/go-rod/rod/lib/cdp"
	"github.com/go-rod/rod/lib/proto"
)

// A tab is one page in an incognito context of its own.
type tab struct {
	d       *rodDriver
	context proto.BrowserBrowserContextID
	session proto.TargetSessionID
	frame   proto.PageFrameID // the main one
	events  chan *cdp.Event
	closed  chan struct{}
	once    sync.Once

	mu sync.Mutex
	s  scene
	// wake is closed and replaced at every change of s.
	wake chan struct{}
}

// openTab makes the context and the page and switches on what is listened to.
func openTab(ctx context.Context, d *rodDriver) (*tab, error) {
	t := &tab{d: d, events: make(chan *cdp.Event, 4096), closed: make(chan struct{}), wake: make(chan struct{})}
	b := d.conn.with(ctx, "")
	c, err := proto.TargetCreateBrowserContext{DisposeOnDetach: true}.Call(b)
	if err != nil {
		return nil, err
	}
	t.context = c.BrowserContextID
	target, err := proto.TargetCreateTarget{URL: "about:blank", BrowserContextID: t.context}.Call(b)
	if err != nil {
		return nil, errors.Join(err, t.close())
	}
	t.frame = proto.PageFrameID(target.TargetID)
	attached, err := proto.TargetAttachToTarget{TargetID: target.TargetID, Flatten: true}.Call(b)
	if err != nil {
		return nil, errors.Join(err, t.close())
	}
	t.session = attached.SessionID
	d.conn.listen(t.session, t.hear)
	go t.follow()
	if err := t.enable(ctx); err != nil {
		return nil, errors.Join(err, t.close())
	}
	return t, nil
}

// enable switches everything on at once: one round trip in place of six.
func (t *tab) enable(ctx context.Context) error {
	c := t.d.conn.with(ctx, t.session)
	requests := []interface{ Call(proto.Client) error }{
		proto.PageEnable{}, proto.NetworkEnable{}, proto.RuntimeEnable{}, proto.LogEnable{}, proto.RuntimeAddBinding{Name: watchBinding},
		proto.FetchEnable{Patterns: []*proto.FetchRequestPattern{
			{URLPattern: "*", ResourceType: proto.NetworkResourceTypeDocument, RequestStage: proto.FetchRequestStageRequest},
		}},
	}
	if t.d.o.IgnoreCerts {
		requests = append(requests, proto.SecuritySetIgnoreCertificateErrors{Ignore: true})
	}
	failed := make(chan error, len(requests)+1)
	for _, r := range requests {
		go func() { failed <- r.Call(c) }()
	}
	go func() {
		_, err := proto.PageAddScriptToEvaluateOnNewDocument{Source: watchScript}.Call(c)
		failed <- err
	}()
	var err error
	for range len(requests) + 1 {
		err = errors.Join(err, <-failed)
	}
	return err
}

// hear takes an event from the browser's reader, which must not be held up. Where a page floods, what is lost is that it
// changed once more; the queue is long enough for everything that matters.
func (t *tab) hear(e *cdp.Event) {
	if e.Method == (proto.RuntimeBindingCalled{}).ProtoEvent() && len(t.events) > cap(t.events)/2 {
		return
	}
	select {
	case t.events <- e:
	case <-t.closed:
	}
}

// follow works through the events.
func (t *tab) follow() {
	for {
		select {
		case e := <-t.events:
			t.on(e)
		case <-t.closed:
			return
		}
	}
}

// change alters the scene and wakes who waits for that.
func (t *tab) change(f func(*scene)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f(&t.s)
	t.s.events++
	close(t.wake)
	t.wake = make(chan struct{})
}

// look calls f with the scene, and returns what tells of its next change.
func (t *tab) look(f func(*scene)) <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	f(&t.s)
	return t.wake
}

// eval runs an expression in the page and decodes what it returns.
func (t *tab) eval(ctx context.Context, into any, function string, args ...any) error {
	parts := make([]byte, 0, 256)
	for i, a := range args {
		b, err := json.Marshal(a)
		if err != nil {
			return err
		}
		if i > 0 {
			parts = append(parts, ',')
		}
		parts = append(parts, b...)
	}
	r, err := proto.RuntimeEvaluate{
		Expression: function + "(" + string(parts) + ")", ReturnByValue: true, AwaitPromise: true, UserGesture: true,
	}.Call(t.d.conn.with(ctx, t.session))
	if err != nil {
		return err
	}
	if r.ExceptionDetails != nil {
		return fmt.Errorf("a script failed in the page: %s", r.ExceptionDetails.Text)
	}
	b, err := r.Result.Value.MarshalJSON()
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// screenshot is a PNG of what is to be seen, or nil.
func (t *tab) screenshot(ctx context.Context) []byte {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	r, err := proto.PageCaptureScreenshot{Format: proto.PageCaptureScreenshotFormatPng}.Call(t.d.conn.with(ctx, t.session))
	if err != nil {
		return nil
	}
	return r.Data
}

// close ends the page and forgets its cookies.
func (t *tab) close() (err error) {
	t.once.Do(func() {
		close(t.closed)
		if t.session != "" {
			t.d.conn.listen(t.session, nil)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		err = proto.TargetDisposeBrowserContext{BrowserContextID: t.context}.Call(t.d.conn.with(ctx, ""))
		if t.d.conn.alive.Err() != nil {
			err = nil // with the browser went everything
		}
	})
	return err
}
