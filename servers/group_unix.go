//go:build unix

package servers

import (
	"os/exec"
	"syscall"
	"time"
)

// ownGroup puts what is started into a process group of its own, so that all of it can be ended, and so that an
// interrupt typed at the terminal reaches us first.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// endGroup asks a process group to end, waits for its leader, and ends by force what is left.
func endGroup(group int, ended <-chan error) {
	_ = syscall.Kill(-group, syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(grace):
	}
	_ = syscall.Kill(-group, syscall.SIGKILL)
	<-ended
}
