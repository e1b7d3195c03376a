package main

import (
	"bytes"
	"io"
)

// A logFilter keeps to itself what net/http logs of an answer that nobody asked for: it quotes it, and a token may be
// in it.
type logFilter struct{ to io.Writer }

func (f logFilter) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte("Unsolicited response")) {
		return len(b), nil
	}
	return f.to.Write(b)
}
