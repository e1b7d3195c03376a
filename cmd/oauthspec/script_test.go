package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/oauthspec/oauthspec/reports"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"oauthspec": main}) }

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, "cache"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":    cmdStatus,
			"interrupt": cmdInterrupt,
			"product":   cmdProduct,
			"columns":   cmdColumns,
			"discreet":  cmdDiscreet,
			"gone":      cmdGone,
			"schema":    cmdSchema,
		},
	})
}

// status N COMMAND…: the command ends with this exit status; N may be several, as 0|2.
func cmdStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command…")
	}
	demand(ts, args[0], ts.Exec(args[1], args[2:]...))
}

func demand(ts *testscript.TestScript, want string, err error) {
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if !slices.Contains(strings.Split(want, "|"), strconv.Itoa(got)) {
		ts.Fatalf("exit status %d, want %s", got, want)
	}
}

// interrupt N WHEN COMMAND…: the command is interrupted once its output holds WHEN, or once the product blocks where
// WHEN is "blocked", or the file NAME has a line where it is "exists:NAME", and ends with this exit status. Its output goes to the file interrupted.
func cmdInterrupt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: interrupt N when command…")
	}
	out := &watched{want: args[1], seen: make(chan struct{})}
	cmd := exec.Command(args[2], args[3:]...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), append(os.Environ(), "HOME="+ts.Getenv("HOME"), "XDG_CACHE_HOME="+ts.Getenv("XDG_CACHE_HOME"), "TMPDIR="+ts.Getenv("TMPDIR"))
	cmd.Stdout, cmd.Stderr = out, out
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	when := out.seen
	if args[1] == "blocked" {
		when = products(ts).blocked
	}
	if file, ok := strings.CutPrefix(args[1], "exists:"); ok {
		when = appears(ts.MkAbs(file))
	}
	var err error
	select {
	case <-when:
		ts.Check(cmd.Process.Signal(syscall.SIGINT))
		err = <-ended
	case err = <-ended:
		ts.Fatalf("it ended by itself: %v\n%s", err, out.text())
	case <-time.After(time.Minute):
		_ = cmd.Process.Kill()
		ts.Fatalf("%q was never seen in:\n%s", args[1], out.text())
	}
	ts.Check(os.WriteFile(ts.MkAbs("interrupted"), []byte(out.text()), 0o600))
	demand(ts, args[0], err)
}

// appears is closed when a file has a line.
func appears(file string) chan struct{} {
	there := make(chan struct{})
	go func() {
		for {
			if text, err := os.ReadFile(file); err == nil && bytes.Contains(text, []byte("\n")) {
				close(there)
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	return there
}

// watched is output that says when it holds what is wanted.
type watched struct {
	mu   sync.Mutex
	b    bytes.Buffer
	want string
	seen chan struct{}
	once sync.Once
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.b.Write(p)
	if strings.Contains(w.b.String(), w.want) {
		w.once.Do(func() { close(w.seen) })
	}
	return len(p), nil
}

func (w *watched) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

// command is a line of a command to paste: it begins with curl, an option of it, or a URL.
var command = regexp.MustCompile(`^\s*(curl |-|https?:)`)

// columns FILE…: no line is wider than 80 columns, unless it is part of a command, whose arguments stay whole.
func cmdColumns(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		for i, line := range strings.Split(ts.ReadFile(name), "\n") {
			if utf8.RuneCountInString(line) > columns && !command.MatchString(line) {
				ts.Fatalf("%s:%d has %d columns: %s", name, i+1, utf8.RuneCountInString(line), line)
			}
		}
	}
}

// discreet FILE…: none holds a secret of the product.
func cmdDiscreet(ts *testscript.TestScript, neg bool, args []string) {
	known := products(ts).secrets()
	if len(known) < 5 {
		ts.Fatalf("only %d secrets are known: that is no test", len(known))
	}
	for _, name := range args {
		text := ts.ReadFile(name)
		if text == "" {
			ts.Fatalf("%s is empty: that is no test", name)
		}
		for _, s := range known {
			if strings.Contains(text, s) {
				ts.Fatalf("%s holds the secret %s", name, s)
			}
		}
	}
}

// schema FILE…: each is a report of a load as its published schema has it.
func cmdSchema(ts *testscript.TestScript, neg bool, args []string) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(reports.LoadSchemaJSON))
	ts.Check(err)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	ts.Check(c.AddResource("load.json", doc))
	s, err := c.Compile("load.json")
	ts.Check(err)
	for _, name := range args {
		got, err := jsonschema.UnmarshalJSON(strings.NewReader(ts.ReadFile(name)))
		ts.Check(err)
		if err := s.Validate(got); err != nil {
			ts.Fatalf("%s: %v", name, err)
		}
	}
}

// gone FILE: the process whose id the file holds has ended.
func cmdGone(ts *testscript.TestScript, neg bool, args []string) {
	pid, err := strconv.Atoi(strings.TrimSpace(ts.ReadFile(args[0])))
	ts.Check(err)
	for range 500 { // init reaps an orphan when it gets to it
		stat, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) || strings.Contains(string(stat), ") Z ") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("process %d is still there", pid)
}
