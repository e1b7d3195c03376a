package harness

import (
	"net/http"
	"strings"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// The flaws of an issuer on https that leads those who talk to it away from there.
func init() {
	flaws["sends on to plain http whoever asks about a user"] = func(o *authserver.Options) { o.Userinfo.Wire = toPlain }
	flaws["sends on to plain http whoever calls the API"] = func(o *authserver.Options) { o.Resource.Wire = toPlain }
	flaws["publishes metadata that name a UserInfo endpoint without TLS"] = metadata(func(m map[string]any) {
		if at, ok := m["userinfo_endpoint"].(string); ok {
			m["userinfo_endpoint"] = "http" + strings.TrimPrefix(at, "https")
		}
	})
}

// toPlain redirects what came over TLS to the same address without it, where it is served.
func toPlain(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
	if r.TLS == nil {
		next(w, r)
		return
	}
	http.Redirect(w, r, "http://"+r.Host+r.URL.RequestURI(), http.StatusTemporaryRedirect)
}
