package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/internal/exchange"
	"github.com/oauthspec/oauthspec/servers"
)

// Exit statuses. 1 is a requirement that failed, or a check that the proof found unable to.
const (
	statusFail        = 1
	statusUsage       = 2 // also: broken, interrupted, bad configuration, nothing judged
	statusUnreachable = 3
)

// A status ends the command with an exit status and says nothing more: what there is to say is in the report.
type status int

// Error satisfies the interface; nobody prints it.
func (s status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// An app is what a command may touch of the world outside.
type app struct {
	in       io.Reader
	out, err io.Writer
	env      servers.Env
	secrets  *exchange.Secrets
}

func newApp(in io.Reader, out, err io.Writer, env servers.Env) *app {
	return &app{in: in, out: out, err: err, env: env, secrets: &exchange.Secrets{}}
}

// run executes a command line and returns its exit status.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var said status
	switch {
	case err == nil:
		return 0
	case errors.As(err, &said):
		return int(said)
	case ctx.Err() != nil:
		fmt.Fprintln(a.err, "oauthspec: interrupted")
		return statusUsage
	}
	fmt.Fprintf(a.err, "oauthspec: %s\n", plain(a.secrets.Error(err).Error()))
	if unreachable := new(oauthspec.UnreachableError); errors.As(err, &unreachable) {
		return statusUnreachable
	}
	return statusUsage
}

// plain drops what a terminal would obey: an error may quote what a target sent.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
