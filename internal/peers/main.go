// Command peers measures what a request costs several load generators: oauthspec's own engines beside wrk, vegeta, hey
// and k6, with the same requests for tokens to the same server, in turns; or, with -servers, what a token costs the
// reference server beside another. Read the ratios: figures depend on the machine, ratios on little else.
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
	servers        bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var o options
	flag.StringVar(&o.oauthspec, "oauthspec", "bin/oauthspec", "the `file` of oauthspec")
	flag.StringVar(&o.bin, "bin", "out/peers", "a `folder` with the other generators; those on PATH are found too")
	flag.IntVar(&o.rounds, "rounds", 5, "how often everybody has a turn")
	flag.IntVar(&o.conns, "connections", 16, "how many each keeps")
	flag.DurationVar(&o.duration, "duration", 5*time.Second, "of a turn, a whole number of seconds")
	flag.BoolVar(&o.pin, "pin", runtime.NumCPU() > 1, "give the generator one core, and the server the others (taskset)")
	flag.BoolVar(&o.servers, "servers", false, "measure the reference server beside another, not generators")
	flag.Parse()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, o options) error {
	if flag.NArg() > 0 || o.rounds < 1 || o.conns < 1 || o.duration < time.Second || o.duration%time.Second != 0 {
		return errors.New("want at least one round, one connection, whole seconds, and no arguments")
	}
	if _, err := exec.LookPath("taskset"); err != nil {
		o.pin = false
	}
	dir, err := os.MkdirTemp("", "oauthspec-peers-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if o.servers {
		return o.raceServers(ctx, dir)
	}
	for _, secure := range []bool{false, true} {
		if err := o.race(ctx, dir, secure); err != nil {
			return err
		}
	}
	return nil
}

// race gives every generator its turns against one server, and prints the table.
func (o options) race(ctx context.Context, dir string, secure bool) error {
	var flags []string
	if secure {
		flags = append(flags, "--tls")
	}
	s, err := o.serve(ctx, filepath.Join(dir, fmt.Sprint("server-", secure)), flags...)
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

// start is a short turn. What a long one takes more is what its requests take, without the start of the program.
const start = time.Second

// turn is one measurement.
func (o options) turn(ctx context.Context, e *entry, s *server) (turn, error) {
	short, n0, err := o.attack(ctx, e, s, start)
	if err != nil {
		return turn{}, err
	}
	long, n1, err := o.attack(ctx, e, s, start+o.duration)
	if err != nil {
		return turn{}, err
	}
	if n1 <= n0 {
		return turn{}, fmt.Errorf("%d requests in %s, and %d in %s more", n0, start, n1, o.duration)
	}
	n := float64(n1 - n0)
	return turn{cpu: float64((long - short).Nanoseconds()) / 1000 / n, rate: n / o.duration.Seconds()}, nil
}

// attack lets a generator do as many requests as it can for so long, and says what CPU time it took and how many there
// were. One that failed makes it an error.
func (o options) attack(ctx context.Context, e *entry, s *server, long time.Duration) (used time.Duration, n int64, err error) {
	dir, err := os.MkdirTemp(s.dir, "turn-*")
	if err != nil {
		return 0, 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, long+time.Minute)
	defer cancel()
	args, err := e.args(job{dir: dir, server: s, conns: o.conns, duration: long})
	if err != nil {
		return 0, 0, err
	}
	args = append([]string{e.path}, args...)
	if o.pin {
		args = append([]string{"taskset", "-c", fmt.Sprint(runtime.NumCPU() - 1)}, args...)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	out, err := os.Create(filepath.Join(dir, "stdout"))
	if err != nil {
		return 0, 0, err
	}
	defer out.Close()
	said := &strings.Builder{}
	cmd.Stdout, cmd.Stderr = out, said
	if err := cmd.Run(); err != nil {
		return 0, 0, fmt.Errorf("%w: %s", err, last(said.String()))
	}
	c, err := e.count(dir, e.path)
	if err != nil {
		return 0, 0, err
	}
	if c.wrong > 0 || c.right == 0 {
		return 0, 0, fmt.Errorf("%d requests went well and %d did not", c.right, c.wrong)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), c.right, nil
}

// last is the end of what a program said.
func last(text string) string {
	text = strings.TrimSpace(text)
	return text[max(0, len(text)-500):]
}
