package useragent

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// A process is a browser that was started here, with the folder it lives in.
type process struct {
	cmd  *exec.Cmd
	dir  string
	pipe *pipe
	done chan struct{} // closed when it has ended
	said *tail         // the end of what it wrote
}

// launch starts a browser that answers on a pipe.
func launch(o RodOptions) (*process, error) {
	if err := canLaunch(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "oauthspec-browser-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the browser: %w", err)
	}
	p, theirs, err := newPipe()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make the browser's pipe: %w", err), os.RemoveAll(dir))
	}
	b := &process{dir: dir, pipe: p, done: make(chan struct{}), said: &tail{}}
	b.cmd = exec.Command(o.Binary, arguments(o, dir)...)
	b.cmd.ExtraFiles, b.cmd.Stdout, b.cmd.Stderr = theirs, b.said, b.said
	b.cmd.WaitDelay = time.Second // a child that kept standard error open must not hold up the end
	// What the browser writes on its own (caches, crash reports, fonts) belongs into its folder too.
	b.cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir, "TMPDIR="+dir)
	ownGroup(b.cmd)
	err = b.cmd.Start()
	for _, f := range theirs {
		f.Close()
	}
	if err != nil {
		p.Close()
		return nil, errors.Join(fmt.Errorf("start the browser %s: %w", o.Binary, err), os.RemoveAll(dir))
	}
	go func() {
		_ = b.cmd.Wait()
		close(b.done)
	}()
	return b, nil
}

// arguments are the browser's flags: none of them for looks, each to keep it quiet, closed and reproducible.
func arguments(o RodOptions, dir string) []string {
	args := []string{
		"--headless", "--remote-debugging-pipe", "--user-data-dir=" + dir, "--no-first-run", "--no-startup-window",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
		"--disable-breakpad", "--disable-crash-reporter", "--disable-domain-reliability", "--disable-client-side-phishing-detection",
		"--no-pings", "--no-default-browser-check", "--metrics-recording-only", "--disable-extensions", "--disable-gpu",
		"--disable-dev-shm-usage", "--disable-popup-blocking", "--disable-hang-monitor", "--disable-prompt-on-repost",
		"--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
		"--password-store=basic", "--use-mock-keychain", "--mute-audio", "--hide-scrollbars", "--window-size=1024,768", "--lang=en",
		"--disable-features=Translate,AutofillServerCommunication,OptimizationHints,MediaRouter,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable," +
			"LocalNetworkAccessChecks,IsolateOrigins,site-per-process", "--disable-site-isolation-trials",
	}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // as root Chromium refuses to start with its sandbox
	}
	if o.LoopbackOnly {
		args = append(args, "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]")
	}
	return args
}

// end stops the browser, politely for as long as patience lasts, and removes its folder.
func (b *process) end(patience time.Duration) error {
	b.pipe.Close()
	select {
	case <-b.done:
	case <-time.After(patience):
	}
	killGroup(b.cmd) // its children too: some outlive it for a moment
	select {
	case <-b.done:
	case <-time.After(5 * time.Second):
		return fmt.Errorf("the browser (process %d) does not end", b.cmd.Process.Pid)
	}
	var err error
	for range 20 { // a child that is just dying may still write
		if err = os.RemoveAll(b.dir); err == nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("remove the browser's folder: %w", err)
}
