package oauth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"
	"unicode/utf8"
)

// An Answer is whatever came back, as a value: a check decides what it means.
type Answer struct {
	URL    string
	Status int
	Header http.Header
	Body   []byte // bounded
	Cut    bool   // the body was longer than the bound
	Took   time.Duration
	JSON   map[string]any // the members where the body is one JSON object; numbers are json.Number
	NoJSON error          // why it is not
	None   *NoAnswer      // set where the request was sent and no whole answer came
}

// NoAnswer is silence after a sent request.
type NoAnswer struct {
	Timeout, Reset bool
	Detail         string
}

// Read is the answer that a status, a media type and a body make, for who received them otherwise.
func Read(status int, contentType string, body []byte) Answer {
	a := Answer{Status: status, Header: http.Header{"Content-Type": {contentType}}, Body: body}
	a.parse()
	return a
}

func (a *Answer) parse() { a.JSON, a.NoJSON = object(a.Body) }

// object is the one JSON object that b holds, with numbers as json.Number.
func object(b []byte) (m map[string]any, err error) {
	if !utf8.Valid(b) { // encoding/json would put other characters in its place (RFC 8259 section 8.1)
		return nil, errors.New("it is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the JSON object")
	}
	if m == nil {
		return nil, errors.New("it is null")
	}
	return m, nil
}

// Text is a member that is a string, else "".
func (a Answer) Text(member string) string {
	s, _ := a.JSON[member].(string)
	return s
}

// MediaType is the Content-Type in lower case without parameters, or "".
func (a Answer) MediaType() string {
	t, _, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return t
}

// String says in a few words what came back, without any value that could be a secret.
func (a Answer) String() string {
	switch {
	case a.None != nil && a.None.Timeout:
		return "no answer in time"
	case a.None != nil:
		return "a closed connection"
	case len(a.Body) == 0 && a.JSON == nil:
		return fmt.Sprintf("%d with an empty body", a.Status)
	case a.JSON == nil:
		return fmt.Sprintf("%d, %d bytes of %q that are no JSON object", a.Status, len(a.Body), a.MediaType())
	case a.Text("error") != "":
		return fmt.Sprintf("%d with error %q", a.Status, a.Text("error"))
	case a.Text("access_token") != "":
		return fmt.Sprintf("%d with an access token", a.Status)
	}
	return fmt.Sprintf("%d with a JSON object", a.Status)
}
