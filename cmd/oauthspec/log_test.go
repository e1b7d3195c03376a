package main

import (
	"bufio"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// A server that answers twice puts its second answer, token and all, into the log of net/http.
func TestLogQuotesNoAnswer(t *testing.T) {
	var said, kept safeBuilder
	defer log.SetOutput(log.Writer())
	log.SetOutput(io.MultiWriter(&said, logFilter{&kept}))
	ours, theirs := net.Pipe()
	tr := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return ours, nil }}
	var all sync.WaitGroup
	all.Go(func() {
		defer theirs.Close()
		if _, err := http.ReadRequest(bufio.NewReader(theirs)); err == nil {
			_, _ = io.WriteString(theirs, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
			_, _ = io.WriteString(theirs, "HTTP/1.1 200 OK\r\n\r\nsecret-token")
			_, _ = io.Copy(io.Discard, theirs) // until the other side has read it, and closed
		}
	})
	resp, err := (&http.Client{Transport: tr}).Get("http://127.0.0.1:1/")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	all.Wait()
	if !strings.Contains(said.String(), "secret-token") && !strings.Contains(said.String(), "Unsolicited") {
		t.Errorf("net/http does not log it any more: %q", said.String())
	}
	if kept.String() != "" {
		t.Errorf("logged: %q", kept.String())
	}
	log.Print("something else")
	if !strings.Contains(kept.String(), "something else") {
		t.Error("everything is kept from the log")
	}
}

// A safeBuilder may be written by one goroutine and read by another.
type safeBuilder struct {
	mu sync.Mutex
	b  strings.Builder
}

func (s *safeBuilder) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(b)
}

func (s *safeBuilder) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
