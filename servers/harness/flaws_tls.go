package harness

import (
	"net"
	"net/http"
	"strings"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// The flaws of an issuer on https that leads those who talk to it away from there.
func init() {
	flaws["sends on to plain http whoever asks about a user"] = func(o *authserver.Options) { o.Userinfo.Wire = toPlain }
	flaws["sends on to another host whoever asks about a user"] = func(o *authserver.Options) { o.Userinfo.Wire = toOtherHost }
	flaws["sends on to plain http whoever calls the API"] = func(o *authserver.Options) { o.Resource.Wire = toPlain }
	flaws["publishes metadata that name a UserInfo endpoint without TLS"] = metadata(func(m map[string]any) {
		if at, ok := m["userinfo_endpoint"].(string); ok {
			m["userinfo_endpoint"] = "http" + strings.TrimPrefix(at, "https")
		}
	})
}

// toOtherHost redirects to another name of this machine, under which the same is served: who does not tell hosts apart by their
// names gets through.
func toOtherHost(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
	name, port, err := net.SplitHostPort(r.Host)
	if err != nil || name == "localhost" {
		next(w, r)
		return
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	http.Redirect(w, r, scheme+"://"+net.JoinHostPort("localhost", port)+r.URL.RequestURI(), http.StatusTemporaryRedirect)
}

// toPlain redirects what came over TLS to the same address without it, where it is served.
func toPlain(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
	if r.TLS == nil {
		next(w, r)
		return
	}
	http.Redirect(w, r, "http://"+r.Host+r.URL.RequestURI(), http.StatusTemporaryRedirect)
}
