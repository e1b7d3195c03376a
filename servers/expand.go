package servers

import (
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// expansion fills variables into a profile's values. It works on parsed values, so that no secret can change what the
// YAML around it means.
type expansion struct {
	problems
	document *document
	said     map[string]string // what the start script said; it wins over the environment
}

var variable = regexp.MustCompile(`\$\{([^}]*)\}`)

func (x *expansion) expand(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && strings.Contains(n.Value, "${") {
		n.Value = variable.ReplaceAllStringFunc(n.Value, func(m string) string { return x.value(n, m[2:len(m)-1]) })
		n.Tag = "!!str"
	}
	for _, child := range n.Content {
		x.expand(child)
	}
}

func (x *expansion) value(n *yaml.Node, name string) string {
	if path, ok := strings.CutPrefix(name, "file:"); ok {
		if !filepath.IsAbs(path) {
			path = filepath.Join(x.document.dir, path)
		}
		text, err := readBounded(path)
		if err != nil {
			x.add(n.Line, "${%s}: %v", name, err)
		}
		return strings.TrimRight(string(text), "\r\n")
	}
	if v, ok := x.said[name]; ok {
		return v
	}
	v, ok := x.document.env(name)
	switch {
	case !ok:
		x.add(n.Line, "the environment variable %s is not set", name)
	case v == "":
		x.add(n.Line, "the environment variable %s is empty", name)
	}
	return v
}
