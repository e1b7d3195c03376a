package loadtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
)

// What becomes of a request without a whole answer: its class, and words without addresses and without what the target
// said.
func TestSilenceIsClassed(t *testing.T) {
	at := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711}
	for _, tc := range []struct {
		err  error
		want outcome
	}{
		{io.ErrUnexpectedEOF, outcome{class: transport, what: "unexpected EOF"}},
		{&net.OpError{Op: "read", Net: "tcp", Addr: at, Err: os.NewSyscallError("read", syscall.ECONNRESET)}, outcome{class: transport, what: "read: read: connection reset by peer"}},
		{&net.OpError{Op: "dial", Net: "tcp", Addr: at, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, outcome{class: transport, what: "dial: connect: connection refused"}},
		{fmt.Errorf("%w (%v)", errStale, io.EOF), outcome{class: transport, what: "the server closed a kept connection while the request was sent (EOF)"}},
		{&net.OpError{Op: "read", Net: "tcp", Addr: at, Err: os.ErrDeadlineExceeded}, outcome{class: timeout, what: "no answer in time"}},
		{context.DeadlineExceeded, outcome{class: timeout, what: "no answer in time"}},
		{errTooLong, outcome{class: wrongContent, what: "the answer is longer than 1 MiB"}},
		{fmt.Errorf("read the answer: %w", malformed("the status line")), outcome{class: wrongContent, what: "malformed HTTP: the status line"}},
		{errors.New(`http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR, debug="secret-token"`),
			outcome{class: transport, what: "http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR"}},
		{errors.New("a\x1b[31mb" + strings.Repeat("c", 300)), outcome{class: transport, what: "a?[31mb" + strings.Repeat("c", 193) + "…"}},
	} {
		if got := silence(tc.err); got != tc.want {
			t.Errorf("%v: %+v, want %+v", tc.err, got, tc.want)
		}
	}
}

// What net/http says of an answer that is none is its sender's doing, and nothing of it is quoted.
func TestRefusalQuotesNothing(t *testing.T) {
	for _, tc := range []struct{ err, want string }{
		{`net/http: HTTP/1.x transport connection broken: malformed HTTP response "secret-token"`, "malformed HTTP: response"},
		{`net/http: HTTP/1.x transport connection broken: http: message cannot contain multiple Content-Length headers; got ["2" "4"]`,
			"malformed HTTP: message cannot contain multiple Content-Length headers; got"},
		{"net/http: server response headers exceeded 65536 bytes; aborted", "malformed HTTP: net/http: server response headers exceeded 65536 bytes; aborted"},
	} {
		var none *unreadable
		if got := refusal(errors.New(tc.err)); !errors.As(got, &none) || got.Error() != tc.want {
			t.Errorf("%v, want %s", got, tc.want)
		}
	}
	if refusal(nil) != nil || !errors.Is(refusal(io.ErrUnexpectedEOF), io.ErrUnexpectedEOF) {
		t.Error("a connection that broke is taken for something else")
	}
}
