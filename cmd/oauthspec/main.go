// Command oauthspec judges OAuth 2.0 and OpenID Connect servers against an executable specification, proves that each
// of its checks is able to fail, and serves reference servers to learn from.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(run()) }

func run() int {
	log.SetOutput(logFilter{os.Stderr})
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the process at once
	return newApp(os.Stdin, os.Stdout, os.Stderr, os.LookupEnv).run(ctx, os.Args[1:])
}
