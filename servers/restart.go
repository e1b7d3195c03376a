package servers

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// A product is what a start script started. It can be started again, at the same address and with the same secrets.
type product struct {
	script string
	env    []string // what it is told when it starts again: where to listen, and its secrets
	said   map[string]string

	mu   sync.Mutex
	end  func() // ends what runs now
	log  *tail  // of what runs now
	done bool
}

// newProduct is a product that runs. Its script takes the port from $PORT and secrets from where it would make new ones.
func newProduct(script string, env []string, said map[string]string, log *tail, end func()) *product {
	p := &product{script: script, env: append([]string{}, env...), said: said, log: log, end: end}
	for name, value := range said {
		if name != issuerVariable && name != appVariable {
			p.env = append(p.env, name+"="+value)
		}
	}
	if u, err := url.Parse(p.at()); err == nil && u.Port() != "" {
		p.env = append(p.env, "PORT="+u.Port())
	}
	return p
}

// at is the address that it announced.
func (p *product) at() string {
	if p.said[appVariable] != "" {
		return p.said[appVariable]
	}
	return p.said[issuerVariable]
}

// again ends the product and starts it anew. Where that fails, nothing of it runs.
func (p *product) again(ctx context.Context, _ ...string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.end()
	p.end = func() {}
	if p.done {
		return errors.New("start it again: it was ended for good")
	}
	said, log, end, err := start(ctx, p.script, p.env)
	if err != nil {
		return err
	}
	p.end, p.log = end, log
	if now := (&product{said: said}).at(); now != p.at() {
		return fmt.Errorf("start %s again: it came back at %s, and was at %s: it has to listen on $PORT", p.script, now, p.at())
	}
	return nil
}

// last is the end of what the product said on standard error.
func (p *product) last() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// stop ends the product for good.
func (p *product) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done = true
	p.end()
}

// restarting is the script of a profile that restarts what somebody else started: it ends well once that is on its way up.
func restarting(script string) func(context.Context, ...string) error {
	if script == "" {
		return nil
	}
	return func(ctx context.Context, env ...string) error {
		if err := run(ctx, script, env); err != nil {
			return fmt.Errorf("restart by %s: %w", script, err)
		}
		return nil
	}
}

// run runs a script to its end, in a process group of its own. What it leaves running is no business of ours, and must not lose
// its output to us: that goes to a file.
func run(ctx context.Context, script string, env []string) error {
	out, err := os.CreateTemp("", "oauthspec-restart-*.log")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	cmd := exec.Command(script)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = filepath.Dir(script), append(os.Environ(), env...), out, out
	ownGroup(cmd)
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait(); close(ended) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		endGroup(cmd.Process.Pid, ended)
		err = fmt.Errorf("it did not end in time: %w", context.Cause(ctx))
	}
	if err != nil {
		return fmt.Errorf("%w%s", err, lastOf(out))
	}
	return nil
}

// lastOf is the end of a log that was written to a file.
func lastOf(f *os.File) *tail {
	t := &tail{}
	b := make([]byte, tailSize)
	if info, err := f.Stat(); err == nil {
		n, _ := f.ReadAt(b, max(0, info.Size()-tailSize)) // a short log ends early
		_, _ = t.Write(b[:n])
	}
	return t
}
