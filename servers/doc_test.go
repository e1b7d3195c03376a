package servers

import (
	"cmp"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fields are the names of all that a profile can hold, by path.
func fields(t reflect.Type, path string) (all []string) {
	switch t.Kind() {
	case reflect.Pointer:
		return fields(t.Elem(), path)
	case reflect.Slice:
		return fields(t.Elem(), path+"[]")
	case reflect.Struct:
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
			at := join(path, name)
			all = append(append(all, at), fields(t.Field(i).Type, at)...)
		}
	}
	return all
}

var (
	row    = regexp.MustCompile("(?m)^\\| (`[^|]+`) \\|")
	quoted = regexp.MustCompile("`([^`]+)`")
	block  = regexp.MustCompile("(?s)```yaml\n(.*?)```")
	asked  = regexp.MustCompile(`trait\("([^"]+)"\)`)
)

// rows are what the first columns of a section's table name.
func rows(t *testing.T, text, section string) (all []string) {
	t.Helper()
	_, after, found := strings.Cut(text, "\n## "+section+"\n")
	if !found {
		t.Fatalf("there is no section %q", section)
	}
	after, _, _ = strings.Cut(after, "\n## ")
	for _, m := range row.FindAllStringSubmatch(after, -1) {
		for _, name := range quoted.FindAllStringSubmatch(m[1], -1) {
			all = append(all, name[1])
		}
	}
	return all
}

func TestTheDocumentOfProfiles(t *testing.T) {
	b, err := os.ReadFile("../docs/profile.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	same(t, "fields", rows(t, text, "Every field"), fields(reflect.TypeFor[Profile](), ""))
	same(t, "kinds", rows(t, text, "Kinds of client"), kinds)
	for _, a := range allAuths {
		if !strings.Contains(text, "`"+a+"`") {
			t.Errorf("auth: %s is not told of", a)
		}
	}
	traits := rows(t, text, "Traits")
	steps, err := os.ReadDir("../steps")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range steps {
		source, err := os.ReadFile("../steps/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(source), -1) {
			if !slices.Contains(traits, m[1]) {
				t.Errorf("%s asks for the trait %s, which is not told of", f.Name(), m[1])
			}
		}
	}
	env := Env(func(name string) (string, bool) {
		return cmp.Or(map[string]string{"SIGNING_KEY": `{"kty":"EC","crv":"P-256","x":"x","y":"y","d":"d"}`}[name], "secret-of-"+name), true
	})
	examples := block.FindAllStringSubmatch(text, -1)
	if len(examples) < 3 {
		t.Errorf("there are %d examples", len(examples))
	}
	for _, m := range examples {
		if _, err := Load(folder(t, map[string]string{"profile.yaml": m[1]}), env); err != nil {
			t.Errorf("%v\nin\n%s", err, m[1])
		}
	}
}

func same(t *testing.T, what string, told, are []string) {
	t.Helper()
	told, are = slices.Sorted(slices.Values(told)), slices.Sorted(slices.Values(are))
	for _, name := range are {
		if !slices.Contains(told, name) {
			t.Errorf("%s: %s is not told of", what, name)
		}
	}
	for _, name := range told {
		if !slices.Contains(are, name) {
			t.Errorf("%s: there is no %s", what, name)
		}
	}
}
