//go:build unix

package servers

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const counting = `#!/bin/sh
echo "$PORT $WEB_SECRET $OAUTHSPEC_ISSUER" >> starts
test -e broken && exit 4
echo "export WEB_SECRET=${WEB_SECRET:-made-up}"
echo "ready app=http://127.0.0.1:$(cat port)"
cat > /dev/null
`

// startCounted starts a product that notes what it is told whenever it starts.
func startCounted(t *testing.T) (target Target, dir string) {
	t.Helper()
	dir = folder(t, map[string]string{"start": counting, "port": "4444", "profile.yaml": `
clients: [{name: web, kind: machine, id: web, secret: "${WEB_SECRET}"}]
api: {url: "${APP}/data"}
`})
	loaded, err := Load(dir, os.LookupEnv)
	if err != nil {
		t.Fatal(err)
	}
	target, stop, err := loaded.Start(t.Context(), "OAUTHSPEC_ISSUER=http://127.0.0.1:9")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return target, dir
}

func TestAProductComesBackAsItWas(t *testing.T) {
	target, dir := startCounted(t)
	if err := target.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "starts"))
	if want := "  http://127.0.0.1:9\n4444 made-up http://127.0.0.1:9\n"; err != nil || string(text) != want {
		t.Errorf("it was told %q, %v: want %q", text, err, want)
	}
}

func TestAProductThatDoesNotComeBackIsToldOf(t *testing.T) {
	target, dir := startCounted(t)
	broken := filepath.Join(dir, "broken")
	if err := os.WriteFile(broken, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := target.Restart(t.Context()); err == nil || !strings.Contains(err.Error(), "exit status 4") {
		t.Errorf("got %v", err)
	}
	if err := os.Remove(broken); err != nil {
		t.Fatal(err)
	}
	if err := target.Restart(t.Context()); err != nil {
		t.Errorf("once it can, it does not come back: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "port"), []byte("5555"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := target.Restart(t.Context()); err == nil || !strings.Contains(err.Error(), "it has to listen on $PORT") {
		t.Errorf("at another address: %v", err)
	}
}

func TestARestartScript(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"ends well":            {`echo "$OAUTHSPEC_ISSUER" > told`, ""},
		"leaves its child":     {"sleep 1000 & echo $! > child", ""},
		"fails":                {"echo no such service; exit 5", "exit status 5\nthe last of what it said:\n  no such service"},
		"does not end":         {"echo hanging; sleep 1000", "it did not end in time"},
		"cannot be run at all": {"", "exec format error"},
	} {
		t.Run(name, func(t *testing.T) {
			text := "#!/bin/sh\n" + c.script + "\n"
			if c.script == "" {
				text = "\x00\x01"
			}
			dir := folder(t, map[string]string{"again": text, "profile.yaml": "api: {url: http://127.0.0.1:1/data}\nrestart: ./again\n"})
			target, err := Load(dir, os.LookupEnv)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			err = target.Restart(ctx, "OAUTHSPEC_ISSUER=http://127.0.0.1:9")
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if told, err := os.ReadFile(filepath.Join(dir, "told")); err == nil && string(told) != "http://127.0.0.1:9\n" {
				t.Errorf("it was told %q", told)
			}
			if _, err := os.Stat(filepath.Join(dir, "child")); err == nil {
				endChild(t, filepath.Join(dir, "child"))
			}
		})
	}
}
