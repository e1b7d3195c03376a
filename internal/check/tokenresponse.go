package check

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// Directive demands one among the values of a header field, whatever stands beside it (RFC 6749 section 5.1).
func Directive(a oauth.Answer, field, value string) error {
	if err := silent(a); err != nil {
		return err
	}
	for _, line := range a.Header.Values(field) {
		for _, v := range strings.Split(line, ",") {
			if strings.EqualFold(strings.TrimSpace(v), value) {
				return nil
			}
		}
	}
	return verdict.Mismatchf(field+": "+value, "%q", a.Header.Values(field))
}

// ExpiresIn demands a lifetime in seconds, as a positive number (RFC 6749 section 5.1).
func ExpiresIn(a oauth.Answer) error {
	if err := silent(a); err != nil {
		return err
	}
	if _, ok := Lifetime(a); !ok {
		return verdict.Mismatchf("expires_in as a positive number", "%s", show(a.JSON["expires_in"]))
	}
	return nil
}

// Lifetime is how long an access token lives, where the answer says so as a number.
func Lifetime(a oauth.Answer) (time.Duration, bool) {
	n, ok := a.JSON["expires_in"].(json.Number)
	f, err := n.Float64()
	return time.Duration(f * float64(time.Second)), ok && err == nil && f > 0
}

// TokenType demands that a granted token says of which type it is (RFC 6749 section 5.1, 7.1).
func TokenType(a oauth.Answer) error {
	if a.Text("access_token") == "" {
		return fmt.Errorf("there is no token to judge: %s", a)
	}
	if a.Text("token_type") == "" {
		return verdict.Mismatchf("token_type as a string", "%s", show(a.JSON["token_type"]))
	}
	return nil
}
