package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// A job is what a generator is asked to do: as many requests as it can, for so long, over so many connections.
type job struct {
	dir      string // for its files
	server   *server
	conns    int
	duration time.Duration
}

// counted is what came of a turn.
type counted struct{ right, wrong int64 }

// A generator is how one is called, and how its results are read.
type generator struct {
	name, file string
	judges     string // what it looks at in an answer
	args       func(job) ([]string, error)
	count      func(dir, path string) (counted, error)
}

var generators = []generator{
	{"wrk", "wrk", "nothing", wrkArgs, wrkCount},
	{"oauthspec, own loop", "oauthspec", "everything", ownArgs("lean"), ownCount},
	{"oauthspec, vegeta's loop", "oauthspec", "everything", ownArgs("vegeta"), ownCount},
	{"vegeta", "vegeta", "status", vegetaArgs, vegetaCount},
	{"hey", "hey", "status", heyArgs, heyCount},
	{"k6", "k6", "status", k6Args, k6Count},
}

// basic is the header field of a client that authenticates with HTTP Basic (RFC 6749 section 2.3.1).
func basic(id, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(id)+":"+url.QueryEscape(secret)))
}

func ownArgs(engine string) func(job) ([]string, error) {
	return func(j job) ([]string, error) {
		return []string{"bench", "--target", j.server.profile, "--max", "--warmup", "0s", "--duration", fmt.Sprint(j.duration), "--workers", strconv.Itoa(j.conns),
			"--engine", engine, "--as", machine, "--report", "json=report.json"}, nil
	}
}

func ownCount(dir, _ string) (counted, error) {
	var r struct {
		Sent     int64
		Outcomes struct{ OK int64 }
	}
	err := readJSON(filepath.Join(dir, "report.json"), &r)
	return counted{r.Outcomes.OK, r.Sent - r.Outcomes.OK}, err
}

func wrkArgs(j job) ([]string, error) {
	script := fmt.Sprintf("wrk.method = \"POST\"\nwrk.body = %q\nwrk.headers[\"Content-Type\"] = %q\nwrk.headers[\"Authorization\"] = %q\n", form, media, j.server.header)
	return []string{"-t1", "-c" + strconv.Itoa(j.conns), "-d" + fmt.Sprint(int(j.duration.Seconds())) + "s", "-s", "post.lua", j.server.token},
		os.WriteFile(filepath.Join(j.dir, "post.lua"), []byte(script), 0o600)
}

var (
	wrkSent   = regexp.MustCompile(`(\d+) requests in`)
	wrkFailed = regexp.MustCompile(`Non-2xx or 3xx responses: (\d+)|Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)`)
)

func wrkCount(dir, _ string) (n counted, err error) {
	b, err := os.ReadFile(filepath.Join(dir, "stdout"))
	if err != nil {
		return n, err
	}
	n.right, err = number(wrkSent, b)
	for _, m := range wrkFailed.FindAllSubmatch(b, -1) {
		for _, part := range m[1:] {
			if k, err := strconv.ParseInt(string(part), 10, 64); err == nil {
				n.wrong += k
			}
		}
	}
	return n, err
}

func heyArgs(j job) ([]string, error) {
	return []string{"-z", fmt.Sprint(j.duration), "-c", strconv.Itoa(j.conns), "-m", "POST", "-T", media, "-H", "Authorization: " + j.server.header, "-d", form, j.server.token}, nil
}

var heyStatus = regexp.MustCompile(`\[(\d{3})\]\s+(\d+) responses`)

func heyCount(dir, _ string) (n counted, err error) {
	b, err := os.ReadFile(filepath.Join(dir, "stdout"))
	if err != nil {
		return n, err
	}
	for _, m := range heyStatus.FindAllSubmatch(b, -1) {
		k, err := strconv.ParseInt(string(m[2]), 10, 64)
		if err != nil {
			return n, err
		}
		if string(m[1]) == "200" {
			n.right += k
		} else {
			n.wrong += k
		}
	}
	return n, nil
}

func vegetaArgs(j job) ([]string, error) {
	target := fmt.Sprintf("POST %s\nContent-Type: %s\nAuthorization: %s\n@body\n", j.server.token, media, j.server.header)
	c := strconv.Itoa(j.conns)
	return []string{"attack", "-targets", "target", "-insecure", "-http2=false", "-rate", "0", "-workers", c, "-max-workers", c, "-connections", c, "-duration", fmt.Sprint(j.duration), "-output", "results"},
		errors.Join(os.WriteFile(filepath.Join(j.dir, "target"), []byte(target), 0o600), os.WriteFile(filepath.Join(j.dir, "body"), []byte(form), 0o600))
}

// vegetaCount lets vegeta read its own results, which counts for nothing.
func vegetaCount(dir, path string) (n counted, err error) {
	cmd := exec.Command(path, "report", "-type", "json", "-output", "report.json", "results")
	cmd.Dir = dir
	if err := cmd.Run(); err != nil {
		return n, fmt.Errorf("vegeta report: %w", err)
	}
	var r struct {
		Requests int64
		Codes    map[string]int64 `json:"status_codes"`
	}
	err = readJSON(filepath.Join(dir, "report.json"), &r)
	return counted{r.Codes["200"], r.Requests - r.Codes["200"]}, err
}

func k6Args(j job) ([]string, error) {
	script := fmt.Sprintf(`import http from 'k6/http';
export const options = { vus: %d, duration: %q, insecureSkipTLSVerify: true, summaryTrendStats: ['p(99)'] };
const params = { headers: { 'Content-Type': %q, Authorization: %q } };
export default function () { http.post(%q, %q, params); }
`, j.conns, j.duration, media, j.server.header, j.server.token, form)
	return []string{"run", "--quiet", "--no-usage-report", "--summary-export", "summary.json", "post.js"}, os.WriteFile(filepath.Join(j.dir, "post.js"), []byte(script), 0o600)
}

func k6Count(dir, _ string) (counted, error) {
	var r struct {
		Metrics struct {
			Sent struct{ Count int64 } `json:"http_reqs"`
			Bad  struct {
				Passes int64 // how often "failed" was true
			} `json:"http_req_failed"`
		}
	}
	err := readJSON(filepath.Join(dir, "summary.json"), &r)
	return counted{r.Metrics.Sent.Count - r.Metrics.Bad.Passes, r.Metrics.Bad.Passes}, err
}

func readJSON(path string, to any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, to); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return nil
}

func number(re *regexp.Regexp, b []byte) (int64, error) {
	m := re.FindSubmatch(b)
	if m == nil {
		return 0, fmt.Errorf("its output has no %q", re)
	}
	return strconv.ParseInt(string(m[1]), 10, 64)
}
