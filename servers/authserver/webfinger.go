package authserver

import (
	"net/http"
	"net/url"
	"strings"
)

// webfinger tells of users here that this server signs them in (OpenID Connect Discovery §2, RFC 7033).
func (s *Server) webfinger(w http.ResponseWriter, r *http.Request) {
	name, host, _ := strings.Cut(strings.TrimPrefix(r.URL.Query().Get("resource"), "acct:"), "@")
	known := false
	for _, u := range s.o.Users {
		known = known || u.Name == name
	}
	if at, err := url.Parse(s.o.Issuer); err != nil || at.Host != host || !known || r.Method != http.MethodGet {
		http.NotFound(w, r)
		return
	}
	reply := newReply(w, http.StatusOK)
	reply.Header.Set("Content-Type", "application/jrd+json")
	reply.Members = map[string]any{
		"subject": r.URL.Query().Get("resource"),
		"links":   []map[string]any{{"rel": "http://openid.net/specs/connect/1.0/issuer", "href": use(s, &s.o.Metadata.Provider)(s)}},
	}
	reply.write(w)
}
