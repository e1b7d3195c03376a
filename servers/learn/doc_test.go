package learn_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/servers/learn"
)

var block = regexp.MustCompile("(?s)```(sh|text)\n(.*?)```")

// TestCommandsOfThePage runs what docs/learn.md has one type, and looks for what it says comes of it. What starts with
// oauthspec is in the scripts of the command.
func TestCommandsOfThePage(t *testing.T) {
	for _, tool := range []string{"bash", "curl", "sed"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	g := newRig(t, learn.Options{})
	_, secret := g.token("api:read")
	scripts, err := os.ReadFile("../../cmd/oauthspec/testdata/learn.txtar")
	if err != nil {
		t.Fatal(err)
	}
	text, typed, said := read(t), "", ""
	for _, m := range block.FindAllStringSubmatch(text, -1) {
		switch {
		case m[1] == "text":
			for _, want := range strings.Split(strings.TrimSpace(m[2]), "\n") {
				if !strings.Contains(said, want) {
					t.Errorf("no %q in what came of\n%s\n%s", want, typed, said)
				}
			}
		case strings.HasPrefix(m[2], "oauthspec"):
			for _, line := range strings.Split(strings.TrimSpace(m[2]), "\n") {
				if !strings.Contains(string(scripts), line) {
					t.Errorf("no script runs %q", line)
				}
			}
		default:
			before := typed
			typed += m[2]
			said = g.bash(before, m[2], secret)
		}
	}
	for _, m := range regexp.MustCompile("`(oauthspec serve[^`]*)`").FindAllStringSubmatch(text, -1) {
		if !strings.Contains(string(scripts), m[1]) {
			t.Errorf("no script runs %q", m[1])
		}
	}
}

// bash runs a block after those before it, and gives what the block itself says.
func (g *rig) bash(before, block, secret string) string {
	g.t.Helper()
	c := exec.Command("bash", "-euc", "{ "+before+"\n:; } >/dev/null\n"+block)
	c.Env = append(os.Environ(), "ISSUER="+g.Issuer(), "API="+g.API(), "SECRET="+secret)
	out, err := c.CombinedOutput()
	if err != nil {
		g.t.Fatalf("%s\n%v\n%s", block, err, out)
	}
	return string(out)
}
