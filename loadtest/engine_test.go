package loadtest

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// wires are what an engine can send over.
var wires = []struct {
	name    string
	engine  func(func() *hand) engine
	std     bool
	version uint16
}{
	{"lean, plain", ofLoop, false, 0},
	{"lean, TLS 1.2", ofLoop, false, tls.VersionTLS12},
	{"lean, TLS 1.3", ofLoop, false, tls.VersionTLS13},
	{"vegeta on own connections, plain", ofAttack, false, 0},
	{"vegeta on own connections, TLS 1.3", ofAttack, false, tls.VersionTLS13},
	{"vegeta on net/http, plain", ofAttack, true, 0},
	{"vegeta on net/http, TLS 1.2", ofAttack, true, tls.VersionTLS12},
	{"vegeta on net/http, TLS 1.3", ofAttack, true, tls.VersionTLS13},
}

func ofLoop(hands func() *hand) engine   { return loop{hands} }
func ofAttack(hands func() *hand) engine { return attack{hands} }

// pause is between the bytes of a server that drips.
func pause() { time.Sleep(2 * time.Millisecond) }

const (
	ok      = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
	chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
)

// An exchange is what peers do, and what must come of each request.
type exchange struct {
	name   string
	method string // POST
	acts   []act
	want   []string // status and body, or a class
	// std is the same over net/http where that may see several things: it looks for what nobody asked for at the side.
	std    []string
	conns  int  // how many connections that takes; 0, and where net/http may see several things: any number
	rested bool // a request is sent when the peer has closed the connection of the one before
}

var twice = []string{"200 ok", "200 ok"}

