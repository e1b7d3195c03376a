package authserver

import (
	"reflect"
	"slices"
	"testing"

	"github.com/oauthspec/oauthspec/servers/seam"
)

func TestEverySeamHasADefault(t *testing.T) {
	for _, variant := range Variants() {
		o, err := Defaults(variant)
		if err != nil {
			t.Fatal(err)
		}
		var walk func(v reflect.Value, path string)
		walk = func(v reflect.Value, path string) {
			for i := range v.NumField() {
				f, name := v.Field(i), path+"."+v.Type().Field(i).Name
				if f.Kind() == reflect.Struct {
					walk(f, name)
				}
				if f.Kind() == reflect.Func && f.IsNil() {
					t.Errorf("%s: no default for %s", variant, name)
				}
			}
		}
		walk(reflect.ValueOf(o), "")
	}
}

func TestSeamsFitTheSet(t *testing.T) {
	if !seam.Fits[Options]() {
		t.Fatal("Options are too large for the set")
	}
	if !slices.Contains(Seams(), "token.client.assertion.id") {
		t.Error(Seams())
	}
}

func TestTouched(t *testing.T) {
	g := newRig(t, "oauth2.0")
	if len(g.s.Touched()) != 0 {
		t.Fatal(g.s.Touched())
	}
	g.post("/token", "batch", map[string][]string{"grant_type": {"client_credentials"}})
	got := g.s.Touched()
	if !slices.Contains(got, "token.credentials.scope") || slices.Contains(got, "token.code.lookup") {
		t.Fatal(got)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		o, _ := Defaults("oauth2.0")
		o.Issuer = "http://127.0.0.1:1"
		if _, err := New(o); err != nil {
			b.Fatal(err)
		}
	}
}
