package loadtest

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/oauthspec/oauthspec/reports"
)

// userHZ is the unit of times in /proc (proc(5)); it is 100 on every architecture that Go runs on.
const userHZ = 100

func measure(pid int) (u usage) {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) == nil {
		u.own = time.Duration(r.Utime.Nano() + r.Stime.Nano())
	}
	if pid > 0 {
		u.target, u.memory = tree(pid)
	}
	u.busy, u.total = machineTicks()
	return u
}

// A proc is one line of /proc/PID/stat.
type proc struct {
	parent int
	cpu    time.Duration
	memory int64
}

// tree adds up a process and its descendants.
func tree(pid int) (cpu time.Duration, memory int64) {
	all := map[int]proc{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, f := range files {
		if id, p, ok := stat(f); ok {
			all[id] = p
		}
	}
	for id, p := range all {
		for up, hops := id, 0; up > 1 && hops < 64; up, hops = all[up].parent, hops+1 {
			if up == pid {
				cpu, memory = cpu+p.cpu, memory+p.memory
				break
			}
		}
	}
	return cpu, memory
}

// Started is the process that this one started last, 0 where there is none: a target's that was started here.
func Started() int {
	found := 0
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, f := range files {
		if id, p, ok := stat(f); ok && p.parent == os.Getpid() {
			found = max(found, id)
		}
	}
	return found
}

// stat reads /proc/PID/stat; the time of children that have ended is in it.
func stat(file string) (id int, p proc, ok bool) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, p, false // it has ended
	}
	i := strings.LastIndexByte(string(text), ')') // the name before it may hold anything
	fields := strings.Fields(string(text[i+1:]))
	if i < 0 || len(fields) < 22 {
		return 0, p, false
	}
	n := func(i int) int64 { v, _ := strconv.ParseInt(fields[i], 10, 64); return v }
	id, err = strconv.Atoi(filepath.Base(filepath.Dir(file)))
	p.parent = int(n(1))
	p.cpu = time.Duration(n(11)+n(12)+n(13)+n(14)) * time.Second / userHZ
	p.memory = n(21) * int64(os.Getpagesize())
	return id, p, err == nil
}

func machineTicks() (busy, total float64) {
	text, _ := os.ReadFile("/proc/stat")
	line, _, _ := strings.Cut(string(text), "\n")
	for i, f := range strings.Fields(line) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || i > 8 { // guest time is within user time
			continue
		}
		total += v
		if i != 4 && i != 5 { // idle, and waiting for a disk
			busy += v
		}
	}
	return busy, total
}

// describe is this machine.
func describe() reports.Machine {
	m := reports.Machine{OS: runtime.GOOS, Arch: runtime.GOARCH, Cores: runtime.NumCPU(), Go: runtime.Version()}
	m.CPU = line("/proc/cpuinfo", "model name")
	if kb, err := strconv.ParseInt(strings.TrimSuffix(line("/proc/meminfo", "MemTotal"), " kB"), 10, 64); err == nil {
		m.MemoryBytes = kb << 10
	}
	text, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(text), " ")
	m.LoadAverage, _ = strconv.ParseFloat(first, 64)
	return m
}

// line is what follows a name in a file of "name : value" lines.
func line(file, name string) string {
	text, _ := os.ReadFile(file)
	for l := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// descriptors refuses more workers than there can be connections.
func descriptors(workers int) error {
	var l syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l) == nil && l.Cur < uint64(workers)+spareFiles {
		return refusef("%d workers need %d file descriptors, and the limit is %d: raise it (ulimit -n) or lower --workers", workers, workers+spareFiles, l.Cur)
	}
	return nil
}

// spareFiles are those that are not the workers' connections.
const spareFiles = 64