var exchanges = []exchange{
	{name: "kept connection", acts: []act{says(ok), says(ok)}, want: twice, conns: 1},
	{name: "Connection: close", acts: []act{ends("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"), says(ok)}, want: twice, conns: 2},
	{name: "close among other options", acts: []act{says("HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nok"), says(ok)}, want: twice, conns: 2},
	{name: "HTTP/1.0", acts: []act{ends("HTTP/1.0 200 OK\r\n\r\nok"), says(ok)}, want: twice, conns: 2},
	{name: "HTTP/1.0 that keeps", acts: []act{says("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok"), says(ok)}, want: twice, conns: 1},
	{name: "HTTP/1.0 that does not keep", acts: []act{says("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"), says(ok)}, want: twice, conns: 2},
	{name: "to the end of the connection", acts: []act{ends("HTTP/1.1 200 OK\r\n\r\nok"), says(ok)}, want: twice, conns: 2},
	{name: "no reason", acts: []act{says("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok")}, want: []string{"200 ok"}},
	{name: "lines that end in LF", acts: []act{says("HTTP/1.1 200 OK\nContent-Length: 2\n\nok")}, want: []string{"200 ok"}},
	{name: "byte by byte", acts: []act{bytewise(ok), bytewise(chunked + "1\r\no\r\n1\r\nk\r\n0\r\n\r\n")}, want: twice, conns: 1},

	{name: "chunks", acts: []act{says(chunked + "1\r\no\r\n1;x=\"y\"\r\nk\r\n0\r\n\r\n"), says(ok)}, want: twice, conns: 1},
	{name: "chunks with a trailer", acts: []act{says(chunked + "2 \r\nok\r\n00\r\nDigest: x\r\n\r\n"), says(ok)}, want: twice, conns: 1},
	{name: "a chunk that is longer", acts: []act{says(chunked + "1\r\nok\r\n0\r\n\r\n")}, want: []string{"wrong_content"}},
	{name: "a chunk of no size", acts: []act{says(chunked + "x\r\nok\r\n0\r\n\r\n")}, want: []string{"wrong_content"}},
	{name: "a chunk of negative size", acts: []act{says(chunked + "-2\r\nok\r\n0\r\n\r\n")}, want: []string{"wrong_content"}},
	{name: "a chunk of enormous size", acts: []act{says(chunked + "fffffffffffffffff\r\nok\r\n0\r\n\r\n")}, want: []string{"wrong_content"}},
	{name: "a chunk line that ends in LF", acts: []act{says(chunked + "2\nok\r\n0\r\n\r\n")}, want: []string{"wrong_content"}},
	{name: "chunks without end", acts: []act{ends(chunked + "2\r\nok\r\n")}, want: []string{"transport"}},
	{name: "a chunk without end", acts: []act{ends(chunked + "5\r\nok")}, want: []string{"transport"}},
	{name: "a trailer without end", acts: []act{ends(chunked + "2\r\nok\r\n0\r\nX: y\r\n")}, want: []string{"transport"}, std: []string{"transport|wrong_content"}},

	{name: "100 and 103 before the answer", acts: []act{says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ok), says(ok)}, want: twice, conns: 1},
	{name: "101 that nobody asked for", acts: []act{says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")}, want: []string{"wrong_content"}},
	{name: "100 without end", acts: []act{says(strings.Repeat("HTTP/1.1 100 Continue\r\nX: "+strings.Repeat("x", 8000)+"\r\n\r\n", 100))}, want: []string{"wrong_content"}},
	{name: "100 and then nothing", acts: []act{ends("HTTP/1.1 100 Continue\r\n\r\n")}, want: []string{"transport"}},

	{name: "HEAD", method: http.MethodHead, acts: []act{says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"), says("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")}, want: []string{"200 ", "200 "}, conns: 1},
	{name: "204", acts: []act{says("HTTP/1.1 204 No Content\r\n\r\n"), says(ok)}, want: []string{"204 ", "200 ok"}, conns: 1},
	{name: "304", method: http.MethodGet, acts: []act{says("HTTP/1.1 304 Not Modified\r\n\r\n"), says(ok)}, want: []string{"304 ", "200 ok"}, conns: 1},
	{name: "204 with a body", acts: []act{says("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok"), says(ok)}, want: []string{"204 ", "200 ok"}, std: []string{"204 ", "200 ok|wrong_content|transport"}, conns: 2},
	{name: "no body", acts: []act{says("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"), says(ok)}, want: []string{"401 ", "200 ok"}, conns: 1},

	{name: "closed while idle", acts: []act{ends(ok), says(ok)}, want: twice, std: []string{"200 ok", "200 ok|transport"}, conns: 2, rested: true},
	{name: "reset while idle", acts: []act{resets(ok), says(ok)}, want: []string{"200 ok|transport", "200 ok"}, std: []string{"200 ok|transport", "200 ok|transport"}, rested: true},
	{name: "hung up on a kept connection", acts: []act{says(ok), ends(""), says(ok)}, want: []string{"200 ok", "transport", "200 ok"}, conns: 2},
	{name: "hung up on a kept connection, GET", method: http.MethodGet, acts: []act{says(ok), ends(""), says(ok)}, want: []string{"200 ok", "transport", "200 ok"}, conns: 2},
	{name: "reset on a kept connection, GET", method: http.MethodGet, acts: []act{says(ok), resets(""), says(ok)}, want: []string{"200 ok", "transport", "200 ok"}, conns: 2},
	{name: "hung up on a new connection", acts: []act{ends(""), says(ok)}, want: []string{"transport", "200 ok"}, conns: 2},
	{name: "closed within the status line", acts: []act{ends("HTTP/1.1 20"), says(ok)}, want: []string{"transport", "200 ok"}, std: []string{"transport|wrong_content", "200 ok"}, conns: 2},
	{name: "closed within the header", acts: []act{ends("HTTP/1.1 200 OK\r\nContent-Le"), says(ok)}, want: []string{"transport", "200 ok"}, std: []string{"transport|wrong_content", "200 ok"}, conns: 2},
	{name: "closed within the body", acts: []act{ends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"), says(ok)}, want: []string{"transport", "200 ok"}, conns: 2},
	{name: "reset before the answer", acts: []act{resets(""), says(ok)}, want: []string{"transport", "200 ok"}, conns: 2},
	{name: "reset within the body", acts: []act{resets("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"), says(ok)}, want: []string{"transport", "200 ok"}, conns: 2},

	{name: "silence", acts: []act{silent(""), says(ok)}, want: []string{"timeout", "200 ok"}},
	{name: "silence on a kept connection", acts: []act{says(ok), silent(""), says(ok)}, want: []string{"200 ok", "timeout", "200 ok"}},
	{name: "silence within the body", acts: []act{silent("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"), says(ok)}, want: []string{"timeout", "200 ok"}},
	{name: "a header that drips", acts: []act{drips("HTTP/1.1 200 OK\r\nX: ")}, want: []string{"timeout"}},
	{name: "a body that drips", acts: []act{drips("HTTP/1.1 200 OK\r\n\r\n")}, want: []string{"timeout"}},
	{name: "chunks that drip", acts: []act{drips(chunked + "fff\r\n")}, want: []string{"timeout"}},

	{name: "a body that is shorter than it says", acts: []act{silent("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok")}, want: []string{"timeout"}},
	{name: "a body that is longer than it says", acts: []act{says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokay"), says(ok)}, want: twice, std: []string{"200 ok", "200 ok|wrong_content|transport"}, conns: 2},
	{name: "two answers for one request", acts: []act{says(ok + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"), says(ok)}, want: twice, std: []string{"200 ok", "200 ok|200 evil|transport"}, conns: 2},
	{name: "two lengths", acts: []act{says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\nokay"), says(ok)}, want: []string{"wrong_content", "200 ok"}, conns: 2},
	{name: "the same length twice", acts: []act{says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok")}, want: []string{"200 ok"}},
	{name: "a folded length", acts: []act{says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n 0\r\n\r\nok")}, want: []string{"wrong_content"}},
	{name: "a length of words", acts: []act{says("HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok")}, want: []string{"wrong_content"}},
	{name: "a negative length", acts: []act{says("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok")}, want: []string{"wrong_content"}},
	{name: "a length with a sign", acts: []act{says("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok")}, want: []string{"wrong_content"}},
	{name: "a length and chunks", acts: []act{says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")}, want: []string{"200 ok"}},
	{name: "another coding", acts: []act{says("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")}, want: []string{"wrong_content"}},
	{name: "chunked twice", acts: []act{says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")}, want: []string{"wrong_content"}},
	{name: "a blank after the name", acts: []act{ends("HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok")}, want: []string{"wrong_content"}, std: []string{"200 ok|wrong_content"}},
	{name: "a header that begins folded", acts: []act{says("HTTP/1.1 200 OK\r\n Content-Length: 2\r\n\r\nok")}, want: []string{"wrong_content"}},
	{name: "a folded field that means nothing", acts: []act{says("HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nok")}, want: []string{"200 ok"}},
	{name: "a line without a colon", acts: []act{says("HTTP/1.1 200 OK\r\nContent-Length\r\n\r\nok")}, want: []string{"wrong_content"}},
	{name: "garbage", acts: []act{says("SSH-2.0-OpenSSH_9.2\r\nHello\r\n\r\n"), says(ok)}, want: []string{"wrong_content", "200 ok"}, conns: 2},
	{name: "another version", acts: []act{says("HTTP/x.1 200 OK\r\nContent-Length: 2\r\n\r\nok")}, want: []string{"wrong_content"}},
	{name: "no status", acts: []act{says("HTTP/1.1 OK\r\nContent-Length: 2\r\n\r\nok")}, want: []string{"wrong_content"}},

	{name: "a header beyond its bound", acts: []act{says("HTTP/1.1 200 OK\r\n" + strings.Repeat("X: "+strings.Repeat("x", 1000)+"\r\n", 100) + "\r\n")}, want: []string{"wrong_content"}},
	{name: "a header line beyond its bound", acts: []act{says("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 100_000) + "\r\n\r\n")}, want: []string{"wrong_content"}},
	{name: "a trailer beyond its bound", acts: []act{says(chunked + "0\r\n" + strings.Repeat("X: "+strings.Repeat("x", 1000)+"\r\n", 100) + "\r\n")}, want: []string{"wrong_content"}},
	{name: "a chunk line beyond its bound", acts: []act{says(chunked + "2;" + strings.Repeat("x", 100_000) + "\r\nok\r\n0\r\n\r\n")}, want: []string{"wrong_content"}},
	{name: "a body at its bound", acts: []act{says(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", mostBody, strings.Repeat("x", mostBody)))}, want: []string{fmt.Sprint("200 of ", mostBody)}},
	{name: "a body beyond its bound", acts: []act{says(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", mostBody+1, strings.Repeat("x", mostBody+1)))}, want: []string{"wrong_content"}},
	{name: "chunks beyond their bound", acts: []act{says(chunked + strings.Repeat("10000\r\n"+strings.Repeat("x", 0x10000)+"\r\n", 17) + "0\r\n\r\n")}, want: []string{"wrong_content"}},
	{name: "a body beyond its bound to the end", acts: []act{ends("HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", mostBody+1))}, want: []string{"wrong_content"}},
}

// Whatever comes back, both engines take it for the same thing, end in time, and send no request twice.
func TestEveryEngineReadsWhatComes(t *testing.T) {
	for _, w := range wires {
		for _, x := range exchanges {
			t.Run(w.name+"/"+x.name, func(t *testing.T) {
				t.Parallel()
				s := perform(t, w.version, x.acts)
				tr := newTraffic(dialer(time.Minute))
				c := &carrier{traffic: tr, tls: tr.secured(&tls.Config{}), timeout: time.Minute}
				if s.client != nil {
					c.tls = tr.secured(s.client)
				}
				want := x.want
				if w.std {
					c.std = newStdWire(tr, c.tls, c.timeout, 1, false, nil)
					if x.std != nil {
						want = x.std
					}
				}
				got := s.ask(t, w.engine, c, x)
				for i := range want {
					if !strings.Contains("|"+want[i]+"|", "|"+got[i]+"|") {
						t.Errorf("request %d: %s, want %s", i, got[i], want[i])
					}
				}
				if n := int(tr.opened.Load()); x.conns > 0 && n != x.conns && (!w.std || x.std == nil) {
					t.Errorf("%d connections, want %d", n, x.conns)
				}
				for _, target := range s.repeated() {
					t.Errorf("request %s was sent more than once", target)
				}
				tr.mu.Lock()
				defer tr.mu.Unlock()
				if n := len(tr.conns); n > 0 {
					t.Errorf("%d connections are left", n)
				}
			})
		}
	}
}

// patience sets the time limit of a request: short where it is to be reached.
func patience(w wire, want string) {
	limit := time.Minute
	if want == "timeout" {
		limit = 100 * time.Millisecond
	}
	switch w := w.(type) {
	case *lean:
		w.timeout = limit
	case *stdWire:
		w.timeout = limit
	}
}

// ask sends as many requests as there are results to be had, one worker after another, and says what came of each.
func (s *stage) ask(t *testing.T, of func(func() *hand) engine, c *carrier, x exchange) (got []string) {
	t.Helper()
	hold := time.Duration(len(x.want)) * time.Millisecond
	p := &pace{gate: make(chan struct{}, 1), arrivals: newArrivals(Constant(1000), 0, hold, 0, 1), start: time.Now(), hold: hold,
		wait: sleep, planned: func(time.Duration) {}}
	e := of(func() *hand { return &hand{ctx: t.Context(), wire: c.wire()} })
	e.run(t.Context(), p, 1, func(h *hand, _ time.Duration) {
		if x.rested && len(got) > 0 {
			<-s.closed
			time.Sleep(2 * idle) // a connection that has not rested is not looked at
		}
		patience(h.wire, x.want[len(got)])
		got = append(got, s.result(h, x.method, len(got)))
	})
	c.close()
	if len(got) != len(x.want) {
		t.Fatalf("%d requests were made, want %d: %v", len(got), len(x.want), got)
	}
	return got
}

// result is what came of one request: status and body, or a class.
func (s *stage) result(h *hand, method string, n int) string {
	at, err := placeOf(fmt.Sprintf("%s/%d", s.url, n))
	if err != nil {
		return err.Error()
	}
	q := &request{method: http.MethodPost, at: &at, body: []byte("grant_type=client_credentials")}
	if method != "" {
		q.method, q.body = method, nil
	}
	if err := q.write(); err != nil {
		return err.Error()
	}
	if _, err := h.wire.send(h.ctx, q, &h.answer, time.Now()); err != nil {
		return classNames[silence(err).class]
	}
	if n := len(h.answer.body); n > 1000 {
		return fmt.Sprint(h.answer.status, " of ", n)
	}
	return fmt.Sprintf("%d %s", h.answer.status, h.answer.body)
}

// A request whose time is over ends at that moment, whatever it waits for.
func TestDeadlinesAreKept(t *testing.T) {
	hour := func(http.ResponseWriter, time.Duration, int64) { time.Sleep(time.Hour) }
	inSimulatedTime(t, hour, func(s *simulation) {
		defer time.Sleep(time.Hour) // until nobody is left
		for _, std := range []bool{false, true} {
			for what, dial := range map[string]func(context.Context, string, string) (net.Conn, error){"answer": s.dial, "connection": hangs} {
				tr := newTraffic(dial)
				c := &carrier{traffic: tr, tls: &tls.Config{}, timeout: 300 * time.Millisecond}
				if std {
					c.std = newStdWire(tr, c.tls, c.timeout, 1, false, nil)
				}
				at := place{url: "http://127.0.0.1:1/", dial: "127.0.0.1:1", host: "127.0.0.1:1", target: "/"}
				q := &request{method: http.MethodGet, at: &at}
				if err := q.write(); err != nil {
					t.Fatal(err)
				}
				w, began := c.wire(), time.Now()
				took, err := w.send(context.Background(), q, &answer{}, began)
				if took != c.timeout || time.Since(began) != took || silence(err).class != timeout {
					s.t.Errorf("no %s, net/http %v: %v after %s", what, std, err, took)
				}
				w.close()
				c.close()
			}
		}
	})
}

// hangs is a dialler whose connections are never made.
func hangs(ctx context.Context, _, _ string) (net.Conn, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}
