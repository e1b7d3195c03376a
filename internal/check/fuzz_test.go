package check

import (
	"net/http"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

// A value that a challenge quotes is read as it was meant, whatever stands before and after it, and no field makes the reader hang.
func FuzzBearerChallenge(f *testing.F) {
	f.Add(`api:read "quoted" \`, `Basic realm="a, b", `)
	f.Add("", `Digest qop="auth,auth-int"`)
	f.Add("x", `Bearer =,,=" `)
	f.Add("é", "\x00")
	f.Fuzz(func(t *testing.T, value, noise string) {
		challenge := func(field string) (map[string][]string, bool) {
			return BearerChallenge(oauth.Answer{Header: http.Header{"Www-Authenticate": {field}}})
		}
		challenge(noise)
		if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) {
			return // not to be written in a field (RFC 9110 section 5.5)
		}
		quoted := `Bearer realm="x", scope="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `", error=invalid_token`
		got, ok := challenge(quoted)
		if !ok || len(got["scope"]) != 1 || got["scope"][0] != value || len(got["error"]) != 1 {
			t.Errorf("%s was read as %q", quoted, got)
		}
		if params, _ := bearerParams(oauth.Answer{Header: http.Header{"Www-Authenticate": {quoted}}}); !wellFormed(params) {
			t.Errorf("%s follows the grammar", quoted)
		}
	})
}

// Documents of any kind are judged, not stumbled over: where a list of keys is none, or holds something else, there is a verdict.
func FuzzDocuments(f *testing.F) {
	f.Add([]byte(`{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","use":"sig","kid":"1"},null,7,{"kty":[]}]}`))
	f.Add([]byte(`{"issuer":1,"response_types_supported":[],"jwks_uri":{"a":"b"},"scopes_supported":[1]}`))
	f.Add([]byte(`{"active":"true","exp":"soon","aud":[[]],"sub":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		a := oauth.Read(200, "application/json", body)
		verdicts := []error{JSONDocument(a), Names(a, "issuer", "https://as.example"), NoEmptyList(a), MemberTypes(a), PublicKeys(a), KeySet(a),
			TokenGranted(a), TokenActive(a), TokenInactive(a), TokenMemberTypes(a), ScopeWithin(a, "a b")}
		if a.JSON == nil && verdicts[0] == nil {
			t.Errorf("%q passes for a document", body)
		}
		if TokenActive(a) == nil && TokenInactive(a) == nil {
			t.Errorf("%q says of a token that it is active, and that it is not", body)
		}
	})
}
