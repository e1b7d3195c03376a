package servers

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// issuerVariable is what the issuer that a start script announces is called in its profile: ${ISSUER}.
const issuerVariable = "ISSUER"

// appVariable is what the address of a client or a resource server is called there: ${APP}.
const appVariable = "APP"

// grace is how long a product has to end after SIGTERM.
const grace = 5 * time.Second

// startScript is the executable named start beside a profile.
func startScript(dir string) (string, bool) {
	file := filepath.Join(dir, "start")
	info, err := os.Stat(file)
	return file, err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// start runs a start script in a process group of its own until it says "ready", and returns the variables that it
// exported, and the end of its log, which goes on. The contract is in profiles/README.md.
func start(ctx context.Context, script string, env []string) (said map[string]string, log *tail, stop func(), err error) {
	abs, err := filepath.Abs(script)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("start %s: %w", script, err)
	}
	cmd := exec.Command(abs)
	cmd.Dir = filepath.Dir(abs)
	cmd.Env = append(os.Environ(), env...)
	cmd.WaitDelay = grace // a process that outlives the script may hold its pipes
	ownGroup(cmd)
	log = &tail{}
	cmd.Stderr = log
	out, in, err := os.Pipe()
	if err != nil {
		return nil, nil, nil, fmt.Errorf("start %s: %w", script, err)
	}
	cmd.Stdout = in
	alive, err := cmd.StdinPipe() // it closes when we end, however we end, and the script ends with us
	if err != nil {
		return nil, nil, nil, fmt.Errorf("start %s: %w", script, err)
	}
	err = cmd.Start()
	in.Close()
	if err != nil {
		out.Close()
		return nil, nil, nil, fmt.Errorf("start %s: %w", script, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait(); close(ended) }()
	stop = sync.OnceFunc(func() {
		alive.Close()
		endGroup(cmd.Process.Pid, ended)
		out.Close()
	})
	said, err = wait(ctx, out, ended)
	if err != nil {
		stop()
		return nil, nil, nil, fmt.Errorf("start %s: %w%s", script, err, log)
	}
	return said, log, stop, nil
}

func wait(ctx context.Context, out io.Reader, ended <-chan error) (map[string]string, error) {
	type announcement struct {
		said map[string]string
		err  error
	}
	ready := make(chan announcement, 1)
	go func() {
		lines := bufio.NewScanner(out)
		said, err := announced(lines)
		ready <- announcement{said, err}
		for lines.Scan() { // read on, so that a talkative product does not block
		}
		_, _ = io.Copy(io.Discard, out)
	}()
	select {
	case a := <-ready:
		if errors.Is(a.err, errSilent) {
			select { // a script that ended says more by its status than by its silence
			case err := <-ended:
				return nil, fmt.Errorf("it ended before it was ready: %w", cmpErr(err, a.err))
			case <-time.After(grace):
			}
		}
		return a.said, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("it did not say ready in time: %w", context.Cause(ctx))
	}
}

func cmpErr(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

var errSilent = errors.New(`its output ended without "ready issuer=URL"`)

// announced reads "export NAME=value" lines up to "ready issuer=URL", or "ready app=URL" of a client or a resource server.
func announced(lines *bufio.Scanner) (map[string]string, error) {
	said := map[string]string{}
	for lines.Scan() {
		line := strings.TrimRight(lines.Text(), "\r")
		if pair, ok := strings.CutPrefix(line, "export "); ok {
			name, value, found := strings.Cut(pair, "=")
			if !found {
				return nil, fmt.Errorf("want export NAME=value, got a line without =")
			}
			said[strings.TrimSpace(name)] = value
		}
		for _, name := range []string{issuerVariable, appVariable} {
			if at, ok := strings.CutPrefix(line, "ready "+strings.ToLower(name)+"="); ok {
				said[name] = at
				return said, nil
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read its output: %w", err)
	}
	return nil, errSilent
}

// A tail keeps the end of a log. It may be written and read at once.
type tail struct {
	mu   sync.Mutex
	text []byte
	cut  bool // more came before
}

const tailSize = 2 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if over := len(t.text) - tailSize; over > 0 {
		t.text, t.cut = append(t.text[:0], t.text[over:]...), true
	}
	return len(p), nil
}

// String is the log's last lines, ready to stand after an error. Half a line is left out: half a secret would not be known for one.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := string(t.text)
	if t.cut {
		_, text, _ = strings.Cut(text, "\n")
	}
	if text = strings.ToValidUTF8(strings.TrimSpace(text), "�"); text == "" {
		return ""
	}
	return "\nthe last of what it said:\n  " + strings.ReplaceAll(text, "\n", "\n  ")
}
