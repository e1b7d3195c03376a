package loadtest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/iotest"
)

// FuzzReader holds the reader of answers against net/http's: what ours takes for an answer, theirs takes for the same
// one; what ours keeps a connection after, theirs does too; and how the bytes come makes no difference.
func FuzzReader(f *testing.F) {
	for _, x := range exchanges {
		for _, do := range x.acts {
			if len(do.text) < 1000 {
				f.Add([]byte(do.text), x.method == http.MethodHead)
			}
		}
	}
	f.Add([]byte("HTTP/1.0 200 \n0:\x7f\n\n"), false) // found by fuzzing
	f.Add([]byte(chunked+"0\r\n\n"), false)           // found by fuzzing
	f.Fuzz(func(t *testing.T, all []byte, bare bool) {
		var a answer
		d := reader{src: bytes.NewReader(all)}
		keep, err := d.read(&a, bare)
		var slow answer
		s := reader{src: iotest.OneByteReader(bytes.NewReader(all))}
		if _, other := s.read(&slow, bare); (err == nil) != (other == nil) || a.status != slow.status || !bytes.Equal(a.body, slow.body) {
			t.Fatalf("at once %d %q %v, byte by byte %d %q %v", a.status, a.body, err, slow.status, slow.body, other)
		}
		var none *unreadable
		if err != nil {
			if !errors.As(err, &none) && !errors.Is(err, io.EOF) {
				t.Fatalf("an error of no class: %v", err)
			}
			return
		}
		status, body, open, err := theirs(all, bare)
		if err != nil || status != a.status || !bytes.Equal(body, a.body) {
			t.Fatalf("we read %d %q, net/http %d %q %v", a.status, a.body, status, body, err)
		}
		if keep && !open {
			t.Fatal("we keep a connection that net/http closes")
		}
	})
}

// theirs is how net/http reads it.
func theirs(all []byte, bare bool) (status int, body []byte, open bool, err error) {
	in := bufio.NewReader(bytes.NewReader(all))
	r := &http.Request{Method: http.MethodPost}
	if bare {
		r.Method = http.MethodHead
	}
	for {
		resp, err := http.ReadResponse(in, r)
		if err != nil {
			return 0, nil, false, err
		}
		if resp.StatusCode < 200 {
			continue
		}
		body, err = io.ReadAll(resp.Body)
		return resp.StatusCode, body, !resp.Close, err
	}
}
