package authserver

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"unicode/utf8"
)

// maxBody bounds what a request may send, in bytes.
const maxBody = 1 << 20

var (
	errTooLarge = &Error{http.StatusRequestEntityTooLarge, "invalid_request", "the request is too large"}
	errEncoding = problem("invalid_request", "the parameters are not form-encoded")
	errText     = problem("invalid_request", "a parameter is not UTF-8 text")
)

// readBody reads a bounded form body.
func readBody(r *http.Request) (url.Values, error) {
	b, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return url.Values{}, errTooLarge
	}
	if err != nil {
		return url.Values{}, problem("invalid_request", "the body could not be read")
	}
	return parseForm(string(b))
}

// parseForm decodes a form or a query and refuses what is not text.
func parseForm(s string) (url.Values, error) {
	v, err := url.ParseQuery(s)
	if err != nil {
		return v, errEncoding
	}
	for name, values := range v {
		for _, value := range append(values, name) {
			if !text(value) {
				return v, errText
			}
		}
	}
	return v, nil
}

func text(s string) bool {
	for i := range len(s) {
		if s[i] == 0 {
			return false
		}
	}
	return utf8.ValidString(s)
}

// isForm says whether the body is declared to be form-encoded.
func isForm(h http.Header) bool {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && t == "application/x-www-form-urlencoded"
}

// mayRepeat are the parameters that RFC 8707 and RFC 8693 let stand more than once.
var mayRepeat = map[string]bool{"resource": true, "audience": true}

// repeated names a parameter that stands more than once (RFC 6749 §3.1, §3.2), or nothing.
func repeated(v url.Values) string {
	for name, values := range v {
		if len(values) > 1 && !mayRepeat[name] {
			return name
		}
	}
	return ""
}

// dropEmpty treats parameters without a value as omitted (RFC 6749 §3.1).
func dropEmpty(v url.Values) {
	for name, values := range v {
		if len(values) == 1 && values[0] == "" {
			delete(v, name)
		}
	}
}
