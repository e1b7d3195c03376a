package useragent

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	// First of all: it keeps rod's hands off the command line.
	_ "github.com/oauthspec/oauthspec/internal/useragent/rodflag"

	"github.com/go-rod/rod/lib/proto"
)

// RodOptions say which browser to drive, and how.
type RodOptions struct {
	Binary    string // of a Chromium, as FindBrowser found it
	RemoteURL string // or the DevTools address of one that runs already: http://host:port or ws://…

	// IgnoreCerts accepts every certificate: for a target with a CA of its own, which a browser cannot be told of. TLS is
	// judged elsewhere, by the protocol client.
	IgnoreCerts bool
	// LoopbackOnly lets the browser resolve no name but localhost: for when issuer and redirect URIs are all loopback.
	LoopbackOnly bool

	Timeout  time.Duration // of one Visit; 0 is 30 s
	MaxBody  int64         // bytes of one page; 0 is 1 MiB
	Patience time.Duration // how long a page with scripts may stay as it is before it counts as done; 0 is 1.5 s
}

// NewRod starts a Chromium, or connects to one, and drives it through rod's DevTools client. The context bounds the start;
// the browser lives until Close. Errors say what the browser said.
func NewRod(ctx context.Context, o RodOptions) (Driver, error) {
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.MaxBody <= 0 {
		o.MaxBody = 1 << 20
	}
	if o.Patience <= 0 {
		o.Patience = 1500 * time.Millisecond
	}
	d := &rodDriver{o: o}
	if err := d.connect(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

type rodDriver struct {
	o       RodOptions
	process *process // nil for a remote browser
	conn    *conn
	version string
	mu      sync.Mutex
	closed  bool
}

func (d *rodDriver) connect(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var err error
	switch {
	case d.o.RemoteURL != "":
		d.conn, err = dial(ctx, d.o.RemoteURL)
	case d.o.Binary == "":
		err = errors.New("no browser: neither a binary nor a remote address is given")
	default:
		if d.process, err = launch(d.o); err == nil {
			d.conn = newConn(d.process.pipe)
		}
	}
	if err != nil {
		return err
	}
	v, err := proto.BrowserGetVersion{}.Call(d.conn.with(ctx, ""))
	if err != nil {
		return fmt.Errorf("connect to the browser: %w%s", err, d.lastWords())
	}
	d.version = v.Product
	return nil
}

// lastWords is what a browser wrote that did not start.
func (d *rodDriver) lastWords() string {
	if d.process == nil {
		return ""
	}
	select {
	case <-d.process.done: // then all it wrote has come through
	case <-time.After(time.Second):
	}
	if s := d.process.said.String(); s != "" {
		return "; it said: " + s
	}
	return ""
}

// farewell asks the browser to end, so that it does so in order.
func (d *rodDriver) farewell() {
	if d.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = proto.BrowserClose{}.Call(d.conn.with(ctx, "")) // what does not listen is killed
	d.conn.died()
}

// Name is "rod" with the browser and its version.
func (d *rodDriver) Name() string { return "rod (" + d.version + ")" }

// Session is an incognito context with one page.
func (d *rodDriver) Session(ctx context.Context, _ SessionOptions) (Session, error) {
	t, err := openTab(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("open a page in the browser: %w", err)
	}
	return &rodSession{d: d, tab: t}, nil
}

// Close ends the browser with everything in it and removes its folder; a remote one is only left.
func (d *rodDriver) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil
	}
	d.closed = true
	if d.process != nil {
		d.farewell()
		return d.process.end(time.Second)
	}
	if d.conn != nil {
		return d.conn.close()
	}
	return nil
}
