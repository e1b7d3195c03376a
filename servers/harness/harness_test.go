package harness

import (
	"reflect"
	"slices"
	"testing"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// A flaw that changes no seam would be a sign-in at a clean server, which a client rightly accepts.
func TestEachFlawChangesTheServer(t *testing.T) {
	h, err := New("http://127.0.0.1:1", "http://127.0.0.1:2")
	if err != nil {
		t.Fatal(err)
	}
	for name, apply := range flaws {
		o, err := authserver.Defaults("oidc")
		if err != nil {
			t.Fatal(err)
		}
		clean := pointers(reflect.ValueOf(o))
		if apply(&o); slices.Equal(clean, pointers(reflect.ValueOf(o))) && name != newKeys {
			t.Errorf("%q changes nothing", name)
		}
		if _, err := h.Renew(0, nil, name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := h.Renew(0, nil, "does what nobody has heard of"); err == nil {
		t.Error("an unknown flaw is taken")
	}
}

func TestUsersAreStrangers(t *testing.T) {
	h, err := New("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for range 3 {
		users, err := h.Renew(0, nil, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range users {
			if seen[u.Mark()] || u.Mark() == "" {
				t.Errorf("%q came before, or is empty", u.Mark())
			}
			seen[u.Mark()] = true
		}
	}
}

// pointers are the funcs of a struct and of those within it.
func pointers(v reflect.Value) (all []uintptr) {
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.Func:
			all = append(all, f.Pointer())
		case reflect.Struct:
			all = append(all, pointers(f)...)
		}
	}
	return all
}
