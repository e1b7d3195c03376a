package check

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// Shares says whether a browser lets pages of an origin read an answer (Fetch standard, CORS check, without credentials).
func Shares(a oauth.Answer, origin string) bool {
	allowed := a.Header.Get("Access-Control-Allow-Origin")
	return a.None == nil && (allowed == "*" || allowed == origin)
}

// answered is an error where an endpoint broke down: what it shares then says nothing.
func answered(all ...oauth.Answer) error {
	for _, a := range all {
		if a.None != nil || a.Status >= http.StatusInternalServerError {
			return fmt.Errorf("%s did not answer: %s", a.URL, a)
		}
	}
	return nil
}

// Answered is an error where a server broke down on one of several requests.
func Answered(all []oauth.Answer) error { return answered(all...) }

// NotShared demands an answer that no page of another origin may read (RFC 9700 section 2.6).
func NotShared(a oauth.Answer) error {
	if err := answered(a); err != nil {
		return err
	}
	if allowed := a.Header.Get("Access-Control-Allow-Origin"); allowed != "" {
		return verdict.Mismatchf("no Access-Control-Allow-Origin", "%q", allowed)
	}
	return nil
}

// SharedAsTold demands that an answer may be read by whom the preflight let call.
func SharedAsTold(preflight, a oauth.Answer, origin string) error {
	if err := answered(preflight, a); err != nil {
		return err
	}
	if preflight.Status/100 == 2 && Shares(preflight, origin) && !Shares(a, origin) {
		return verdict.Mismatchf("an answer that pages of "+origin+" may read, as they were told", "Access-Control-Allow-Origin %q",
			a.Header.Get("Access-Control-Allow-Origin"))
	}
	return nil
}

// SharedWithToken demands that pages may call with an Authorization header, and read the answer. A star among the headers that are
// allowed does not cover that one.
func SharedWithToken(preflight, a oauth.Answer, origin string) error {
	if err := answered(preflight, a); err != nil {
		return err
	}
	headers := strings.ToLower(strings.Join(preflight.Header.Values("Access-Control-Allow-Headers"), ","))
	switch {
	case preflight.Status/100 != 2 || !Shares(preflight, origin):
		return verdict.Mismatchf("a preflight that lets pages of "+origin+" call", "%d, Access-Control-Allow-Origin %q", preflight.Status,
			preflight.Header.Get("Access-Control-Allow-Origin"))
	case !strings.Contains(headers, "authorization"):
		return verdict.Mismatchf("a preflight that lets them send Authorization", "%q", headers)
	case !Shares(a, origin):
		return verdict.Mismatchf("an answer that pages of "+origin+" may read", "Access-Control-Allow-Origin %q",
			a.Header.Get("Access-Control-Allow-Origin"))
	}
	return nil
}

// MaySend says whether a preflight lets pages of an origin send a header field (Fetch standard, CORS-preflight fetch, without
// credentials: Authorization alone is not covered by a star).
func MaySend(preflight oauth.Answer, origin, field string) bool {
	return preflight.Status/100 == 2 && Shares(preflight, origin) && listed(preflight, "Access-Control-Allow-Headers", field)
}

// listed says whether a header field lists a name, or everything.
func listed(a oauth.Answer, field, name string) bool {
	return Directive(a, field, name) == nil || Directive(a, field, "*") == nil
}

// Exposes demands that pages which may read an answer may read a header field of it (RFC 9449 section 8).
func Exposes(a oauth.Answer, field string) error {
	if !listed(a, "Access-Control-Expose-Headers", field) {
		return verdict.Mismatchf("Access-Control-Expose-Headers with "+field, "%q", a.Header.Values("Access-Control-Expose-Headers"))
	}
	return nil
}

// NotKept demands a page that is told not to be stored (OAuth 2.0 Form Post Response Mode section 2).
func NotKept(h http.Header) error {
	if all := strings.ToLower(strings.Join(h.Values("Cache-Control"), ",")); !strings.Contains(all, "no-store") {
		return verdict.Mismatchf("Cache-Control: no-store", "%q", all)
	}
	return nil
}
