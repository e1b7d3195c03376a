package steps

import (
	"net/url"
	"slices"
	"testing"

	"github.com/oauthspec/oauthspec/servers"
)

// A client that is picked for one of its redirect URIs is sent back there, whichever it has besides.
func TestClientIsUsedAtWhatItWasPickedFor(t *testing.T) {
	const query, http = "https://client.example/cb?tenant=a", "http://client.example/cb"
	c := servers.Client{Name: "web", Kind: "confidential", Redirects: []string{"https://client.example/cb", query, http}}
	for what, want := range map[string]string{"a query in its redirect URI": query, "a plain http redirect URI": http} {
		w := &World{in: &servers.Instance{Profile: servers.Profile{Clients: []servers.Client{c}}}}
		if err := w.aClientWith("confidential", what); err != nil || !slices.Equal(w.client.Redirects, []string{want}) {
			t.Errorf("%s: %q, %v", what, w.client.Redirects, err)
		}
	}
}

// What may vary about a loopback redirect URI is no flaw; anything else is.
func TestSameLoopback(t *testing.T) {
	u, err := url.Parse("http://127.0.0.1:7070/cb")
	if err != nil {
		t.Fatal(err)
	}
	for changed, same := range map[string]bool{
		"http://127.0.0.1:8444/cb":                true,
		"http://localhost:7070/cb":                true,
		"http://127.0.0.1:7070/cb/":               false,
		"http://127.0.0.1:7070/cb?":               false,
		"http://127.0.0.1:7070/cb#":               false,
		"http://user@127.0.0.1:7070/cb":           false,
		"http://127.0.0.1:7070.attacker.example/": false,
		"https://127.0.0.1:7070/cb":               false,
		"http://attacker.example/cb":              false,
	} {
		if got := sameLoopback(u, changed); got != same {
			t.Errorf("%s: %t", changed, got)
		}
	}
}
