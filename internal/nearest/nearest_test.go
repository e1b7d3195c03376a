package nearest

import "testing"

func TestName(t *testing.T) {
	products := []string{"keycloak", "oidc-provider", "zitadel", "oauth2.0", "oauth2.1"}
	for name, want := range map[string]string{
		"keyclok":      "keycloak",
		"Keycloak":     "keycloak",
		"keycolak":     "keycloak", // two letters swapped
		"oidc":         "oidc-provider",
		"oauth2.1":     "oauth2.1",
		"oauth21":      "oauth2.1",
		"oidcprovider": "oidc-provider",
		"xyz":          "",
		"":             "",
		"glewlwyd":     "",
	} {
		if got, _ := Name(name, products); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestHint(t *testing.T) {
	if got := Hint("zitadle", []string{"zitadel"}); got != `: did you mean "zitadel"?` {
		t.Errorf("got %s", got)
	}
	if got := Hint("zitadle", nil); got != "" {
		t.Errorf("got %s", got)
	}
}

func FuzzDistance(f *testing.F) {
	f.Add("keycloak", "keyclok")
	f.Add("", "é")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 1000 {
			return
		}
		d := distance(a, b)
		if d != distance(b, a) || d < 0 || (d == 0) != (string([]rune(a)) == string([]rune(b))) {
			t.Fatalf("%q, %q: %d", a, b, d)
		}
	})
}
