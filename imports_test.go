package oauthspec_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/oauthspec/oauthspec"

// mayImport says which packages of ours each package may import: down only. A package that is not here fails the test.
var mayImport = map[string]string{
	"cmd/oauthspec":              ". features internal/exchange internal/nearest internal/secure internal/trial internal/verdict internal/wrap loadtest reports servers servers/authserver servers/builtin servers/harness servers/learn",
	".":                          "features internal/exchange internal/nearest internal/oauth internal/tags internal/useragent internal/verdict internal/wrap reports servers steps",
	"steps":                      "features internal/check internal/exchange internal/oauth internal/useragent internal/verdict servers",
	"loadtest":                   "internal/check internal/nearest internal/oauth internal/useragent reports servers",
	"reports":                    "features internal/exchange internal/nearest internal/verdict internal/wrap",
	"features":                   "internal/verdict",
	"servers":                    "internal/nearest servers/profiles",
	"servers/builtin":            "internal/secure servers servers/authserver servers/client servers/fault servers/harness servers/resource servers/seam",
	"servers/harness":            "internal/secure servers servers/authserver",
	"servers/authserver":         "servers/fault servers/seam",
	"servers/client":             "servers/fault servers/seam",
	"servers/client/spa":         "",
	"servers/learn":              "features internal/exchange internal/nearest servers/authserver servers/client servers/client/spa servers/fault servers/resource",
	"servers/resource":           "servers/fault servers/seam",
	"servers/seam":               "",
	"servers/fault":              "",
	"servers/profiles":           "",
	"internal/check":             "internal/oauth internal/verdict",
	"internal/oauth":             "",
	"internal/peers":             "servers",
	"internal/useragent":         "internal/useragent/rodflag",
	"internal/useragent/rodflag": "",
	"internal/exchange":          "",
	"internal/nearest":           "",
	"internal/secure":            "",
	"internal/tags":              "",
	"internal/trial":             ". internal/verdict servers servers/builtin",
	"internal/wrap":              "",
	"internal/verdict":           "",
}

// mayUse says what else the leaves may import, besides the standard library.
var mayUse = map[string]string{
	"internal/check":     "github.com/go-jose/go-jose/v4",
	"internal/oauth":     "github.com/go-jose/go-jose/v4",
	"internal/useragent": "github.com/PuerkitoBio/goquery github.com/go-rod/rod golang.org/x/net/html",
	"internal/exchange":  "",
	"internal/nearest":   "",
	"internal/secure":    "",
	"internal/tags":      "",
	"internal/wrap":      "",
	"internal/verdict":   "",
	"reports":            "github.com/HdrHistogram/hdrhistogram-go",
	"servers":            "go.yaml.in/yaml/v3",
	"servers/fault":      "",
}

// mustNotLink says what must not be reached, however far down: the two oracles share no OAuth code, and who only
// describes a target does not carry an authorization server.
var mustNotLink = map[string]string{
	"servers/authserver": module + "/internal/oauth " + module + "/internal/check " + module + "/steps",
	"servers/client":     module + "/internal/oauth " + module + "/internal/check " + module + "/steps " + module + "/servers/authserver",
	"servers/resource":   module + "/internal/oauth " + module + "/internal/check " + module + "/steps " + module + "/servers/authserver",
	"servers":            "github.com/ory/fosite",
	"steps":              "github.com/ory/fosite",
	".":                  "github.com/ory/fosite",
}

type pkg struct {
	ImportPath    string
	Standard      bool
	Imports, Deps []string
}

func TestImportsPointDown(t *testing.T) {
	all := listed(t)
	for _, p := range all {
		name, ours := short(p.ImportPath)
		if !ours {
			continue
		}
		allowed, known := mayImport[name]
		if !known {
			t.Errorf("%s: say in mayImport what it may import", name)
		}
		others, strict := mayUse[name]
		for _, path := range p.Imports {
			to, ours := short(path)
			switch {
			case ours && !slices.Contains(strings.Fields(allowed), to):
				t.Errorf("%s must not import %s", name, to)
			case !ours && strict && !all[path].Standard && !below(path, others):
				t.Errorf("%s must not import %s", name, path)
			}
		}
		for _, path := range p.Deps {
			if not := mustNotLink[name]; not != "" && below(path, not) {
				t.Errorf("%s must not link %s", name, path)
			}
		}
	}
}

// listed is every package that the module's own reach, by import path.
func listed(t *testing.T) map[string]pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports,Deps", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	all := map[string]pkg{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		switch err := d.Decode(&p); {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}

// short is a package of ours as the tables name it.
func short(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// below says whether a path is one of those, or under one.
func below(path, those string) bool {
	return slices.ContainsFunc(strings.Fields(those), func(one string) bool {
		return path == one || strings.HasPrefix(path, one+"/")
	})
}
