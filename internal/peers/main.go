// Command peers measures what a request costs several load generators: oauthspec's own engines beside wrk, vegeta, hey
// and k6, with the same requests for tokens to the same server, in turns. Read the ratios: both depend on the machine,
// they on little else.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// options are the flags.
type options struct {
	oauthspec, bin string
	rounds, conns  int
	duration       time.Duration
	pin            bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var o options
	flag.StringVar(&o.oauthspec, "oauthspec", "bin/oauthspec", "the `file` of oauthspec")
	flag.StringVar(&o.bin, "bin", "out/peers", "a `folder` with the other generators; those on PATH are found too")
	flag.IntVar(&o.rounds, "rounds", 5, "how often everybody has a turn")
	flag.IntVar(&o.conns, "connections", 16, "how many each keeps")
	flag.DurationVar(&o.duration, "duration", 5*time.Second, "of a turn")
	flag.BoolVar(&o.pin, "pin", runtime.NumCPU() > 1, "give the generator one core, and the server the others (taskset)")
	flag.Parse()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, o options) error {
	if flag.NArg() > 0 || o.rounds < 1 || o.conns < 1 || o.duration < time.Second {
		return errors.New("want at least one round, one connection and a second, and no arguments")
	}
	if _, err := exec.LookPath("taskset"); err != nil {
		o.pin = false
	}
	dir, err := os.MkdirTemp("", "oauthspec-peers-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, secure := range []bool{false, true} {
		if err := o.race(ctx, dir, secure); err != nil {
			return err
		}
	}
	return nil
}

// race gives every generator its turns against one server, and prints the table.
func (o options) race(ctx context.Context, dir string, secure bool) error {
	s, err := o.serve(ctx, filepath.Join(dir, fmt.Sprint("server-", secure)), secure)
	if err != nil {
		return err
	}
	defer s.stop()
	var all []*entry
	for _, g := range generators {
		path, err := o.find(g.file)
		if err != nil {
			fmt.Printf("%s is left out: it is not installed\n", g.name)
			continue
		}
		all = append(all, &entry{generator: g, path: path})
	}
	for round := range o.rounds {
		for i := range all { // in another order each time
			e := all[(i+round)%len(all)]
			t, err := o.turn(ctx, e, s)
			if err != nil {
				return fmt.Errorf("%s: %w", e.name, err)
			}
			e.turns = append(e.turns, t)
		}
	}
	fmt.Print(table(all, fmt.Sprintf("%s, %d connections, %d turns of %s each, on %d cores%s", map[bool]string{false: "HTTP/1.1", true: "HTTP/1.1 over TLS 1.3"}[secure],
		o.conns, o.rounds, o.duration, runtime.NumCPU(), map[bool]string{true: ", one of them the generator's", false: ""}[o.pin])))
	return nil
}

// find is where a generator is.
func (o options) find(name string) (string, error) {
	if name == "oauthspec" {
		return filepath.Abs(o.oauthspec)
	}
	if path := filepath.Join(o.bin, name); exec.Command(path).Path != "" {
		if _, err := os.Stat(path); err == nil {
			return filepath.Abs(path)
		}
	}
	return exec.LookPath(name)
}

// turn is one measurement.
func (o options) turn(ctx context.Context, e *entry, s *server) (turn, error) {
	dir, err := os.MkdirTemp(s.dir, "turn-*")
	if err != nil {
		return turn{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, o.duration+time.Minute)
	defer cancel()
	args, err := e.args(job{dir: dir, server: s, conns: o.conns, duration: o.duration})
	if err != nil {
		return turn{}, err
	}
	args = append([]string{e.path}, args...)
	if o.pin {
		args = append([]string{"taskset", "-c", fmt.Sprint(runtime.NumCPU() - 1)}, args...)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	out, err := os.Create(filepath.Join(dir, "stdout"))
	if err != nil {
		return turn{}, err
	}
	defer out.Close()
	said := &strings.Builder{}
	cmd.Stdout, cmd.Stderr = out, said
	if err := cmd.Run(); err != nil {
		return turn{}, fmt.Errorf("%w: %s", err, last(said.String()))
	}
	n, err := e.count(dir, e.path)
	if err != nil {
		return turn{}, err
	}
	if n.wrong > 0 || n.right == 0 {
		return turn{}, fmt.Errorf("%d requests went well and %d did not", n.right, n.wrong)
	}
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return turn{cpu: float64(used.Nanoseconds()) / 1000 / float64(n.right), rate: float64(n.right) / o.duration.Seconds()}, nil
}

// last is the end of what a program said.
func last(text string) string {
	text = strings.TrimSpace(text)
	return text[max(0, len(text)-500):]
}
