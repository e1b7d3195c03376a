package check

import (
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// PlainRefused demands that a request without TLS got nothing from the protocol: no connection, an error, or a redirect to https.
// An OAuth error other than invalid_request says that the request was read and judged.
func PlainRefused(a oauth.Answer) error {
	const want = "no answer, an error or a redirect to https"
	to := a.Header.Get("Location")
	switch {
	case a.None != nil:
		return nil
	case a.Status < 300, a.Text("error") != "" && a.Text("error") != "invalid_request":
		return verdict.Mismatchf(want, "%s", a)
	case a.Status < 400 && !strings.HasPrefix(to, "https://"):
		return verdict.Mismatchf(want, "a redirect elsewhere")
	}
	return nil
}
