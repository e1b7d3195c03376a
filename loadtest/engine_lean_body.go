package loadtest

import (
	"bytes"
	"errors"
	"io"
	"strconv"
)

// exactly reads a body of n bytes.
func (d *reader) exactly(a *answer, n int64) error {
	if n > mostBody-int64(len(a.body)) {
		return errTooLong
	}
	for left := int(n); left > 0; {
		if d.r == d.w {
			if err := d.fill(); err != nil {
				return err
			}
		}
		k := min(left, d.w-d.r)
		a.body = append(a.body, d.buf[d.r:d.r+k]...)
		d.r += k
		left -= k
	}
	return nil
}

// chunks reads a chunked body with its trailer (RFC 9112 section 7.1).
func (d *reader) chunks(a *answer) error {
	for {
		d.budget = mostTrailer
		l, err := d.chunkLine()
		if err != nil {
			return err
		}
		size, _, _ := bytes.Cut(l, []byte(";"))
		n, err := strconv.ParseUint(string(bytes.TrimRight(size, " \t")), 16, 62)
		if err != nil {
			return malformed("the size of a chunk")
		}
		if n == 0 {
			break
		}
		if err := d.exactly(a, int64(n)); err != nil {
			return err
		}
		d.budget = 2
		if l, err = d.chunkLine(); errors.Is(err, errHeader) || err == nil && len(l) > 0 {
			return malformed("a chunk is longer than it says")
		}
		if err != nil {
			return err
		}
	}
	return d.trailer()
}

// chunkLine is a line of the chunked coding, which ends in CR and LF: readers that take less for an end are told
// different ends (RFC 9112 section 7.1, erratum 7633).
func (d *reader) chunkLine() ([]byte, error) {
	l, err := d.line()
	if err == nil && (!d.crlf || bytes.IndexByte(l, '\r') >= 0) {
		return nil, malformed("a line of the chunked coding without CR and LF at its end")
	}
	return l, err
}

// trailer reads the fields after a chunked body, which nobody wants.
func (d *reader) trailer() error {
	d.budget = mostTrailer
	for {
		l, err := d.chunkLine()
		if err != nil || len(l) == 0 {
			return err
		}
		if _, _, err := fieldLine(l); err != nil {
			return err
		}
	}
}

// toEnd reads a body that ends with the connection.
func (d *reader) toEnd(a *answer) error {
	for {
		if len(a.body)+d.w-d.r > mostBody {
			return errTooLong
		}
		a.body = append(a.body, d.buf[d.r:d.w]...)
		d.r = d.w
		switch err := d.fill(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}
