//go:build !unix

package useragent

import (
	"errors"
	"os/exec"
)

func ownGroup(*exec.Cmd) {}

func killGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = cmd.Process.Kill()
	}
}

// canLaunch: inherited descriptors, over which the browser is spoken to, are a Unix matter in Go.
func canLaunch() error {
	return errors.New("a browser cannot be started on this system; start one and give its address with --browser-url")
}
