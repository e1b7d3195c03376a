package oauthspec

import (
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

func TestInitWritesAProfileThatNamesWhatTheServerHas(t *testing.T) {
	s := authserver.Start(t)
	profile, register, err := Init(t.Context(), s.URL, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"issuer: '" + s.URL + "'", "kind: machine", "# Found in its metadata:\n#   authorization_code, "} {
		if !strings.Contains(string(profile), want) {
			t.Errorf("the profile lacks %q:\n%s", want, profile)
		}
	}
	if profile, _, err = Init(t.Context(), s.URL+"/nowhere", map[string]string{"token": "https://as.example/t"}, nil); err != nil {
		t.Fatal(err)
	}
	if want := "endpoints:\n  token: 'https://as.example/t'\n"; !strings.Contains(string(profile), want) {
		t.Errorf("without metadata the profile lacks %q:\n%s", want, profile)
	}
	if !strings.Contains(register, "batch") {
		t.Errorf("what to register lacks the machine client:\n%s", register)
	}
}
