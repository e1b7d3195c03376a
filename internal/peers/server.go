package main

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/oauthspec/oauthspec/servers"
)

// A server is the reference server, and the request that is sent to it.
type server struct {
	dir, profile string
	token        string // its token endpoint
	header       string // the client's credentials
	stop         func()
}

const (
	machine = "batch" // the client of the built-in server that acts for itself
	form    = "grant_type=client_credentials"
	media   = "application/x-www-form-urlencoded"
)

// serve starts it, in a process of its own.
func (o options) serve(ctx context.Context, dir string, secure bool) (*server, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &server{dir: dir, profile: filepath.Join(dir, "profile.yaml")}
	self, err := o.find("oauthspec")
	if err != nil {
		return nil, err
	}
	args := []string{self, "serve", "as", "--while-stdin", "--write-profile", s.profile}
	if secure {
		args = append(args, "--tls")
	}
	if o.pin {
		args = append([]string{"taskset", "-c", fmt.Sprintf("0-%d", runtime.NumCPU()-2)}, args...)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	s.stop = func() {
		in.Close()
		_ = cmd.Wait() // how it ends is of no interest
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "ready") {
	}
	if err := s.read(); err != nil {
		s.stop()
		return nil, fmt.Errorf("the server did not start: %w", err)
	}
	return s, nil
}

// read takes its address and credentials from its profile.
func (s *server) read() error {
	t, err := servers.Load(s.profile, os.LookupEnv)
	if err != nil {
		return err
	}
	for _, c := range t.Profile.Clients {
		if c.Name == machine {
			s.header = basic(c.ID, c.Secret)
		}
	}
	if s.token, err = url.JoinPath(t.Profile.Issuer, "token"); err != nil || s.header == "" {
		return fmt.Errorf("its profile has no client %s: %w", machine, err)
	}
	return nil
}
