//go:build unix

package useragent

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// gone waits for a process group to have no member any more.
func gone(t *testing.T, group int) {
	t.Helper()
	for range 500 {
		if errors.Is(syscall.Kill(-group, 0), syscall.ESRCH) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("processes of group %d are left", group)
}

func TestRodLeavesNothingBehind(t *testing.T) {
	d := chromium(t).(*rodDriver)
	s, err := d.Session(context.Background(), SessionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	gone(t, d.process.cmd.Process.Pid)
	if _, err := os.Stat(d.process.dir); !os.IsNotExist(err) {
		t.Errorf("the browser's folder: %v", err)
	}
	if _, err := s.Visit(context.Background(), Start{URL: "http://127.0.0.1:1/"}, Plan{}); !errors.Is(err, errGone) {
		t.Errorf("a visit after the end: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("close a session after the end: %v", err)
	}
}

// The browser ends with the process that started it, even where that had no time for a good-bye.
func TestRodEndsWithItsParent(t *testing.T) {
	path, why := FindBrowser("")
	if path == "" {
		t.Skip(why)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestRodParent$")
	child.Env = append(os.Environ(), "OAUTHSPEC_TEST_PARENT=1", "TMPDIR="+t.TempDir())
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	group, _ := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || group < 2 {
		t.Fatalf("the child said %q: %v", line, err)
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	gone(t, group)
}

// TestRodParent is the process of TestRodEndsWithItsParent.
func TestRodParent(t *testing.T) {
	if os.Getenv("OAUTHSPEC_TEST_PARENT") == "" {
		t.Skip("started by TestRodEndsWithItsParent")
	}
	d := chromium(t).(*rodDriver)
	if _, err := d.Session(context.Background(), SessionOptions{}); err != nil {
		t.Fatal(err)
	}
	fmt.Println(d.process.cmd.Process.Pid)
	select {}
}

func TestRodSaysWhyItDoesNotStart(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "browser")
	if err := os.WriteFile(bad, []byte("#!/bin/sh\necho no libfoo here >&2\nexit 3\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	_, err := NewRod(context.Background(), RodOptions{Binary: bad})
	if err == nil || !strings.Contains(err.Error(), "no libfoo here") {
		t.Errorf("error = %v", err)
	}
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestFindBrowser(t *testing.T) {
	t.Setenv(BrowserEnv, "/no/such/browser")
	if path, why := FindBrowser(""); path != "" || !strings.Contains(why, BrowserEnv) {
		t.Errorf("FindBrowser = %q, %q", path, why)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if path, why := FindBrowser(self); path != self || why != "--browser" {
		t.Errorf("FindBrowser = %q, %q", path, why)
	}
	t.Setenv(BrowserEnv, "")
	t.Setenv("PATH", t.TempDir())
	if path, _ := FindBrowser(""); path != "" && !filepath.IsAbs(path) {
		t.Errorf("FindBrowser = %q", path)
	}
}
