package useragent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/go-rod/rod/lib/cdp"
	"github.com/go-rod/rod/lib/proto"
)

// A conn is the line to one browser: calls in, events out to whichever page they concern. It takes the place of rod's own
// Browser and Page, which keep a record for every page ever opened and hand every event to all of them.
type conn struct {
	client *cdp.Client
	line   interface{ Close() error }
	alive  context.Context // until nothing can be said any more
	died   context.CancelFunc

	mu    sync.Mutex
	pages map[string]func(*cdp.Event) // by session; must not wait
}

// errGone is for calls after the browser has ended.
var errGone = errors.New("the browser has ended")

// newConn speaks over a line to a browser, and listens until that breaks.
func newConn(line interface {
	cdp.WebSocketable
	Close() error
}) *conn {
	c := &conn{client: cdp.New().Start(line), line: line, pages: map[string]func(*cdp.Event){}}
	c.alive, c.died = context.WithCancel(context.Background())
	go c.pass()
	return c
}

// dial connects to a browser that somebody else started.
func dial(ctx context.Context, address string) (*conn, error) {
	ws, err := resolve(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("find the browser at %s: %w", address, err)
	}
	socket := &cdp.WebSocket{}
	// The socket outlives the context of its opening.
	if err := socket.Connect(context.WithoutCancel(ctx), ws, nil); err != nil {
		return nil, fmt.Errorf("connect to the browser at %s: %w", ws, err)
	}
	return newConn(socket), nil
}

// resolve asks a browser's HTTP address for that of its websocket.
func resolve(ctx context.Context, address string) (string, error) {
	if strings.HasPrefix(address, "ws://") || strings.HasPrefix(address, "wss://") {
		return address, nil
	}
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(address, "/")+"/json/version", nil)
	if err != nil {
		return "", err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	var v struct {
		URL string `json:"webSocketDebuggerUrl"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(nil, res.Body, 64<<10)).Decode(&v); err != nil {
		return "", fmt.Errorf("it does not answer like a browser: %w", err)
	}
	if v.URL == "" {
		return "", errors.New("it names no websocket")
	}
	return v.URL, nil
}

// pass hands each event to its page.
func (c *conn) pass() {
	defer c.died()
	for e := range c.client.Event() {
		c.mu.Lock()
		sink := c.pages[e.SessionID]
		c.mu.Unlock()
		if sink != nil {
			sink(e)
		}
	}
}

// listen has the events of a session delivered; nil ends that.
func (c *conn) listen(session proto.TargetSessionID, sink func(*cdp.Event)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if sink == nil {
		delete(c.pages, string(session))
		return
	}
	c.pages[string(session)] = sink
}

func (c *conn) close() error { return c.line.Close() }

// A caller makes calls with a context, to one session or with "" to the browser itself. It is what rod's proto package
// wants of a client.
type caller struct {
	c       *conn
	ctx     context.Context
	session proto.TargetSessionID
}

func (c *conn) with(ctx context.Context, session proto.TargetSessionID) caller {
	return caller{c, ctx, session}
}

// Call sends one message and waits for its answer, or for the browser's end.
func (c caller) Call(ctx context.Context, session, method string, params any) ([]byte, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(c.c.alive, func() { cancel(errGone) })()
	if c.c.alive.Err() != nil {
		return nil, errGone
	}
	b, err := c.c.client.Call(ctx, session, method, params)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return b, err
}

// GetContext is the context of every call.
func (c caller) GetContext() context.Context { return c.ctx }

// GetSessionID is where every call goes.
func (c caller) GetSessionID() proto.TargetSessionID { return c.session }
