package check

import (
	"fmt"
	"maps"
	"slices"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// NotRegisteredAs demands that a registration, where it was granted, gave another identifier than the one asked for
// (RFC 9700 section 2.6). A refusal is as good.
func NotRegisteredAs(a oauth.Answer, id string) error {
	if err := silent(a); err != nil {
		return err
	}
	got := a.Text("client_id")
	switch {
	case got == id:
		return verdict.Mismatchf("an identifier that the server chose", "the one that the client chose")
	case got == "" && (a.Status < 400 || a.Status >= 500):
		return verdict.Mismatchf("a registration, or a refusal", "%s", a)
	}
	return nil
}

// ToldApart demands that what introspection says of a user's token and of a client's own differs in more than what
// differs between any two tokens (RFC 9700 section 4.15.1): the subject, or a member that only one of them has.
func ToldApart(user, client oauth.Answer) error {
	if client.JSON["active"] != true {
		return fmt.Errorf("introspection does not know the client's token: %s", client)
	}
	names := func(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
	if user.Text("sub") != client.Text("sub") || !slices.Equal(names(user.JSON), names(client.JSON)) {
		return nil
	}
	return verdict.Mismatchf("a client's token that is told from a user's", "the same subject, and the same members beside it")
}
