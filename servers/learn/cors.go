package learn

import (
	"net/http"
	"strings"
)

// shared are the endpoints that a page of another origin may read. Never the authorization endpoint: it is navigated to
// (RFC 9700 §2.6).
var shared = []string{"/token", "/jwks", "/userinfo", "/revoke"}

// cors lets one origin's page read the answers of what it calls (Fetch standard). No cookie is taken along.
func cors(origin string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isShared(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Add("Vary", "Origin")
		if r.Header.Get("Origin") == origin {
			h.Set("Access-Control-Allow-Origin", origin)
			if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
				h.Set("Access-Control-Allow-Methods", "GET, POST")
				h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
				w.WriteHeader(http.StatusNoContent) // a preflight carries no token
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func isShared(path string) bool {
	for _, p := range shared {
		if path == p {
			return true
		}
	}
	return strings.HasPrefix(path, "/.well-known/")
}
