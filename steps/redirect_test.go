package steps

import (
	"net/url"
	"testing"
)

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
