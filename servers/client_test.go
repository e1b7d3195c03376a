package servers

import (
	"slices"
	"testing"
)

func TestOwnScopes(t *testing.T) {
	scopes := []string{"openid", "api:read", "email", "offline_access"}
	if got := (Client{Kind: Confidential, Scopes: scopes}).OwnScopes(); !slices.Equal(got, []string{"api:read"}) {
		t.Errorf("a web application asks for %q without a user", got)
	}
	if got := (Client{Kind: Machine, Scopes: scopes}).OwnScopes(); !slices.Equal(got, scopes) {
		t.Errorf("a machine asks for %q", got)
	}
}
