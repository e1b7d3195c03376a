package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// A Call is one call of a protected API.
type Call struct {
	API       API
	User      *User  // nil where the application calls for itself
	Token     string // that is sent
	Status    int    // of the answer
	Challenge string // its WWW-Authenticate
	Body      string
	Refreshed bool // the token was refreshed for it
	More      bool // the API wants more scope than the token has

	sent int // how often the API was called
	s    *Server
	ctx  context.Context
}

// run calls the API, with a refreshed token where the one there is has ended or is refused, and never more than twice.
func (c *Call) run() error {
	o := &c.s.o.Refresh
	if c.User != nil && use(c.s, &o.Due)(c) {
		if err := c.refresh(); err != nil {
			return err
		}
	}
	if err := c.send(); err != nil {
		return err
	}
	if c.User != nil && !c.Refreshed && use(c.s, &o.Refused)(c, c.Status, c.Challenge) {
		if err := c.refresh(); err != nil {
			return err
		}
		if err := c.send(); err != nil {
			return err
		}
	}
	for use(c.s, &c.s.o.Call.Retry)(c) {
		if err := c.send(); err != nil {
			return err
		}
	}
	c.More = use(c.s, &c.s.o.Call.Scope)(c, c.Status, c.Challenge)
	return nil
}

func (c *Call) send() error {
	c.sent++
	r, err := http.NewRequestWithContext(c.ctx, http.MethodGet, c.API.URL, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept", "application/json")
	if c.User != nil {
		c.Token = c.User.Token.AccessToken
	}
	use(c.s, &c.s.o.Call.Request)(c, r)
	resp, err := c.s.http.Do(r)
	if err != nil {
		return &Problem{http.StatusBadGateway, "the API cannot be reached", err}
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return &Problem{http.StatusBadGateway, "the API broke off", err}
	}
	c.Status, c.Challenge, c.Body = resp.StatusCode, strings.Join(resp.Header.Values("WWW-Authenticate"), ", "), string(b)
	return nil
}

func (s *Server) apiNamed(name string) (API, error) {
	for _, a := range s.o.APIs {
		if a.Name == name {
			return a, nil
		}
	}
	return API{}, &Problem{Status: http.StatusNotFound, Text: fmt.Sprintf("there is no API %q", name)}
}

func callSeams() CallSeams {
	return CallSeams{
		Request: func(c *Call, r *http.Request) { r.Header.Set("Authorization", "Bearer "+c.Token) },
		Scope: func(_ *Call, status int, challenge string) bool {
			return status == http.StatusForbidden && strings.Contains(challenge, "insufficient_scope")
		},
		Retry: func(*Call) bool { return false },
	}
}

// early is how long before its end a token is no longer used: a call takes time too.
const early = 10 * time.Second
