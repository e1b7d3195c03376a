package authserver

import "net/http"

// shared answers the browser for pages of other origins: a preflight itself, and any other request by a header beside its answer.
// It says whether nothing is left to do.
func (s *Server) shared(w http.ResponseWriter, r *http.Request, path string) bool {
	if r.Header.Get("Origin") == "" || !use(s, &s.o.Transport.Cross)(path) {
		return false
	}
	preflight := r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
	use(s, &s.o.Transport.Share)(w.Header(), path, preflight)
	if preflight {
		w.WriteHeader(http.StatusNoContent)
	}
	return preflight
}

// crossOrigin lists what pages of other origins may call: never what shows pages itself (RFC 9700 §2.6).
func crossOrigin(path string) bool {
	return has([]string{"/token", "/revoke", "/jwks", "/register", "/userinfo", "/.well-known/"}, path)
}

// share lets every origin read: nothing here depends on a cookie.
func share(h http.Header, _ string, preflight bool) {
	h.Set("Access-Control-Allow-Origin", "*")
	if !preflight {
		h.Set("Access-Control-Expose-Headers", "DPoP-Nonce, WWW-Authenticate")
		return
	}
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, DPoP")
	h.Set("Access-Control-Max-Age", "600")
}
