package authserver

import "testing"

func TestFaults(t *testing.T) {
	known := map[string]bool{}
	for _, s := range Seams() {
		known[s] = true
	}
	names := map[string]bool{}
	for _, f := range Faults() {
		t.Run(f.Name, func(t *testing.T) {
			if names[f.Name] {
				t.Error("the name is taken")
			}
			names[f.Name] = true
			if f.Violates == "" || !known[f.At] {
				t.Errorf("violates %q at %q", f.Violates, f.At)
			}
			o, err := Defaults(f.Variant)
			if err != nil {
				t.Fatal(err)
			}
			f.Apply(&o)
			o.Issuer = "http://127.0.0.1:1"
			if _, err := New(o); err != nil {
				t.Error(err)
			}
		})
	}
}
