package useragent

import (
	"context"
	"flag"
	"testing"
	"time"
)

// chromium starts the browser for a test, or skips it with the reason.
func chromium(t testing.TB, with ...func(*RodOptions)) Driver {
	path, why := FindBrowser("")
	if path == "" {
		t.Skip(why)
	}
	o := RodOptions{Binary: path, LoopbackOnly: true, Timeout: 15 * time.Second}
	for _, f := range with {
		f(&o)
	}
	d, err := NewRod(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func TestRod(t *testing.T) {
	d := chromium(t)
	for _, c := range table {
		if c.only != "form" {
			t.Run(c.name, func(t *testing.T) { run(t, d, c) })
		}
	}
}

func TestRodLeavesTheCommandLineAlone(t *testing.T) {
	if flag.Lookup("rod") != nil {
		t.Error("rod has registered its flag")
	}
}
