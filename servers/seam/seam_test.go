package seam_test

import (
	"fmt"
	"testing"

	"github.com/oauthspec/oauthspec/servers/seam"
)

type options struct {
	Now   func()
	Name  string
	Token struct {
		Code   struct{ Lookup func() string }
		Expiry func() string
	}
}

func TestASetKnowsWhatWasUsed(t *testing.T) {
	var o options
	var s seam.Set[options]
	s.Watch(&o)
	o.Token.Expiry = func() string { return "late" }
	if got := seam.Use(&s, &o.Token.Expiry)(); got != "late" {
		t.Fatal(got)
	}
	if got := fmt.Sprint(s.Touched(), seam.Names[options](), seam.Fits[options]()); got != "[token.expiry] [token.code.lookup token.expiry] true" {
		t.Fatal(got)
	}
}
