//go:build unix

package servers

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const sleeper = `#!/bin/sh
sleep 1000 &
echo $! > child
echo "export WEB_SECRET=one two"
echo "ready issuer=http://127.0.0.1:4444"
wait
`

func TestStart(t *testing.T) {
	dir := folder(t, map[string]string{"start": sleeper, "profile.yaml": `
clients: [{name: web, kind: machine, id: web, secret: "${WEB_SECRET}"}]
resource: {url: "${ISSUER}/me"}
`})
	target, err := Load(dir, func(string) (string, bool) { return "from the environment", true })
	if err != nil {
		t.Fatal(err)
	}
	started, stop, err := target.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	p := started.Profile
	if p.Issuer != "http://127.0.0.1:4444" || p.Clients[0].Secret != "one two" || p.Resource.URL != p.Issuer+"/me" {
		t.Errorf("got %+v", p)
	}
	stop()
	stop() // twice does no harm
	gone(t, filepath.Join(dir, "child"))
}

// gone checks that the process whose id is in file has ended.
func gone(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	for range 500 { // init reaps an orphan when it gets to it
		if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) || zombie(pid) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %d is still there", pid)
}

// endChild ends the process whose id is in file, which has to be there still.
func endChild(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Errorf("what the script left running has ended: %v", err)
	}
}

func zombie(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(stat), ") Z ")
}

func TestStartFails(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"ends":        {"echo no npm here >&2; exit 3", "it ended before it was ready: exit status 3\nthe last of what it said:\n  no npm here"},
		"ends well":   {"exit 0", `it ended before it was ready: its output ended without "ready issuer=URL"`},
		"bad export":  {"echo export NAME; sleep 100", "want export NAME=value"},
		"bad profile": {"echo ready issuer=nonsense; sleep 100", "issuer: want an absolute http or https URL"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, map[string]string{"start": "#!/bin/sh\n" + c.script + "\n", "profile.yaml": "users: []\n"})
			target, err := Load(dir, os.LookupEnv)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := target.Start(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestStartGivesUpWaiting(t *testing.T) {
	dir := folder(t, map[string]string{"start": "#!/bin/sh\nsleep 1000 & echo $! > child; echo begun; wait\n", "profile.yaml": "users: []\n"})
	target, err := Load(dir, os.LookupEnv)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, _, err := target.Start(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	gone(t, filepath.Join(dir, "child"))
}

// Half a secret is not known for one: of a long log, no half line is shown.
func TestALongLogBeginsWithAWholeLine(t *testing.T) {
	var log tail
	log.Write([]byte("token=aaaa" + strings.Repeat("b", tailSize-8) + "\nsecond\nthird\n"))
	if got := log.String(); strings.Contains(got, "bb") || !strings.Contains(got, "\n  second\n  third") {
		t.Errorf("%.100q", got)
	}
	var short tail
	short.Write([]byte("first\nsecond\n"))
	if got := short.String(); !strings.Contains(got, "\n  first\n  second") {
		t.Errorf("%q", got)
	}
	var one tail
	one.Write([]byte(strings.Repeat("c", 2*tailSize)))
	if got := one.String(); got != "" {
		t.Errorf("%.100q", got)
	}
}
