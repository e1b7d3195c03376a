package servers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A document is a profile as it stands in its file, with the place of everything in it.
type document struct {
	file, dir string
	env       Env
	root      *yaml.Node
}

// parse reads the file's text and refuses what has no place in a [Profile].
func (d *document) parse(text []byte) error {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var doc yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%s: the profile is empty: it needs at least an issuer", d.file)
	case err != nil:
		return d.foreign(err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: more than one YAML document: a profile is one", d.file)
	}
	d.root = doc.Content[0]
	s := shapes{document: d, seen: map[*yaml.Node]bool{}}
	s.check(d.root, reflect.TypeFor[Profile](), "")
	return s.err()
}

// target fills in the variables, those that a start script said before those of the environment, and validates what comes out.
func (d *document) target(name string, said map[string]string) (Target, error) {
	root := clone(d.root, map[*yaml.Node]*yaml.Node{})
	x := expansion{problems: problems{file: d.file}, document: d, said: said}
	x.expand(root)
	if err := x.err(); err != nil {
		return Target{}, err
	}
	t := Target{Name: name}
	if err := root.Decode(&t.Profile); err != nil {
		return Target{}, d.foreign(err)
	}
	if t.Profile.Issuer == "" {
		t.Profile.Issuer = said[issuerVariable]
	}
	v := validation{problems: problems{file: d.file}, dir: d.dir, lines: lines(root)}
	v.profile(&t.Profile)
	if err := v.err(); err != nil {
		return Target{}, err
	}
	t.Restart = restarting(t.Profile.Restart)
	var err error
	t.Roots, err = Roots(t.Profile.CA)
	return t, err
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// foreign puts the YAML library's error into our form: FILE:LINE: what is wrong.
func (d *document) foreign(err error) error {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		return fmt.Errorf("%s:%s: %s", d.file, m[1], m[2])
	}
	return fmt.Errorf("%s: %s", d.file, strings.TrimPrefix(err.Error(), "yaml: "))
}

// clone copies a tree of nodes, so that filling in variables leaves the document as it was.
func clone(n *yaml.Node, done map[*yaml.Node]*yaml.Node) *yaml.Node {
	if n == nil {
		return nil
	}
	if c, ok := done[n]; ok {
		return c
	}
	c := *n
	done[n] = &c
	c.Alias = clone(n.Alias, done)
	c.Content = make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		c.Content[i] = clone(child, done)
	}
	return &c
}

// problems collects what is wrong with one file, so that all of it is seen at once.
type problems struct {
	file  string
	plain bool // there is no file: the values came from flags
	all   []string
}

func (p *problems) add(line int, format string, args ...any) {
	if p.plain {
		p.all = append(p.all, fmt.Sprintf(format, args...))
		return
	}
	p.all = append(p.all, fmt.Sprintf("%s:%d: %s", p.file, line, fmt.Sprintf(format, args...)))
}

func (p *problems) err() error {
	if len(p.all) == 0 {
		return nil
	}
	return errors.New(strings.Join(p.all, "\n"))
}
