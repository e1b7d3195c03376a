package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// fenced are the blocks of docs/load.md in one language.
func fenced(t *testing.T, language string) (all []string) {
	t.Helper()
	text, err := os.ReadFile("../../docs/load.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		all = append(all, m[1])
	}
	if len(all) == 0 {
		t.Fatalf("docs/load.md has no block in %s", language)
	}
	return all
}

// smaller makes a load of the page one for a busy machine: the same commands, with less of everything.
var smaller = strings.NewReplacer("--duration 30s", "--duration 1s --warmup 0s", "--duration 10s", "--duration 300ms --warmup 0s", "+20 seconds", "+3 seconds",
	"--limit 5m", "--limit 1m --start 20 --most 20 --hold 300ms --confirm 500ms --warmup 0s", "--rate 500", "--rate 50", "--rate 600", "--rate 60", "--rate 200", "--rate 40",
	"ramp:100,500", "ramp:10,50")

// busy is what commands may say that fail because the machine had something else to do.
var busy = regexp.MustCompile(`INVALID|valid repeats|began .* late|is not valid|CAPACITY|OBJECTIVE MISSED|is worse by`)

// TestCommandsOfTheLoadPage runs what docs/load.md has one type, one block after another in one folder, with ssh as
// nothing but another process. What they are to leave behind must be there.
func TestCommandsOfTheLoadPage(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip(err)
	}
	profile, stop := servedProfile(t)
	defer stop()
	dir := t.TempDir()
	if err := os.Symlink(filepath.Dir(profile), filepath.Join(dir, "my-server")); err != nil {
		t.Fatal(err)
	}
	for _, block := range fenced(t, "sh") {
		c := exec.Command("bash", "-uc", "ssh() { shift; \"$@\"; }\ntrap 'echo \"STATUS $? $BASH_COMMAND\"' ERR\n"+smaller.Replace(block))
		c.Dir = dir
		said, _ := c.CombinedOutput() // how each command ended stands in it
		if text := string(said); strings.Contains(text, "STATUS ") && !busy.MatchString(text) {
			t.Errorf("%s\n%s", block, text)
		}
	}
	for _, name := range []string{"load.json", "load.html", "capacity.html", "before.json", "after.json", "mine.json", "theirs.json", "shard-0.json", "shard-2.json", "job.yaml"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s was not written: %v", name, err)
		}
	}
}

// The commands of the CI matrix are understood: they fail for what is missing here, and for nothing else.
func TestMatrixOfTheLoadPage(t *testing.T) {
	var jobs struct {
		Jobs map[string]struct {
			Steps []struct {
				Run string `yaml:"run"`
			} `yaml:"steps"`
		} `yaml:"jobs"`
	}
	if err := yaml.Unmarshal([]byte(fenced(t, "yaml")[0]), &jobs); err != nil {
		t.Fatal(err)
	}
	filled := strings.NewReplacer("${{ matrix.shard }}", "1", "${{ needs.start.outputs.at }}", "2020-01-02T03:04:05Z")
	for job, want := range map[string]string{"shard": "--start-at 2020-01-02T03:04:05Z is over", "merge": "shard-0.json"} {
		said := ""
		for _, s := range jobs.Jobs[job].Steps {
			if s.Run != "" {
				c := exec.Command("bash", "-c", filled.Replace(s.Run))
				c.Dir = t.TempDir()
				out, _ := c.CombinedOutput() // it fails, as is to be
				said += string(out)
			}
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s: %s", job, said)
		}
	}
}
