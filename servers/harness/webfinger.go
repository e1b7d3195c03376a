package harness

import (
	"encoding/json"
	"net/http"
)

// webfinger says of whoever is asked about that an issuer is theirs (OpenID Connect Discovery section 2).
func (h *Harness) webfinger(n int) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		resource := r.URL.Query().Get("resource")
		if resource == "" {
			http.Error(w, "resource is missing", http.StatusBadRequest) // RFC 7033 section 4.2
			return
		}
		w.Header().Set("Content-Type", "application/jrd+json")
		_ = json.NewEncoder(w).Encode(map[string]any{"subject": resource, "links": []map[string]any{ // to whoever still listens
			{"rel": "http://openid.net/specs/connect/1.0/issuer", "href": h.issuers[n].url},
		}})
	}
}
