package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A contestant is a server in the race of servers.
type contestant struct {
	name   string
	server *server
	turns  []turn
	memory int64 // after the last turn, in bytes
}

// raceServers gives every server its turns with the same client, and prints what a token costs each.
func (o options) raceServers(ctx context.Context, dir string) error {
	var all []*contestant
	for _, c := range []struct {
		name  string
		start func(dir string) (*server, error)
	}{
		{"go-oauth2, opaque", func(dir string) (*server, error) { return o.serveOther(ctx, dir) }},
		{"reference, opaque", func(dir string) (*server, error) {
			return o.serve(ctx, dir, "--secret-hash", "sha256", "--access-token", "opaque")
		}},
		{"reference, ES256", func(dir string) (*server, error) {
			return o.serve(ctx, dir, "--secret-hash", "sha256", "--access-token", "jwt", "--alg", "ES256")
		}},
	} {
		s, err := c.start(filepath.Join(dir, c.name))
		if err != nil && len(all) == 0 {
			return fmt.Errorf("the other server: %w; go build -o %s ./internal/peers/goauth2 in its folder makes it", err, filepath.Join(o.bin, "goauth2"))
		}
		if err != nil {
			return err
		}
		defer s.stop()
		all = append(all, &contestant{name: c.name, server: s})
	}
	for round := range o.rounds + 1 {
		for i := range all {
			c := all[(i+round)%len(all)]
			t, err := o.ask(ctx, c.server)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if round > 0 { // the first is for warming up
				c.turns = append(c.turns, t)
			}
			_, c.memory = used(c.server.process)
		}
	}
	fmt.Print(tableOfServers(all, fmt.Sprintf("client_credentials over HTTP/1.1, %d connections, %d turns of %s each", o.conns, o.rounds, o.duration)))
	return nil
}

// ask asks a server for as many tokens as it gives in a turn, and says what CPU time each took it.
func (o options) ask(ctx context.Context, s *server) (turn, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: o.conns}, Timeout: 30 * time.Second}
	defer client.CloseIdleConnections()
	var right, wrong atomic.Int64
	before, _ := used(s.process)
	end := time.Now().Add(o.duration)
	var workers sync.WaitGroup
	for range o.conns {
		workers.Go(func() {
			for time.Now().Before(end) && ctx.Err() == nil {
				if err := s.ask(ctx, client); err != nil {
					wrong.Add(1)
					return
				}
				right.Add(1)
			}
		})
	}
	workers.Wait()
	after, _ := used(s.process)
	n := float64(right.Load())
	if wrong.Load() > 0 || n == 0 || ctx.Err() != nil {
		return turn{}, fmt.Errorf("%.0f tokens, and %d workers gave up", n, wrong.Load())
	}
	return turn{cpu: float64((after - before).Microseconds()) / n, rate: n / o.duration.Seconds()}, nil
}

// ask gets one token.
func (s *server) ask(ctx context.Context, client *http.Client) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.token, strings.NewReader(form))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", media)
	r.Header.Set("Authorization", s.header)
	resp, err := client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err == nil && (resp.StatusCode != http.StatusOK || !strings.Contains(string(b), "access_token")) {
		err = errors.New("no token")
	}
	return err
}

// used is the CPU time of a process and the memory that it holds, from /proc; zero where there is none.
func used(process int) (cpu time.Duration, memory int64) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", process))
	if err != nil {
		return 0, 0
	}
	_, rest, _ := strings.Cut(string(b), ") ") // the name may hold blanks
	f := strings.Fields(rest)
	if len(f) < 22 {
		return 0, 0
	}
	var ticks, pages int64
	for _, x := range f[11:13] { // utime and stime, in hundredths of a second
		n, _ := strconv.ParseInt(x, 10, 64)
		ticks += n
	}
	pages, _ = strconv.ParseInt(f[21], 10, 64)
	return time.Duration(ticks) * 10 * time.Millisecond, pages * int64(os.Getpagesize())
}
