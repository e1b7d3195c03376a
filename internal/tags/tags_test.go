package tags

import (
	"slices"
	"strings"
	"testing"
)

func TestEval(t *testing.T) {
	for _, c := range []struct {
		expr, tags string
		want       bool
	}{
		{"", "", true},
		{"  ", "@a", true},
		{"@a", "@a @b", true},
		{"@a", "@ab", false},
		{"not @a", "@b", true},
		{"not not @a", "@a", true},
		{"not not @a", "", false},
		{"@a and @b", "@a", false},
		{"@a or @b", "@b", true},
		{"@a or @b and @c", "@a", true}, // and before or
		{"(@a or @b) and @c", "@a", false},
		{"not @a and @b", "@b", true}, // not before and
		{"not (@a and @b)", "@b", true},
		{"not(@a or @b)", "@b", false},
		{"@a and not (@b or (@c and @d))", "@a @c", true},
		{"@a and not (@b or (@c and @d))", "@a @c @d", false},
		{`@a\(1\)`, "@a(1)", true},
		{`@a\ b`, "@b", false},
		{`@a\\b`, `@a\b`, true},
		{"@and", "@and", true},
	} {
		e, err := Parse(c.expr)
		if err != nil {
			t.Errorf("%s: %v", c.expr, err)
			continue
		}
		if got := e.Eval(strings.Fields(c.tags)); got != c.want {
			t.Errorf("%s on %q: got %v", c.expr, c.tags, got)
		}
	}
}

func TestEscapedSpaceIsPartOfTheTag(t *testing.T) {
	e, err := Parse(`@a\ b or @c`)
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Tags(); !slices.Equal(got, []string{"@a b", "@c"}) {
		t.Errorf("got %q", got)
	}
}

func TestParseError(t *testing.T) {
	for expr, want := range map[string]string{
		"@a and":                  "column 7: the expression ends where a tag is wanted",
		"@a @b":                   `column 4: "@b" where "and" or "or" is wanted`,
		"and @a":                  `column 1: "and" where a tag is wanted`,
		"@a or or @b":             `column 7: "or" where a tag is wanted`,
		"@a not @b":               `column 4: "not" where "and" or "or" is wanted`,
		"(@a and @b":              "column 11: the parenthesis opened at column 1 is never closed",
		"@a)":                     "column 3: a closing parenthesis that nothing opened",
		"( )":                     `column 3: ")" where a tag is wanted`,
		`@a\b`:                    "column 3: a backslash stands only before a space, a parenthesis or another backslash",
		`@ä and \`:                "column 8: a backslash stands only before a space, a parenthesis or another backslash",
		"@\xff":                   "not valid UTF-8",
		strings.Repeat("(", 1000): "column 502: nested more than 500 deep",
	} {
		if _, err := Parse(expr); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", expr, err, want)
		}
	}
}

func TestTagsNamesEachOnce(t *testing.T) {
	e, err := Parse("@b and (@a or not @b)")
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Tags(); !slices.Equal(got, []string{"@b", "@a"}) {
		t.Errorf("got %q", got)
	}
}

// FuzzParse: whatever parses is written out, parsed again, and selects the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "@a and not (@b or @c)", `@a\(\)`, "not not @a", "@a or", "((", `\`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(e.String())
		if err != nil {
			if strings.Contains(err.Error(), "nested") {
				return // written out, an expression nests deeper
			}
			t.Fatalf("%q became %q: %v", s, e, err)
		}
		names := e.Tags()
		for i := 0; i <= len(names); i++ {
			if e.Eval(names[:i]) != again.Eval(names[:i]) {
				t.Fatalf("%q and %q differ on %q", s, again, names[:i])
			}
		}
	})
}
