package loadtest

import (
	"bytes"
	"io"
	"strconv"
)

// A reader reads answers of HTTP/1.1 (RFC 9112) from one connection. It wants what a client must be able to read, in
// bounded memory, and refuses the rest.
type reader struct {
	src    io.Reader
	buf    []byte
	r, w   int  // what has come and is not yet read
	silent bool // nothing of the present answer has come
	ended  bool // nothing more will come
	crlf   bool // the latest line ended in CR and LF
	budget int  // how much more of a header, or trailer, may come
}

// mostInterim is how many 1xx answers may come before the one that counts.
const mostInterim = 10

// head is what a header says of how its body is read.
type head struct {
	status  int
	length  int64 // -1: not said
	chunked bool
	keep    bool
}

// read reads one answer, to a request for the head alone or for all of it. keep says that another may follow on the
// connection.
func (d *reader) read(a *answer, bare bool) (keep bool, err error) {
	d.silent = d.r == d.w
	*a = answer{body: a.body[:0], header: a.header}
	var h head
	for range mostInterim {
		if h, err = d.head(a); err != nil {
			return false, err
		}
		if h.status >= 200 {
			break
		}
		if h.status == 101 {
			return false, malformed("101 was not asked for")
		}
		a.contentType, a.retryAfter = "", ""
		clear(a.header)
	}
	if h.status < 200 {
		return false, malformed("interim answers without end")
	}
	a.status = h.status
	switch {
	case h.status == 204 || h.status == 304 || bare:
		h.keep = h.keep && (bare || h.length <= 0 && !h.chunked) // a body that may not be there may still come
	case h.chunked:
		h.keep = h.keep && h.length < 0 // two lengths are how requests are smuggled (RFC 9112 section 6.3)
		err = d.chunks(a)
	case h.length >= 0:
		err = d.exactly(a, h.length)
	default:
		h.keep, err = false, d.toEnd(a)
	}
	return h.keep && d.r == d.w && !d.ended, err // what nobody asked for ends the connection
}

// fill reads more from the connection.
func (d *reader) fill() error {
	if d.r == d.w {
		d.r, d.w = 0, 0
	}
	if d.w == len(d.buf) {
		if d.r > 0 {
			d.w = copy(d.buf, d.buf[d.r:d.w])
			d.r = 0
		} else {
			d.buf = append(d.buf, make([]byte, max(4096, len(d.buf)))...)
		}
	}
	n, err := d.src.Read(d.buf[d.w:])
	d.w += n
	d.ended = err != nil
	if n > 0 {
		d.silent = false
		return nil
	}
	if err == nil {
		return io.ErrNoProgress
	}
	return err
}

// line is the next line without its end, within the budget. It holds until the next read.
func (d *reader) line() ([]byte, error) {
	from := 0
	for {
		if i := bytes.IndexByte(d.buf[d.r+from:d.w], '\n'); i >= 0 {
			l := d.buf[d.r : d.r+from+i]
			d.r += from + i + 1
			if d.budget -= from + i + 1; d.budget < 0 {
				return nil, errHeader
			}
			if d.crlf = bytes.HasSuffix(l, []byte("\r")); d.crlf {
				l = l[:len(l)-1]
			}
			return l, nil
		}
		if from = d.w - d.r; from > d.budget {
			return nil, errHeader
		}
		if err := d.fill(); err != nil {
			return nil, err
		}
	}
}

// head reads a status line and the header after it.
func (d *reader) head(a *answer) (h head, err error) {
	d.budget = mostHeader
	l, err := d.line()
	if err != nil {
		return h, err
	}
	if len(l) < 12 || string(l[:7]) != "HTTP/1." || l[7] < '0' || l[7] > '9' || l[8] != ' ' || len(l) > 12 && l[12] != ' ' {
		return h, malformed("the status line")
	}
	if h.status, err = strconv.Atoi(string(l[9:12])); err != nil || h.status < 100 {
		return h, malformed("the status code")
	}
	old := l[7] == '0'
	h.length, h.keep = -1, !old
	if err = d.fields(a, &h); err == nil && old && h.chunked {
		err = malformed("a transfer coding in HTTP/1.0") // RFC 9112 section 6.1
	}
	return h, err
}

func (d *reader) fields(a *answer, h *head) error {
	foldable := false
	for {
		l, err := d.line()
		if err != nil || len(l) == 0 {
			return err
		}
		if l[0] == ' ' || l[0] == '\t' {
			if !foldable || !printables(l) {
				return malformed("a folded header line")
			}
			continue // none of those that matter here is ever folded
		}
		name, value, err := fieldLine(l)
		if err != nil {
			return err
		}
		if foldable, err = h.field(a, name, value); err != nil {
			return err
		}
	}
}

// fieldLine takes a field apart. A name with a blank in it is how fields are hidden from one of two readers (RFC 9112
// section 5.1).
func fieldLine(l []byte) (name, value []byte, err error) {
	i := bytes.IndexByte(l, ':')
	if i <= 0 {
		return nil, nil, malformed("a header line")
	}
	for _, c := range l[:i] {
		if !tokens[c] {
			return nil, nil, malformed("the name of a header field")
		}
	}
	if !printables(l[i+1:]) {
		return nil, nil, malformed("the value of a header field")
	}
	return l[:i], bytes.Trim(l[i+1:], " \t"), nil
}

// printables says whether a value may be one (RFC 9110 section 5.5).
func printables(value []byte) bool {
	for _, c := range value {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// tokens are the bytes that names consist of (RFC 9110 section 5.6.2).
var tokens = func() (t [256]bool) {
	for c := byte('!'); c <= '~'; c++ {
		t[c] = !bytes.ContainsRune([]byte("\"(),/:;<=>?@[\\]{}"), rune(c))
	}
	return t
}()

// field takes in a header field, where it matters. One that says where the answer ends must stand in one line: two
// readers of a folded one would find two ends.
func (h *head) field(a *answer, name, value []byte) (foldable bool, err error) {
	if a.header != nil {
		a.header.Add(string(name), string(value))
	}
	switch {
	case is(name, "content-length"):
		n, err := strconv.ParseUint(string(value), 10, 62)
		if err != nil || h.length >= 0 && h.length != int64(n) {
			return false, malformed("Content-Length")
		}
		h.length = int64(n)
		return false, nil
	case is(name, "transfer-encoding"):
		if h.chunked || !is(value, "chunked") {
			return false, malformed("a transfer coding other than chunked")
		}
		h.chunked = true
		return false, nil
	case is(name, "connection"):
		for word := range bytes.SplitSeq(value, []byte(",")) {
			switch word = bytes.Trim(word, " \t"); {
			case is(word, "close"):
				h.keep = false
			case is(word, "keep-alive"):
				h.keep = true
			}
		}
		return false, nil
	case is(name, "content-type"):
		if a.contentType != string(value) {
			a.contentType = known(value)
		}
	case is(name, "retry-after"):
		a.retryAfter = string(value)
	}
	return true, nil
}

// known is a string of bytes; the commonest media types need no memory.
func known(b []byte) string {
	for _, s := range [...]string{"application/json", "application/json;charset=UTF-8", "application/json; charset=utf-8"} {
		if string(b) == s {
			return s
		}
	}
	return string(b)
}

// is compares without case; want is in lower case.
func is(b []byte, want string) bool {
	if len(b) != len(want) {
		return false
	}
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c != want[i] {
			return false
		}
	}
	return true
}
