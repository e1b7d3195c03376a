package loadtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"unicode"

	"github.com/tidwall/gjson"
)

// silence is the outcome of a request that got no whole answer.
func silence(err error) outcome {
	var late net.Error
	var none *unreadable
	switch {
	case errors.As(err, &none):
		return wrong(none.what)
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return outcome{class: timeout, what: "no answer in time"}
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return outcome{class: transport, what: "no file descriptor is left for a connection: raise the limit (ulimit -n) or lower --workers", ends: true}
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return outcome{class: transport, what: "no local port is left for a connection: the target closes them, or --workers is too high", ends: true}
	}
	return outcome{class: transport, what: plainError(err)}
}

// plainError is an error without the addresses in it, which differ each time, and without what the target said in it.
func plainError(err error) string {
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		return op.Op + ": " + op.Err.Error()
	}
	text, _, _ := strings.Cut(err.Error(), ", debug=") // of HTTP/2's GOAWAY
	return printable(text, 200)
}

// refused is the outcome of an answer that is not the success a flow wants, by its status.
func refused(a *answer) outcome {
	switch {
	case a.status == 429:
		o := outcome{class: rateLimited, what: "429 Too Many Requests"}
		if a.retryAfter != "" {
			o.what += ", Retry-After: " + printable(a.retryAfter, 40)
		}
		return o
	case a.status >= 500:
		o := outcome{class: serverError, what: fmt.Sprintf("%d", a.status)}
		if a.status == 503 && a.retryAfter != "" {
			o.what += ", Retry-After: " + printable(a.retryAfter, 40)
		}
		return o
	case a.status >= 400:
		code := printable(gjson.GetBytes(a.body, "error").String(), 60)
		if !gjson.ValidBytes(a.body) || code == "" {
			return outcome{class: oauth4xx, code: "none", what: fmt.Sprintf("%d without an OAuth error code", a.status)}
		}
		return outcome{class: oauth4xx, code: code, what: fmt.Sprintf("%d with error %q", a.status, code)}
	case a.status >= 300:
		return wrong(fmt.Sprintf("%d, a redirect", a.status))
	}
	return wrong(fmt.Sprintf("%d, want 200", a.status))
}

// printable is at most n characters of what a server sent.
func printable(s string, n int) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
