package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/oauthspec/oauthspec/servers"
)

// child is the reference server in a process of its own: beside the generator in one process, neither's CPU could be
// told from the other's. done ends it.
func (a *app) child(ctx context.Context, own serving) (t servers.Target, process int, done func(), err error) {
	if _, err := own.options(); err != nil {
		return t, 0, nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return t, 0, nil, fmt.Errorf("find this program, to start the built-in server with: %w", err)
	}
	dir, err := os.MkdirTemp("", "oauthspec-bench-*")
	if err != nil {
		return t, 0, nil, fmt.Errorf("start the built-in server: %w", err)
	}
	profile := filepath.Join(dir, "profile.yaml")
	cmd := exec.Command(self, append([]string{"serve", "as", "--write-profile", profile, "--while-stdin"}, own.args()...)...)
	apart(cmd) // an interrupt from the terminal is for us, not for it
	said := &strings.Builder{}
	cmd.Stderr = said
	in, err1 := cmd.StdinPipe() // it closes when we end, however we end, and the server ends with us
	out, err2 := cmd.StdoutPipe()
	if err = cmpErr(err1, err2, nil); err == nil {
		err = cmd.Start()
	}
	if err != nil {
		os.RemoveAll(dir)
		return t, 0, nil, fmt.Errorf("start the built-in server: %w", err)
	}
	done = sync.OnceFunc(func() {
		in.Close()
		kill := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // how it ends is of no interest
		kill.Stop()
		os.RemoveAll(dir)
	})
	stop := context.AfterFunc(ctx, func() { in.Close() })
	defer stop()
	if !ready(out) {
		done()
		return t, 0, nil, cmpErr(ctx.Err(), fmt.Errorf("the built-in server did not start: %s", strings.TrimSpace(said.String())), nil)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	t, err = servers.Load(profile, a.env)
	if err != nil {
		done()
		return t, 0, nil, fmt.Errorf("the built-in server's profile: %w", err)
	}
	t.Name = servers.BuiltinName
	return t, cmd.Process.Pid, done, nil
}

// ready waits for the banner's last line.
func ready(out io.Reader) bool {
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "ready") {
			return true
		}
	}
	return false
}

// cmpErr is the first error there is.
func cmpErr(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// args are the flags of serve as that make the same server.
func (v serving) args() (out []string) {
	for _, f := range []struct{ name, value string }{{"fault", v.fault}, {"variant", v.variant}, {"secret-hash", v.secretHash}, {"access-token", v.accessToken}, {"alg", v.alg}} {
		if f.value != "" {
			out = append(out, "--"+f.name, f.value)
		}
	}
	if v.tls {
		out = append(out, "--tls")
	}
	return out
}
