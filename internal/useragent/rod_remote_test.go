package useragent

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"testing"
)

// A browser that somebody else started is used and left running.
func TestRodRemote(t *testing.T) {
	path, why := FindBrowser("")
	if path == "" {
		t.Skip(why)
	}
	args := []string{"--headless", "--remote-debugging-port=0", "--no-sandbox", "--no-startup-window", "--user-data-dir=" + t.TempDir()}
	browser := exec.Command(path, args...)
	ownGroup(browser)
	said, err := browser.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := browser.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { killGroup(browser); _ = browser.Wait() }()
	address := ""
	for lines := bufio.NewScanner(said); address == "" && lines.Scan(); {
		if m := regexp.MustCompile(`ws://([^/]+)/`).FindStringSubmatch(lines.Text()); m != nil {
			address = m[1]
		}
	}
	mux := http.NewServeMux()
	simple(mux)
	server := httptest.NewServer(mux)
	defer server.Close()
	for range 2 {
		d, err := NewRod(context.Background(), RodOptions{RemoteURL: "http://" + address})
		if err != nil {
			t.Fatal(err)
		}
		if land := open(t, session(t, d), Start{URL: server.URL + "/authorize"}, Plan{Consent: true}); !land.Stopped {
			t.Errorf("landed at %s", land.RawURL)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestRodRemoteIsNoBrowser(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	if d, err := NewRod(context.Background(), RodOptions{RemoteURL: server.URL}); err == nil {
		t.Errorf("connected to %s", d.Name())
	}
}
