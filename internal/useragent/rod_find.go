package useragent

import (
	"fmt"
	"os"
	"os/exec"

	"github.com/go-rod/rod/lib/launcher"
)

// BrowserEnv is the environment variable that names the browser to use.
const BrowserEnv = "OAUTHSPEC_BROWSER"

// FindBrowser looks for a Chromium: the one given, the one $OAUTHSPEC_BROWSER names, chromium-headless-shell, then what rod
// knows of. The headless shell comes first among those because it does a flow in a fraction of the time and calls no one.
// With an empty path, why says what was looked for and how to get one. Nothing is ever downloaded.
func FindBrowser(explicit string) (path, why string) {
	for _, named := range []struct{ by, path string }{{"--browser", explicit}, {"$" + BrowserEnv, os.Getenv(BrowserEnv)}} {
		if named.path == "" {
			continue
		}
		found, err := exec.LookPath(named.path)
		if err != nil {
			return "", fmt.Sprintf("%s names a browser that cannot be run: %v", named.by, err)
		}
		return found, named.by
	}
	for _, name := range []string{"chromium-headless-shell", "chrome-headless-shell", "headless_shell"} {
		if found, err := exec.LookPath(name); err == nil {
			return found, name + " in the PATH"
		}
	}
	if found, ok := launcher.LookPath(); ok {
		return found, "a browser in a usual place"
	}
	return "", "no Chromium found: install chromium-headless-shell (Debian, Ubuntu: apt-get install chromium-headless-shell), or name one with --browser or $" + BrowserEnv
}
