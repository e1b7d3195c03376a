//go:build !unix

package servers

import (
	"os"
	"os/exec"
)

func ownGroup(*exec.Cmd) {}

// endGroup ends the process alone: there are no process groups here.
func endGroup(pid int, ended <-chan error) {
	if p, err := os.FindProcess(pid); err == nil {
		_ = p.Kill()
	}
	<-ended
}
