package builtin

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// direct hands requests for a slot's address to its handler in process, as net/http's server would: a proof asks hundreds of
// thousands of times, and most answers take less time than their way over a connection. Everything else goes over the network.
type direct struct {
	slot *slot
	next http.RoundTripper
}

// RoundTrip serves req in the caller's goroutine. A handler that breaks off is a connection that closed.
func (d *direct) RoundTrip(req *http.Request) (resp *http.Response, err error) {
	if req.URL.Scheme+"://"+req.URL.Host != d.slot.url {
		return d.next.RoundTrip(req)
	}
	in, err := arrived(req)
	if err != nil {
		return d.next.RoundTrip(req) // which says what is wrong with it
	}
	a := &answer{header: http.Header{}}
	defer func() {
		if p := recover(); p != nil {
			resp, err = nil, fmt.Errorf("the handler of %s broke off: %w", req.URL.Path, io.ErrUnexpectedEOF)
		}
	}()
	(*d.slot.handler.Load()).ServeHTTP(a, in)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	return a.response(req), nil
}

// arrived is a request as a server sees it.
func arrived(req *http.Request) (*http.Request, error) {
	u, err := url.ParseRequestURI(req.URL.RequestURI())
	if err != nil {
		return nil, err
	}
	in := req.Clone(req.Context())
	in.URL, in.RequestURI, in.RemoteAddr, in.GetBody = u, req.URL.RequestURI(), "127.0.0.1:1", nil
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	if in.Host == "" {
		in.Host = req.URL.Host
	}
	if in.Method == "" {
		in.Method = http.MethodGet
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	if _, ok := in.Header["User-Agent"]; !ok {
		in.Header.Set("User-Agent", "Go-http-client/1.1")
	}
	if in.ContentLength > 0 {
		in.Header.Set("Content-Length", strconv.FormatInt(in.ContentLength, 10))
	}
	return in, nil
}

// answer is what a handler says, kept until it is done.
type answer struct {
	header, sent http.Header
	status       int
	body         bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

// WriteHeader fixes status and header, as on a connection; only the first final one counts.
func (a *answer) WriteHeader(status int) {
	if a.status != 0 || status < 200 {
		return
	}
	a.status, a.sent = status, http.Header{}
	for name, values := range a.header {
		name = textproto.CanonicalMIMEHeaderKey(name)
		for _, v := range values {
			a.sent[name] = append(a.sent[name], strings.TrimSpace(oneLine.Replace(v)))
		}
	}
}

// oneLine is what net/http's server does to values that would end a header line.
var oneLine = strings.NewReplacer("\n", " ", "\r", " ")

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// response is the answer as a client reads it.
func (a *answer) response(req *http.Request) *http.Response {
	a.WriteHeader(http.StatusOK)
	body := a.body.Bytes()
	if _, ok := a.sent["Date"]; !ok {
		a.sent.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	if a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		body = nil
	} else {
		if _, ok := a.sent["Content-Type"]; !ok && len(body) > 0 {
			a.sent.Set("Content-Type", http.DetectContentType(body))
		}
		if len(body) > 0 || req.Method != http.MethodHead { // nothing that was written to HEAD says nothing of GET
			a.sent.Set("Content-Length", strconv.Itoa(len(body)))
		}
	}
	length := int64(len(body))
	if req.Method == http.MethodHead {
		body = nil
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.sent, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: length, Request: req,
	}
}
