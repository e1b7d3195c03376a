package servers

import (
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/oauthspec/oauthspec/internal/nearest"
)

// shapes checks that every node has the place and the kind that the Go type gives it. The YAML library would do so too,
// but it names Go types where a reader wants the field, and it knows no nearest name.
type shapes struct {
	problems
	document *document
	seen     map[*yaml.Node]bool // aliases may repeat a node, even without end
}

func (s *shapes) check(n *yaml.Node, t reflect.Type, path string) {
	s.file = s.document.file
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if s.seen[n] || n.ShortTag() == "!!null" {
		return
	}
	s.seen[n] = true
	switch t.Kind() {
	case reflect.Pointer:
		delete(s.seen, n)
		s.check(n, t.Elem(), path)
	case reflect.Struct:
		s.fields(n, t, path)
	case reflect.Map:
		if s.kind(n, yaml.MappingNode, path) {
			for i := 1; i < len(n.Content); i += 2 {
				s.check(n.Content[i], t.Elem(), join(path, n.Content[i-1].Value))
			}
		}
	case reflect.Slice:
		if s.kind(n, yaml.SequenceNode, path) {
			for _, child := range n.Content {
				s.check(child, t.Elem(), path)
			}
		}
	case reflect.Bool:
		if s.kind(n, yaml.ScalarNode, path) && n.ShortTag() != "!!bool" {
			s.add(n.Line, "%s: want true or false", path)
		}
	case reflect.String:
		s.kind(n, yaml.ScalarNode, path)
	}
}

func (s *shapes) fields(n *yaml.Node, t reflect.Type, path string) {
	if !s.kind(n, yaml.MappingNode, path) {
		return
	}
	types, names := map[string]reflect.Type{}, []string(nil)
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		types[name], names = t.Field(i).Type, append(names, name)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		of, ok := types[key.Value]
		if !ok && key.ShortTag() != "!!merge" {
			s.add(key.Line, "unknown field %q%s%s", key.Value, in(path), nearest.Hint(key.Value, names))
		}
		if ok {
			s.check(n.Content[i+1], of, join(path, key.Value))
		}
	}
}

func (s *shapes) kind(n *yaml.Node, want yaml.Kind, path string) bool {
	if n.Kind == want {
		return true
	}
	names := map[yaml.Kind]string{yaml.MappingNode: "fields", yaml.SequenceNode: "a list", yaml.ScalarNode: "one value"}
	if path == "" {
		path = "the profile"
	}
	s.add(n.Line, "%s: want %s, got %s", path, names[want], names[n.Kind])
	return false
}

func in(path string) string {
	if path == "" {
		return ""
	}
	return " in " + path
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
