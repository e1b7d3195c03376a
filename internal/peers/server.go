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
	process      int
	stop         func()
}

const (
	machine = "batch" // the client of the built-in server that acts for itself
	form    = "grant_type=client_credentials"
	media   = "application/x-www-form-urlencoded"
)

// serve starts the reference server with more flags, in a process of its own.
func (o options) serve(ctx context.Context, dir string, flags ...string) (*server, error) {
	s := &server{dir: dir, profile: filepath.Join(dir, "profile.yaml")}
	self, err := o.find("oauthspec")
	if err != nil {
		return nil, err
	}
	args := append([]string{self, "serve", "as", "--while-stdin", "--write-profile", s.profile}, flags...)
	if _, err := s.start(ctx, o.pin, "ready", args...); err != nil {
		return nil, err
	}
	if err := s.read(); err != nil {
		s.stop()
		return nil, fmt.Errorf("the server did not start: %w", err)
	}
	return s, nil
}

// serveOther starts go-oauth2's server, with a client of the same name.
func (o options) serveOther(ctx context.Context, dir string) (*server, error) {
	const secret = "batch-secret"
	s := &server{dir: dir, header: basic(machine, secret)}
	path, err := o.find("goauth2")
	if err != nil {
		return nil, err
	}
	s.token, err = s.start(ctx, o.pin, "http", "env", "PEER_SECRET="+secret, path)
	return s, err
}

// start starts a server that ends with its standard input, and waits for the line of its output that says it is ready.
func (s *server) start(ctx context.Context, pin bool, ready string, args ...string) (line string, err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return "", err
	}
	if pin {
		args = append([]string{"taskset", "-c", fmt.Sprintf("0-%d", runtime.NumCPU()-2)}, args...)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return "", err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("start the server: %w", err)
	}
	s.process = cmd.Process.Pid
	s.stop = func() {
		in.Close()
		_ = cmd.Wait() // how it ends is of no interest
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), ready) {
			return lines.Text(), nil
		}
	}
	s.stop()
	return "", fmt.Errorf("%s did not start", args[0])
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
