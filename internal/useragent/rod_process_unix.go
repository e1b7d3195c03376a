//go:build unix

package useragent

import (
	"os/exec"
	"syscall"
)

// ownGroup puts a browser and its children into a process group of their own: they are ended together, and the terminal's
// interrupt reaches them only through us.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup ends a browser with all its children.
func killGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
}

// canLaunch reports whether a browser can be started here at all.
func canLaunch() error { return nil }
