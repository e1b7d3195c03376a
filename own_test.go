package oauthspec

import "testing"

// What the examples say is enough for a client and for an API: the suite finds its way with it, and sound ones are green.
func TestOnesOwnClientAndAPI(t *testing.T) {
	if raced {
		t.Skip("make test runs it apart, without the race detector")
	}
	t.Run("client", func(t *testing.T) { Test(t, stage(t, "", 0).application()) })
	t.Run("API", func(t *testing.T) { Test(t, stage(t, "", 0).api()) })
}
