package harness

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// A server that knows no PKCE announces none, and does with its parameters what any server does with unknown ones.
func init() {
	flaws["knows no PKCE"] = func(o *authserver.Options) {
		metadata(func(m map[string]any) { delete(m, "code_challenge_methods_supported") })(o)
		o.Authorize.Wire, o.Token.Wire = withoutPKCE, withoutPKCE
	}
}

// withoutPKCE takes the parameters of PKCE out of a request.
func withoutPKCE(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
	r = r.Clone(r.Context())
	strip := func(v url.Values) string {
		for _, name := range []string{"code_challenge", "code_challenge_method", "code_verifier"} {
			v.Del(name)
		}
		return v.Encode()
	}
	r.URL.RawQuery = strip(r.URL.Query())
	if strings.HasPrefix(strings.ToLower(r.Header.Get("Content-Type")), "application/x-www-form-urlencoded") {
		body, _ := io.ReadAll(r.Body) // it is in memory: what was recorded
		if form, err := url.ParseQuery(string(body)); err == nil {
			body = []byte(strip(form))
		}
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(string(body))), int64(len(body))
	}
	next(w, r)
}
